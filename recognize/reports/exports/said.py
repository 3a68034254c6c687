"""The sentences and headings of the PDF, in both languages."""

from recognize.errors import Words

TEXTS = {
    "subtitle": Words("Internal service, recognised", "Servicio interno reconocido"),
    "summary": Words("Summary", "Resumen"),
    "headline": Words("The ten figures", "Las diez cifras"),
    "headline_about": Words(
        "On eligible people (active on the last day, here for 30 days or more, no externals) and individual recognitions.",
        "Sobre personas elegibles (activas el último día, con 30 días o más, sin externos) y reconocimientos individuales.",
    ),
    "trend": Words("Trend", "Tendencia"),
    "reach": Words("Reach and gaps", "Alcance y brechas"),
    "reach_about": Words(
        "Share of the eligible people of each group who were individually recognised. Groups of ten or more; nothing private or quiet.",
        "Parte de las personas elegibles de cada grupo que recibió un reconocimiento individual. Grupos de diez o más; nada privado ni discreto.",
    ),
    "gap_is": Words(
        "The widest gap is by {dimension}: from {low} ({low_value}) to {high} ({high_value}).",
        "La brecha más amplia es por {dimension}: de {low} ({low_value}) a {high} ({high_value}).",
    ),
    "no_groups": Words("No group has ten eligible people.", "Ningún grupo tiene diez personas elegibles."),
    "behaviours": Words("Behaviours by stage", "Comportamientos por etapa"),
    "behaviours_about": Words(
        "Good service opens, performs and closes. Recognitions that name each behaviour; one may name several.",
        "Un buen servicio recibe, resuelve y entrega. Reconocimientos que nombran cada comportamiento; uno puede nombrar varios.",
    ),
    "of_tagged": Words("{value} of those with a stage", "{value} de los que nombran una etapa"),
    "matrix": Words("Who serves whom", "Quién sirve a quién"),
    "matrix_about": Words(
        "Rows: the department that gives thanks (internal customer). Columns: the department recognised (internal provider).",
        "Filas: el área que agradece (cliente interno). Columnas: el área reconocida (proveedor interno).",
    ),
    "more_areas": Words("The workbook has all {n} departments.", "El libro de Excel tiene las {n} áreas."),
    "strongest": Words("The strongest pairs", "Las parejas más fuertes"),
    "silent": Words("Silent this month", "Calladas este mes"),
    "none": Words("None.", "Ninguna."),
    "directions": Words("Directions", "Direcciones"),
    "winners": Words("Winners and stories", "Personas premiadas e historias"),
    "winners_about": Words(
        "Told with the consent of those recognised: they chose to be celebrated on the walls.",
        "Contadas con el consentimiento de quienes fueron reconocidos: eligieron celebrarse en las pantallas.",
    ),
    "no_stories": Words(
        "No story of this month may be told here: nobody in one has chosen to be celebrated on the walls.",
        "Ninguna historia del mes puede contarse aquí: nadie en ellas eligió celebrarse en las pantallas.",
    ),
    "next": Words("What to do next", "Qué hacer ahora"),
    "adjustments": Words("Adjustments since the close", "Ajustes desde el cierre"),
    "no_adjustments": Words("None: the figures are those of the close.", "Ninguno: las cifras son las del cierre."),
    "open_month": Words(
        "The month has not been closed: its figures may still change.", "El mes no se ha cerrado: sus cifras aún pueden cambiar."
    ),
    "definitions": Words("Definitions", "Definiciones"),
    "about": Words("About this report", "Sobre este reporte"),
    "part_of": Words("{part} of {whole}", "{part} de {whole}"),
    "more": Words("and {n} more", "y {n} más"),
    "empty": Words("No recognitions in {month}.", "Sin reconocimientos en {month}."),
    "page": Words("Page", "Página"),
    "zone": Words("{zone} · definitions version {version}", "{zone} · definiciones versión {version}"),
    "gap": Words("Gap", "Brecha"),
    "to": Words("To", "Para"),
    "lead": Words(
        "In {month}, {givers} people sent {kudos} messages that recognised {receivers} people {recognitions} times.",
        "En {month}, {givers} personas enviaron {kudos} mensajes que reconocieron a {receivers} personas {recognitions} veces.",
    ),
    "lead_reach": Words(" {value} of the eligible people were reached.", " Alcanzaron al {value} de las personas elegibles."),
    "since": Words("{change} since {month}", "{change} desde {month}"),
}  # fmt: skip
DIMENSIONS = {
    "area": Words("department", "área"),
    "site": Words("site", "sede"),
    "shift": Words("shift", "turno"),
}
