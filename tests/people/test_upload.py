from recognize.lib.database import DB
from tests.cast import Cast

FILE = "handle,name,department\nana,Ana Morales,VE\nnueva,Nueva Persona,VE\n"


async def upload(cast: Cast, body: str | bytes, **options: str):
    return await cast.admin.http.post("/api/people/import", content=body, params=options)


async def test_an_upload_shows_the_differences_first_and_lands_when_confirmed(cast: Cast):
    shown = (await upload(cast, FILE)).json()
    assert (shown["dry_run"], shown["added"]) == (True, ["nueva"])
    assert await DB.fetch_value("select count(*) from people where handle = 'nueva'") == 0
    landed = (await upload(cast, FILE, dry_run="false")).json()
    assert landed["dry_run"] is False
    assert await DB.fetch_value("select name from people where handle = 'nueva'") == "Nueva Persona"
    assert await DB.fetch_value("select actor from audit where action = 'people.imported'") == "admin"


async def test_bad_lines_come_with_their_numbers_and_nothing_lands(cast: Cast):
    answer = await upload(cast, FILE + "otra,Otra,VE,too many\n", dry_run="false")
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_lines")
    assert [line["number"] for line in answer.json()["lines"]] == [4]
    assert await DB.fetch_value("select count(*) from people where handle = 'nueva'") == 0


async def test_what_is_no_file_of_people_is_refused(cast: Cast):
    for body in (b"", b"\xff\xfe", b"name\nAna\n", b"handle,handle\n", b"\x00"):
        answer = await upload(cast, body)
        assert (answer.status_code, answer.json()["code"]) == (422, "unreadable_file"), body


async def test_a_person_chooses_how_they_like_to_be_recognised(cast: Cast):
    chosen = {"preference": "quiet", "locale": "en", "time_zone": "Asia/Tokyo"}
    me = (await cast.bruno.http.patch("/api/me", json=chosen)).json()
    assert {name: me[name] for name in chosen} == chosen
    assert (await cast.ana.http.get("/api/people/bruno")).json()["quiet"] is True
    back = (await cast.bruno.http.patch("/api/me", json={"locale": None, "time_zone": None})).json()
    assert (back["locale"], back["time_zone"], back["preference"]) == ("es", None, "quiet")


async def test_a_setting_that_does_not_exist_is_refused(cast: Cast):
    for change in (
        {"preference": "loud"},
        {"locale": "fr"},
        {"time_zone": "Mars"},
        {"time_zone": "\x00"},
        {"zone": "x"},
    ):
        assert (await cast.bruno.http.patch("/api/me", json=change)).status_code == 422, change
    assert (await cast.bruno.http.get("/api/me")).json()["preference"] is None


async def test_a_complete_file_with_too_many_leavers_lands_only_by_force_and_the_audit_says_so(cast: Cast):
    whole = {"complete": "true", "dry_run": "false"}
    refused = await upload(cast, "handle\nadmin\n", **whole)
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_leavers")
    landed = (await upload(cast, "handle\nadmin\n", **whole, force="true")).json()
    assert landed["left"] == ["ana", "bruno", "carla", "diego", "hr"]
    told = await DB.fetch("select details::jsonb -> 'forced' as forced from audit where action = 'people.imported'")
    assert [row["forced"] for row in told] == ["true"]


WITH_BAD_LINES = (
    "handle,email,department,manager,hired_on,kind\n"
    "ana b,,,,,\n"
    "nueva,no,VE,nadie,2020-02-30,robot\n"
    "ana,,ve,,,\n"
    "otra,,,falta,,\n"
    "ana,,VE,,,\n"
    'corta,"x\n'
)
IN_SPANISH = {
    2: "handle: 'ana b' no se compone de letras, cifras y . _ -",
    3: "email: 'no' no es una dirección de correo; kind: 'robot' no es uno de employee, external; "
    "hired_on: '2020-02-30' no es un día del calendario",
    4: "el área 've' se escribe 'VE' en otro lugar",
    5: "manager: 'falta' no existe",
    6: "ana ya está en la línea 4",
    7: "no es CSV: comillas mal cerradas, o un campo de más de 1000000 caracteres",
}


async def test_bad_lines_speak_the_language_of_their_reader(cast: Cast):
    """The cast reads Spanish; a browser that asks for English gets it."""
    for confirmed in ({"skip_bad": "true"}, {}):
        answer = (await upload(cast, WITH_BAD_LINES, **confirmed)).json()
        told = answer["bad_lines" if confirmed else "lines"]
        assert {line["number"]: line["reason"] for line in told} == IN_SPANISH
    assert answer["detail"].startswith("líneas con error: 6, así que no se escribió nada: línea 2: handle: 'ana b' no")
    assert answer["detail"].endswith("; y 1 más")
    cast.admin.http.headers["Accept-Language"] = "en"
    answer = (await upload(cast, WITH_BAD_LINES, skip_bad="true")).json()
    assert answer["bad_lines"][3] == {"number": 5, "reason": "manager: 'falta' is not known"}


async def test_what_is_wrong_with_the_whole_file_speaks_the_language_of_its_reader(cast: Cast):
    wrong = {
        "": "línea 1: el archivo está vacío; su primera línea nombra las columnas",
        "name\nAna\n": "línea 1: falta la columna handle",
        "handle,handle\n": "línea 1: una columna aparece dos veces",
    }
    for body, detail in wrong.items():
        assert (await upload(cast, body)).json()["detail"] == detail
    leavers = (await upload(cast, "handle\nadmin\n", complete="true")).json()
    assert (leavers["code"], "no están en el archivo" in leavers["detail"]) == ("too_many_leavers", True)
