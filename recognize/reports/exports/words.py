"""What stands in exports, in both languages."""

from recognize.errors import Words

COLUMNS = {
    "figure": Words("Figure", "Cifra"),
    "value": Words("Value", "Valor"),
    "numerator": Words("Numerator", "Numerador"),
    "denominator": Words("Denominator", "Denominador"),
    "code": Words("Code", "Código"),
    "behaviour": Words("Behaviour", "Comportamiento"),
    "stage": Words("Stage", "Etapa"),
    "kudos": Words("Messages sent", "Mensajes enviados"),
    "recognitions": Words("Recognitions received", "Reconocimientos recibidos"),
    "percent": Words("Percent", "Porcentaje"),
    "dimension": Words("By", "Por"),
    "key": Words("Group", "Grupo"),
    "people": Words("Eligible people", "Personas elegibles"),
    "reached": Words("Recognised", "Reconocidas"),
    "reach_percent": Words("Reach", "Alcance"),
    "pairs": Words("Pairs", "Parejas"),
    "department": Words("Department", "Área"),
    "giver_department": Words("Giver's department (internal customer)", "Área que agradece (cliente interno)"),
    "receiver_department": Words("Recipient's department (internal provider)", "Área reconocida (proveedor interno)"),
    "direction": Words("Direction", "Dirección"),
    "badge": Words("Badge", "Insignia"),
    "awards": Words("Awards", "Obtenidas"),
    "kind": Words("Kind", "Tipo"),
    "wins": Words("Wins", "Logros de equipo"),
    "participants": Words("People taking part", "Participantes"),
    "areas": Words("Departments", "Áreas"),
    "month": Words("Month", "Mes"),
}
SECTIONS = {
    "summary": Words("Summary", "Resumen"),
    "totals": Words("Totals", "Totales"),
    "headline": Words("Ten figures", "Diez cifras"),
    "stages": Words("Stages", "Etapas"),
    "groups": Words("Reach by group", "Alcance por grupo"),
    "pairs": Words("Pairs of departments", "Parejas de áreas"),
    "behaviours": Words("Behaviours", "Comportamientos"),
    "matrix": Words("Who serves whom", "Quién sirve a quién"),
    "crossed": Words("Crossed", "Tabla cruzada"),
    "directions": Words("Directions", "Direcciones"),
    "front_line": Words("Support to the front line", "Apoyo a primera línea"),
    "customers": Words("External customers", "Clientes externos"),
    "wins": Words("Wins", "Logros de equipo"),
    "badges": Words("Badges", "Insignias"),
    "stories": Words("Stories", "Historias"),
    "winners": Words("Winners", "Personas premiadas"),
    "trend": Words("Trend", "Tendencia"),
    "about": Words("About this file", "Sobre este archivo"),
}
FIGURES = {
    "kudos": Words("Messages sent", "Mensajes enviados"),
    "recognitions": Words("Recognitions received", "Reconocimientos recibidos"),
    "givers": Words("People who thanked", "Personas que reconocieron"),
    "receivers": Words("People thanked", "Personas reconocidas"),
    "people": Words("People employed in the month", "Personas empleadas en el mes"),
    "participation_percent": Words("Participation, %", "Participación, %"),
    "points": Words("Points", "Puntos"),
    "boost_points": Words("Points of boosts", "Puntos de «me sumo»"),
    "reach": Words("Reach", "Alcance"),
    "gave": Words("Gave", "Dieron"),
    "nobody_in_90_days": Words("Nobody in 90 days", "Sin reconocimiento en 90 días"),
    "leaders_who_recognised": Words("Leaders who recognised", "Líderes que reconocieron"),
    "recognitions_per_100": Words("Per 100 eligible", "Por cada 100 elegibles"),
    "concentration": Words("Concentration", "Concentración"),
    "between_areas": Words("Between departments", "Entre áreas"),
    "stage_tagged": Words("With a service moment", "Con momento del servicio"),
    "reach_gap": Words("Reach gap", "Brecha de alcance"),
    "newcomers": Words("New hires recognised", "Ingresos reconocidos"),
    "up": Words("Upward", "Hacia arriba"),
    "down": Words("Downward", "Hacia abajo"),
    "sideways": Words("Among peers", "Entre pares"),
    "across": Words("Across lines", "Entre líneas"),
}
UNITS = {"recognitions_per_100": Words("", ""), "reach_gap": Words(" pt", " pt")}  # the other eight are percentages
STAGES = {
    "opening": Words("Opening", "Al recibir"),
    "performing": Words("Performing", "Al resolver"),
    "closing": Words("Closing", "Al entregar"),
    "every-moment": Words("At every moment", "En todo momento"),
    "any": Words("Any", "Todas"),
}
VALUES = {
    "area": Words("Department", "Área"),
    "site": Words("Site", "Sede"),
    "shift": Words("Shift", "Turno"),
    "strongest": Words("Strongest", "Las más fuertes"),
    "silent": Words("Silent this month", "Calladas este mes"),
    "result": Words("Result", "Resultado"),
    "improvement": Words("Improvement", "Mejora"),
    "joint_activity": Words("Joint activity", "Actividad conjunta"),
    "public": Words("Public", "Pública"),
    "department": Words("Department", "Del área"),
    "named": Words("By name", "Por su nombre"),
    "team": Words("Through a team", "Por su equipo"),
    "individual": Words("Individual", "Individual"),
    "employee": Words("Employee", "Empleado"),
    "external": Words("External", "Externo"),
    "active": Words("Active", "Activo"),
    "on_leave": Words("On leave", "De licencia"),
    "left": Words("Left", "Ya no está"),
}
ABOUT = {
    "organisation": Words("Organisation", "Organización"),
    "contents": Words("Contents", "Contenido"),
    "time_zone": Words("Time zone", "Zona horaria"),
    "filters": Words("Filters", "Filtros"),
    "definition_version": Words("Definition version", "Versión de las definiciones"),
    "checksum": Words("Checksum (SHA-256)", "Suma de verificación (SHA-256)"),
    "made_at": Words("Made at", "Hecho el"),
    "made_by": Words("Made by", "Hecho por"),
    "rows": Words("Rows", "Filas"),
}
FILTERS = {
    "from": Words("From", "Desde"),
    "to": Words("To", "Hasta"),
    "departments": Words("Departments", "Áreas"),
    "kinds": Words("Kinds", "Tipos"),
}
REPORT_OF = Words("Report of {month}", "Reporte de {month}")
KUDOS_OF = Words("Public and department kudos", "Reconocimientos públicos y de área")
PEOPLE_OF = Words("People", "Personas")
NO_FILTER = Words("none", "ninguno")
NO_AREA = Words("(no department)", "(sin área)")
ALL_AREAS = Words("All departments", "Todas las áreas")
COMMAND_LINE = Words("command line", "línea de comandos")
MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
    "es": ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
}  # fmt: skip


def label(words: dict[str, Words], code: str, locale: str) -> str:
    """A code of later has itself for a name."""
    return words[code][locale] if code in words else code.replace("_", " ").capitalize()


def month_named(month: str, locale: str) -> str:
    """`2026-11` is `November 2026`, or `noviembre de 2026`."""
    year, number = month.split("-")
    name = MONTHS[locale][int(number) - 1]
    return f"{name} de {year}" if locale == "es" else f"{name} {year}"
