"""Random companies, one more kudos that is private or to somebody quiet, and everything that the API answers to whoever is not
in it, before and after: the same but for the totals and headline figures of the whole organisation."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from litestar.routes import HTTPRoute

from recognize.app import create
from recognize.badges.drawings import proof_of
from recognize.lib.database import DB
from recognize.people.actions import change_manager, choose_preference, create_team, move_department
from recognize.worker import settle
from tests.cast import Actor, Cast, assemble
from tests.conftest import empty
from tests.displays.screens import screen
from tests.media.drawing import picture_file
from tests.wins.sharing import shares

HANDLES = ("ana", "bruno", "carla", "diego", "hr", "admin")
BEHAVIOURS = ("courtesy", "warm-opening", "ownership", "saying-thanks")
SECRET_WORD = "murmullo"
EXAMPLES = int(os.environ.get("SECRETS", "2"))  # each asks some 700 times
OUTSIDERS = 4  # the wall, who sees most, and one who sees little
ROUNDS_OF_READERS = 3  # what one reader writes, another reads

# By the path of a route, every address that is asked; `{award}` and the like are of the company, `{secret}` is the kudos itself.
ASKED: dict[str, list[str]] = {
    "/api/feed": [
        "/api/feed?limit=100",
        f"/api/feed?search={SECRET_WORD}",
        *(f"/api/feed?person={each}" for each in HANDLES),
        *(f"/api/feed?department={each}" for each in ("DG", "VE", "AL")),
        *(f"/api/feed?behaviour={each}" for each in BEHAVIOURS),
        *(f"/api/feed?stage={each}" for each in ("opening", "performing", "closing", "every-moment")),
    ],
    "/api/events": ["/api/events?limit=500"],
    "/api/people": ["/api/people?limit=100"],
    "/api/people/{handle:str}": [f"/api/people/{each}" for each in HANDLES],
    "/api/people/{handle:str}/figures": [f"/api/people/{each}/figures" for each in HANDLES],
    "/api/people/{handle:str}/awards": [f"/api/people/{each}/awards" for each in HANDLES],
    "/api/people/{handle:str}/celebrations": [f"/api/people/{each}/celebrations" for each in HANDLES],
    "/api/people/suggestions": ["/api/people/suggestions?limit=6"],
    "/api/me": ["/api/me"],
    "/api/me/progress": ["/api/me/progress"],
    "/api/me/celebrations": ["/api/me/celebrations"],
    "/api/me/notifications": ["/api/me/notifications"],
    "/api/me/notification-settings": ["/api/me/notification-settings"],
    "/api/allowance": ["/api/allowance"],
    "/api/audit": ["/api/audit"],
    "/api/behaviours": ["/api/behaviours"],
    "/api/departments": ["/api/departments"],
    "/api/teams": ["/api/teams"],
    "/api/teams/{code:str}/quiet": [f"/api/teams/{each}/quiet" for each in ("DG", "VE", "AL")],
    "/api/departments/{code:str}/behaviours": [f"/api/departments/{each}/behaviours" for each in ("DG", "VE", "AL")],
    "/api/organisation": ["/api/organisation"],
    "/api/badges": ["/api/badges"],
    "/api/awards/{award_id:uuid}": ["/api/awards/{award}"],
    "/api/awards/{award_id:uuid}/verification": ["/api/awards/{award}/verification?proof={proof}"],
    "/api/celebrations": ["/api/celebrations?days=31"],
    "/api/challenges": ["/api/challenges"],
    "/api/leaderboards": [
        f"/api/leaderboards?period={period}&by={by}&of={of}"
        for period in ("month", "all")
        for by in ("reach", "given", "received")
        for of in ("people", "departments")
    ],
    "/api/wins": ["/api/wins"],
    "/api/kudos/hidden": ["/api/kudos/hidden"],
    "/api/wins/hidden": ["/api/wins/hidden"],
    "/api/kudos/{kudos_id:uuid}": ["/api/kudos/{secret}"],
    "/api/kudos/{kudos_id:uuid}/edits": ["/api/kudos/{secret}/edits"],
    "/api/kudos/{item_id:uuid}/reactions": ["/api/kudos/{secret}/reactions"],
    "/api/kudos/{item_id:uuid}/comments": ["/api/kudos/{secret}/comments"],
    "/api/kudos/{kudos_id:uuid}/card.png": ["/api/kudos/{secret}/card.png"],
    "/api/wins/{win_id:uuid}": ["/api/wins/{win}", "/api/wins/{secret}"],
    "/api/wins/{item_id:uuid}/reactions": ["/api/wins/{win}/reactions", "/api/wins/{secret}/reactions"],
    "/api/wins/{item_id:uuid}/comments": ["/api/wins/{win}/comments", "/api/wins/{secret}/comments"],
    "/api/celebrations/{celebration_id:uuid}": ["/api/celebrations/{secret}"],
    "/api/celebrations/{item_id:uuid}/reactions": ["/api/celebrations/{secret}/reactions"],
    "/api/celebrations/{item_id:uuid}/comments": ["/api/celebrations/{secret}/comments"],
    "/api/media/{picture:str}/{size:str}": ["/api/media/{picture}/feed.webp", "/api/media/{picture}/wall.webp"],
    "/api/displays": ["/api/displays"],
    "/api/displays/{display_id:uuid}": ["/api/displays/{display}"],
    "/api/displays/{display_id:uuid}/health": ["/api/displays/{display}/health"],
    "/api/displays/{display_id:uuid}/wall": ["/api/displays/{display}/wall"],
    "/api/wall": ["/api/wall"],
    "/api/reports/{month:str}": ["/api/reports/{month}", *(f"/api/reports/{{month}}?department={each}" for each in ("DG", "VE", "AL"))],
    "/api/reports": ["/api/reports"],
    "/api/reports/definitions": ["/api/reports/definitions"],
    "/api/reports/trend": ["/api/reports/trend?until={month}&months=2"],
    "/api/reports/{month:str}/state": ["/api/reports/{month}/state"],
    "/api/reports/{month:str}/team": ["/api/reports/{month}/team"],
    "/api/reports/{month:str}/kudos": [
        f"/api/reports/{{month}}/kudos?figure={figure}" for figure in ("totals.kudos", "behaviours", "matrix", "directions")
    ],
    "/api/reports/{month:str}/people": [
        f"/api/reports/{{month}}/people?list={each}" for each in ("unrecognised", "silent90", "newcomers_unrecognised", "recognised")
    ],
    "/api/me/month/{month:str}": ["/api/me/month/{month}"],
    "/api/exports": ["/api/exports"],
    "/api/exports/{export_id:uuid}": ["/api/exports/{secret}"],
    "/api/exports/{export_id:uuid}/file": ["/api/exports/{secret}/file"],
    "/api/reports/{month:str}/export": [
        f"/api/reports/{{month}}/export?format={form}{area}" for form in ("json", "csv") for area in ("", "&department=VE", "&department=AL")
    ],
}  # fmt: skip
# Routes that hold nothing of any kudos, each with the reason.
EXCUSED = {
    "/api/health/live": "of the process",
    "/api/health/ready": "of the process",
    "/api/openapi.json": "of the code",
    "/api/docs": "of the code",
    "/api/docs/start.js": "of the code",
    "/api/docs/assets/{file_path:path}": "of the code",
    "/api/docs/litestar": "of the code",
    "/api/docs/litestar/openapi.json": "of the code",
    "/api/docs/litestar/{path:str}": "of the code",
    "/api/mail/stop": "a page about one kind of mail",
    "/api/nominations/calendar": "working days and holidays",
    "/api/nominations/cycles": "dates",
    "/api/nominations/cycles/{month:str}": "dates",
    "/api/demo": "whether this is the demo",
    "/api/badges/{file:str}": "a drawing of the catalogue",
    "/api/awards/{award_id:uuid}/certificate.png": "a drawing of what the award's address says",
    "/api/awards/{award_id:uuid}/certificate.pdf": "a drawing of what the award's address says",
    "/api/{path:path}": "nothing",
    "/": "the client",
    "/pair": "the client",
    "/{path:path}": "the client",
}
# That something has happened is no secret; what, is.
MOMENTS = {"position", "head", "epoch", "wall_build", "seconds", "now", "made_at"}
OF_THE_WHOLE = re.compile(r"/api/reports(/[\d-]+(/export\?format=\w+|/state)?|/trend\?.*)?$")
LINES_OF_THE_WHOLE = re.compile(r"totals,|headline,|report,,,,,checksum,")


@dataclass
class Secret:
    """What only giver, recipient and, where it is quiet, the manager of that day may ever know of."""

    pair: tuple[str, str]
    visibility: str
    points: int
    behaviour: str
    customer: bool | None
    has_picture: bool
    answers: bool
    then: str


@dataclass
class Company:
    preferences: list[str]
    areas: list[str]
    managers: list[str | None]
    given: list[tuple[str, str, str, str]]


people = st.sampled_from(HANDLES)
companies = st.builds(
    Company,
    preferences=st.lists(st.sampled_from(["fanfare", "feed_only", "quiet"]), min_size=6, max_size=6),
    areas=st.lists(st.sampled_from(["DG", "VE", "AL"]), min_size=6, max_size=6),
    managers=st.lists(st.none() | people, min_size=6, max_size=6),
    given=st.lists(
        st.tuples(people, people, st.sampled_from(["public", "public", "department", "private"]), st.sampled_from(BEHAVIOURS)),
        min_size=2, max_size=8,
    ),
)  # fmt: skip
secrets = st.builds(
    Secret,
    pair=st.permutations(HANDLES).map(lambda order: (order[0], order[1])),
    visibility=st.sampled_from(["public", "department", "private"]),  # to somebody quiet, where it is not private
    points=st.sampled_from([0, 10, 50]),
    behaviour=st.sampled_from(BEHAVIOURS),
    customer=st.sampled_from([True, None]),
    has_picture=st.booleans(),
    answers=st.booleans(),
    then=st.sampled_from(["stays", "is edited", "is withdrawn", "names a helper"]),
)


def test_every_way_out_is_asked_or_excused():
    routes = {route.path for route in create().routes if isinstance(route, HTTPRoute) and "GET" in route.methods}
    assert routes - ASKED.keys() - EXCUSED.keys() == set()
    assert not ASKED.keys() - routes, "and none that is gone"


@given(company=companies, secret=secrets)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
async def test_one_more_secret_changes_nothing_for_others(
    address: str, emptying: list[str], company: Company, secret: Secret
):
    await empty(emptying)
    cast = await assemble(address)
    wall = await screen(address, "Recepción")
    everybody = [*vars(cast).values(), wall]
    try:
        ids = await founded(cast, company, secret)
        ids["display"] = str(wall.id)
        known_to = await in_the_know(secret)
        outsiders = [each for each in reversed(everybody) if each.handle not in known_to][:OUTSIDERS]
        before = {each.handle: await all_answers(each, ids) for each in outsiders}
        kudos = await given_in_secret(cast, secret, ids["picture"])
        await settled()
        for each in outsiders:
            after = await all_answers(each, ids | {"secret": kudos})
            moved = {path: list(differences(before[each.handle][path], after[path])) for path in after}
            assert {path: found for path, found in moved.items() if found} == {}, each.handle
    finally:
        for each in everybody:
            await each.http.aclose()


async def founded(cast: Cast, company: Company, secret: Secret) -> dict[str, str]:
    """Everybody has an opinion, an area and perhaps a manager; something was given, and read by every reader."""
    for handle, preference, area, manager in zip(
        HANDLES, company.preferences, company.areas, company.managers, strict=True
    ):
        who: Actor = getattr(cast, handle)
        await choose_preference(who.id, preference)  # type: ignore[arg-type]  # drawn from its words
        await move_department(who.id, area)
        with suppress(Exception):  # oneself, or a circle
            await change_manager(who.id, manager)
        await who.http.patch("/api/me", json={"on_boards": True})
    if secret.visibility != "private":
        await choose_preference(getattr(cast, secret.pair[1]).id, "quiet")
    await DB.execute("update organisation set boards_received = true, boards_departments = true")
    await create_team("todos", "Todos", HANDLES)
    for giver, recipient, visibility, behaviour in company.given:
        await getattr(cast, giver).gives(recipients=[recipient], visibility=visibility, behaviours=[behaviour])
    win = (await shares(cast.ana)).json()["id"]
    await settled()
    award = await DB.fetch_value(
        "insert into awards (id, person_id, badge, earned_on, silent) select gen_random_uuid(), id, 'culture', $1, true "
        "from people where handle = $2 returning id", date(2026, 1, 2), secret.pair[1],
    )  # fmt: skip
    picture = (await getattr(cast, secret.pair[0]).http.post("/api/media", content=picture_file())).json()["hash"]
    month = await DB.fetch_value("select to_char(now() at time zone time_zone, 'YYYY-MM') from organisation")
    return {
        "win": win,
        "award": str(award),
        "proof": proof_of(award),
        "picture": picture,
        "month": month,
        "secret": str(award),
    }


async def settled() -> None:
    for _ in range(ROUNDS_OF_READERS):
        await settle()


async def in_the_know(secret: Secret) -> set[str]:
    manager = await DB.fetch_value(
        "select m.handle from people p join people m on m.id = p.manager_id where p.handle = $1", secret.pair[1]
    )
    return {*secret.pair, *([manager] if manager and secret.visibility != "private" else [])}


async def given_in_secret(cast: Cast, secret: Secret, picture: str) -> str:
    giver, recipient = (getattr(cast, handle) for handle in secret.pair)
    text = f"Un {SECRET_WORD} para ti, que @{next(each for each in HANDLES if each not in secret.pair)} no oiga."
    answer = await giver.gives(
        recipients=[recipient.handle], visibility=secret.visibility, points=secret.points, behaviours=[secret.behaviour],
        message=text, reached_customer=secret.customer, picture=picture if secret.has_picture else None,
    )  # fmt: skip
    assert answer.status_code == 201, answer.text
    kudos = str(answer.json()["id"])
    if secret.answers:
        for who in (giver, recipient):
            await who.http.post(f"/api/kudos/{kudos}/comments", json={"text": f"Otro {SECRET_WORD}."})
            await who.http.post(f"/api/kudos/{kudos}/reactions", json={"face": "glad"})
    if secret.then == "is edited":
        await giver.http.patch(f"/api/kudos/{kudos}", json={"message": f"{text} Ni nadie más."})
    if secret.then == "names a helper":
        helper = next(each for each in reversed(HANDLES) if each not in secret.pair)
        await recipient.http.post(f"/api/kudos/{kudos}/also-helped", json={"person": helper})
    if secret.then == "is withdrawn":
        await giver.withdraws(kudos)
    return kudos


async def all_answers(who: Actor, ids: dict[str, str]) -> dict[str, Any]:
    """By address, of the secret by its template: what it says of one that is none it must say of this one."""
    found = {}
    for template in addresses():
        path = template.format(**ids)
        answer = await who.http.get(path)
        found[template] = seen(path, answer, ids)
    return found


def addresses() -> Iterator[str]:
    for paths in ASKED.values():
        yield from paths


def seen(path: str, answer: httpx.Response, ids: dict[str, str]) -> Any:
    if answer.status_code != 200:
        return answer.status_code, {key: value for key, value in (answer.json() or {}).items() if key != "detail"}
    if "json" not in answer.headers["content-type"]:
        lines = [line for line in answer.text.splitlines() if not line.startswith("report,,,,,made_at,")]
        return [line for line in lines if not OF_THE_WHOLE.match(path) or not LINES_OF_THE_WHOLE.match(line)]
    said = without_moments(answer.json(), is_whole=bool(OF_THE_WHOLE.match(path)))
    if path == "/api/reports":  # the totals of each month
        said["months"] = [each["month"] for each in said["months"]]
    if path == "/api/audit":  # what we fetched ourselves stands there, too
        said["entries"] = [each for each in said["entries"] if not each["action"].startswith("export.")]
    return said


def without_moments(value: Any, *, is_whole: bool) -> Any:
    if isinstance(value, list):
        return [without_moments(each, is_whole=is_whole) for each in value]
    if not isinstance(value, dict):
        return value
    hidden = MOMENTS | ({"totals", "headline", "checksum"} if is_whole else set())
    return {key: without_moments(each, is_whole=is_whole) for key, each in value.items() if key not in hidden}


def differences(before: Any, after: Any, where: str = "") -> Iterator[tuple[str, Any, Any]]:
    if isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys():
        for key in before:
            yield from differences(before[key], after[key], f"{where}.{key}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from differences(one, other, f"{where}[{number}]")
    elif before != after:
        yield where, before, after
