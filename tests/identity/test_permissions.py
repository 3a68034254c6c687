"""Every endpoint × every role × one's own and another's object. An endpoint that is not in the table fails the test."""

from uuid import UUID

import httpx
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute, WebSocketRoute

from recognize.badges.drawings import proof_of
from recognize.displays.actions import create_display
from recognize.displays.pairing import begin_pairing
from recognize.identity.secrets import token_hash
from recognize.lib.database import DB
from recognize.nominations.cycles import cycles, run_cycles
from recognize.people.actions import change_person
from recognize.worker import settle
from tests.cast import KUDOS, Actor, Cast
from tests.media.drawing import picture_file
from tests.wins.sharing import WIN, shares

EVERYBODY = {"visitor", "ana", "bruno", "carla", "diego", "hr", "admin", "wall"}
SIGNED_IN = EVERYBODY - {"visitor", "wall"}
PAGES = {"/", "/pair", "/{path:path}"}

# What may be done by whom; `{kudos}` is one that ana gave to bruno within their area, `{win}` one that she shared there.
MATRIX: dict[str, set[str]] = {
    "GET /api/health/live": EVERYBODY,
    "GET /api/health/ready": EVERYBODY,
    "GET /api/docs/litestar": EVERYBODY,
    "GET /api/docs/litestar/openapi.json": EVERYBODY,
    "GET /api/openapi.json": EVERYBODY,
    "GET /api/docs": EVERYBODY,
    "GET /api/docs/start.js": EVERYBODY,
    "GET /api/docs/assets/swagger-ui.css": EVERYBODY,
    "POST /api/session": EVERYBODY,
    "GET /api/mail/stop": EVERYBODY,
    "POST /api/mail/stop": EVERYBODY,
    "DELETE /api/session": SIGNED_IN,
    "GET /api/me": SIGNED_IN,
    "PATCH /api/me": SIGNED_IN,
    "POST /api/people/import": {"admin"},
    "POST /api/people/{target}/erasure": {"hr", "admin"},
    "GET /api/organisation": SIGNED_IN,
    "PATCH /api/organisation": {"admin"},
    "GET /api/audit": {"admin"},
    "GET /api/people": SIGNED_IN,
    "GET /api/people/bruno": SIGNED_IN,
    "GET /api/people/bruno/figures": SIGNED_IN,
    "GET /api/people/suggestions": SIGNED_IN,
    "GET /api/departments": SIGNED_IN,
    "GET /api/departments/VE/behaviours": SIGNED_IN,
    "GET /api/teams": SIGNED_IN,
    "GET /api/teams/VE/quiet": SIGNED_IN,
    "GET /api/behaviours": SIGNED_IN,
    "GET /api/allowance": SIGNED_IN,
    "GET /api/feed": SIGNED_IN,
    "GET /api/events": SIGNED_IN | {"wall"},
    "GET /api/wall": {"wall"},
    "POST /api/displays/session": EVERYBODY,
    "DELETE /api/displays/session": {"wall"},
    "POST /api/displays/heartbeats": {"wall"},
    "POST /api/displays/pairings": EVERYBODY,
    "POST /api/displays/pairings/token": EVERYBODY,
    "GET /api/displays": {"admin"},
    "POST /api/displays": {"admin"},
    "GET /api/displays/{display}": {"admin"},
    "PATCH /api/displays/{display}": {"admin"},
    "GET /api/displays/{display}/health": {"admin"},
    "GET /api/displays/{display}/wall": {"admin"},
    "POST /api/displays/{display}/identifications": {"admin"},
    "POST /api/displays/{display}/reloads": {"admin"},
    "PUT /api/displays/{display}/pairing": {"admin"},
    "DELETE /api/displays/{display}": {"admin"},
    "POST /api/kudos": SIGNED_IN,
    "GET /api/kudos/{kudos}": {"ana", "bruno", "carla", "hr", "admin"},
    "GET /api/kudos/hidden": {"admin"},
    "GET /api/wins/hidden": {"admin"},
    "DELETE /api/kudos/{kudos}/hiding?reason=appeal": {"admin"},
    "POST /api/kudos/{kudos}/hiding": {"admin"},
    "POST /api/kudos/{kudos}/opening": {"hr", "admin"},
    "GET /api/kudos/{kudos}/edits": {"ana", "admin"},
    "PATCH /api/kudos/{kudos}": {"ana"},
    "POST /api/kudos/{kudos}/boosts": {"carla", "hr", "admin"},
    "POST /api/kudos/{kudos}/also-helped": {"ana", "bruno"},
    "POST /api/kudos/{kudos}/discretion": {"bruno"},
    "DELETE /api/kudos/{kudos}/discretion": {"bruno"},
    "GET /api/kudos/{kudos}/reactions": {"ana", "bruno", "carla", "hr", "admin"},
    "POST /api/kudos/{kudos}/reactions": {"ana", "bruno", "carla", "hr", "admin"},
    "DELETE /api/kudos/{kudos}/reactions?face=glad": {"ana", "bruno", "carla", "hr", "admin"},
    "GET /api/kudos/{kudos}/comments": {"ana", "bruno", "carla", "hr", "admin"},
    "POST /api/kudos/{kudos}/comments": {"ana", "bruno", "carla", "hr", "admin"},
    "DELETE /api/kudos/{kudos}/comments/{comment}?reason=unkind": {"admin"},  # and who wrote it: tests/feed
    "DELETE /api/kudos/{kudos}": {"ana"},
    "GET /api/leaderboards": SIGNED_IN,
    "GET /api/me/progress": SIGNED_IN,
    "GET /api/challenges": SIGNED_IN,
    "PATCH /api/challenges/another-area": {"admin"},
    "GET /api/wins": SIGNED_IN,
    "POST /api/wins": SIGNED_IN,
    "GET /api/wins/{win}": {"ana", "bruno", "carla", "hr", "admin"},
    "PATCH /api/wins/{win}": {"ana"},
    "DELETE /api/wins/{win}/hiding?reason=appeal": {"admin"},
    "POST /api/wins/{win}/hiding": {"admin"},
    "DELETE /api/wins/{win}": {"ana"},
    "GET /api/wins/{win}/reactions": {"ana", "bruno", "carla", "hr", "admin"},
    "POST /api/wins/{win}/reactions": {"ana", "bruno", "carla", "hr", "admin"},
    "DELETE /api/wins/{win}/reactions?face=glad": {"ana", "bruno", "carla", "hr", "admin"},
    "GET /api/wins/{win}/comments": {"ana", "bruno", "carla", "hr", "admin"},
    "POST /api/wins/{win}/comments": {"ana", "bruno", "carla", "hr", "admin"},
    "DELETE /api/wins/{win}/comments/{win}": set(),
    "GET /api/celebrations/{win}": set(),
    "GET /api/celebrations/{win}/reactions": {"ana", "bruno", "carla", "hr", "admin"},
    "POST /api/celebrations/{win}/reactions": {"ana", "bruno", "carla", "hr", "admin"},
    "DELETE /api/celebrations/{win}/reactions?face=glad": {"ana", "bruno", "carla", "hr", "admin"},
    "GET /api/celebrations/{win}/comments": {"ana", "bruno", "carla", "hr", "admin"},
    "POST /api/celebrations/{win}/comments": {"ana", "bruno", "carla", "hr", "admin"},
    "DELETE /api/celebrations/{win}/comments/{win}": set(),
    "GET /api/celebrations": SIGNED_IN,
    "PUT /api/celebrations/pauses/2026-11-22": {"hr", "admin"},
    "DELETE /api/celebrations/pauses/2026-11-22": {"hr", "admin"},
    "GET /api/nominations/calendar": SIGNED_IN,
    "PATCH /api/nominations/calendar": {"hr", "admin"},
    "PUT /api/nominations/holidays/2026-12-08": {"hr", "admin"},
    "DELETE /api/nominations/holidays/2026-12-08": {"hr", "admin"},
    "GET /api/nominations/cycles": SIGNED_IN,
    "GET /api/nominations/cycles/{cycle}": SIGNED_IN,
    "PATCH /api/nominations/cycles/{cycle}": {"hr", "admin"},
    "GET /api/people/bruno/celebrations": {"hr", "admin"},
    "PUT /api/people/bruno/celebrations": {"hr", "admin"},
    "GET /api/me/celebrations": SIGNED_IN,
    "PATCH /api/me/celebrations": SIGNED_IN,
    "GET /api/me/notifications": SIGNED_IN,
    "POST /api/me/notifications/readings": SIGNED_IN,
    "GET /api/me/notification-settings": SIGNED_IN,
    "PATCH /api/me/notification-settings": SIGNED_IN,
    "POST /api/media": SIGNED_IN,
    "GET /api/media/{picture}/feed.webp": {"ana", "bruno", "carla", "hr", "admin"},
    "POST /api/people/bruno/refills": {"admin"},
    "POST /api/people/bruno/corrections": {"admin"},
    "GET /api/reports/2026-11": {"hr"},
    "GET /api/reports/2026-11/export": {"hr"},
    "GET /api/reports": {"hr"},
    "GET /api/reports/2026-11/state": {"hr"},
    "POST /api/reports/2026-11/close": {"hr"},
    "GET /api/reports/2026-11/kudos": {"hr"},
    "GET /api/reports/2026-11/people?list=unrecognised": {"hr", "carla"},
    "GET /api/reports/2026-11/team": {"carla"},
    "GET /api/reports/trend": {"hr"},
    "GET /api/reports/definitions": {"hr", "carla"},
    "GET /api/me/month/2026-11": SIGNED_IN,
    "POST /api/exports": {"hr"},
    "GET /api/exports": {"hr"},
    "GET /api/exports/{export}": {"hr"},
    "GET /api/exports/{export}/file": {"hr"},
    "DELETE /api/exports/{export}": {"hr"},
    "GET /api/badges": SIGNED_IN,
    "GET /api/badges/first-thanks.png": SIGNED_IN,
    "POST /api/badges/culture/awards": {"hr"},
    "POST /api/badges/pillar/awards": {"carla"},
    "GET /api/people/bruno/awards": SIGNED_IN,
    "GET /api/awards/{award}": SIGNED_IN,
    "GET /api/awards/{award}/certificate.png": SIGNED_IN,
    "GET /api/awards/{award}/certificate.pdf": SIGNED_IN,
    "GET /api/awards/{award}/verification?proof={award_proof}": EVERYBODY,
    "DELETE /api/awards/{award}?reason=mistake": {"admin"},
    "GET /api/kudos/{public}/card.png": SIGNED_IN,
    "GET /api/demo": EVERYBODY,
    "POST /api/demo/session": EVERYBODY,
}
# What exists in the demo only; `{mail}` tells bruno that ana recognised him.
DEMO_MATRIX: dict[str, set[str]] = {
    "GET /api/outbox": SIGNED_IN,
    "GET /api/outbox/{mail}": {"bruno"},
}
SOCKETS = {"/api/live"}  # tests/live and tests/identity/test_session.py
BODIES = {
    "POST /api/badges/culture/awards": {"person": "target", "reason": "Showed us how."},
    "POST /api/badges/pillar/awards": {"person": "target", "reason": "Held us up."},
    "POST /api/kudos": KUDOS | {"recipients": ["target"]},
    "POST /api/exports": {"kind": "people", "format": "csv"},
    "POST /api/wins/{win}/reactions": {"face": "glad"},
    "POST /api/wins/{win}/comments": {"text": "Well done"},
    "POST /api/celebrations/{win}/reactions": {"face": "glad"},
    "POST /api/celebrations/{win}/comments": {"text": "Well done"},
    "POST /api/wins": WIN | {"participants": ["target"]},
    "PATCH /api/wins/{win}": {"title": "Another title"},
    "PUT /api/celebrations/pauses/2026-11-22": {"reason": "an accident"},
    "PATCH /api/me/celebrations": {},
    "PATCH /api/nominations/calendar": {},
    "PUT /api/nominations/holidays/2026-12-08": {"name": "Inmaculada"},
    "PATCH /api/nominations/cycles/{cycle}": {"reason": "a holiday", "version": 1},
    "POST /api/me/notifications/readings": {"until": "2026-11-22T12:00:00Z"},
    "PATCH /api/me/notification-settings": {"changes": []},
    "PATCH /api/organisation": {"name": "Ours"},
    "PATCH /api/me": {},
    "PATCH /api/kudos/{kudos}": {"message": "Thank you for all the forms."},
    "POST /api/kudos/{kudos}/boosts": {"points": 5},
    "POST /api/kudos/{kudos}/also-helped": {"person": "target"},
    "POST /api/kudos/{kudos}/reactions": {"face": "glad"},
    "POST /api/kudos/{kudos}/comments": {"text": "So it was."},
    "POST /api/kudos/{kudos}/opening": {"reason": "a complaint"},
    "POST /api/people/{target}/erasure": {"reason": "asked for it"},
    "POST /api/people/bruno/refills": {"points": 10, "reason": "a campaign"},
    "PUT /api/people/bruno/celebrations": {"never": True, "reason": "in mourning"},
    "POST /api/people/bruno/corrections": {"points": 10, "reason": "a campaign"},
    "PATCH /api/challenges/another-area": {"runs": True},
    "POST /api/displays/session": {"token": "wrong"},
    "POST /api/demo/session": {"handle": "nobody"},
    "POST /api/displays/heartbeats": {"client": "", "position": 0, "age_seconds": 0},
    "POST /api/displays/pairings/token": {"device_code": "wrong"},
    "POST /api/displays": {"user_code": "{user_code}", "name": "Comedor"},
    "PUT /api/displays/{display}/pairing": {"user_code": "{user_code}"},
    "PATCH /api/displays/{display}": {"version": 1, "name": "Comedor"},
}
DENIED = {401, 403, 404}
SIGN_INS = {
    "POST /api/session",
    "POST /api/displays/session",
    "POST /api/demo/session",
    "GET /api/mail/stop",
    "POST /api/mail/stop",
}  # anybody may try


def pattern(path: str) -> list[str]:
    return path.strip("/").split("/")


def covers(case: str, method: str, path: str) -> bool:
    case_method, case_path = case.split(" ", 1)
    case_parts, parts = pattern(case_path.partition("?")[0]), pattern(path)
    if case_method != method:
        return False
    if parts[-1:] == ["{file_path:path}"]:
        return case_parts[: len(parts) - 1] == parts[:-1] and len(case_parts) >= len(parts)
    return len(case_parts) == len(parts) and all(
        part.startswith("{") or part == given for part, given in zip(parts, case_parts, strict=True)
    )


def test_every_endpoint_is_in_the_matrix():
    assert not missing_in(MATRIX)


def test_every_endpoint_of_the_demo_is_in_the_matrix(demo: None):
    assert not missing_in(MATRIX | DEMO_MATRIX)


def missing_in(matrix: dict[str, set[str]]) -> list[str]:
    from recognize.app import create

    app: Litestar = create()
    missing: list[str] = []
    for route in app.routes:
        if isinstance(route, WebSocketRoute):
            assert route.path in SOCKETS
        elif isinstance(route, HTTPRoute) and route.path not in PAGES and route.path != "/api/{path:path}":
            methods = set(route.methods) - {"OPTIONS", "HEAD"}
            missing += [f"{m} {route.path}" for m in methods if not any(covers(case, m, route.path) for case in matrix)]
    return missing


@pytest.mark.parametrize("case", MATRIX)
async def test_only_who_may_can(cast: Cast, address: str, case: str):
    from recognize.people.actions import create_person

    target = await create_person("target", "Target")
    win = (await shares(cast.ana, participants=["bruno"], visibility="department")).json()["id"]
    picture = (await cast.ana.http.post("/api/media", content=picture_file())).json()["hash"]
    kudos = (await cast.ana.gives(visibility="department", picture=picture)).json()["id"]
    written = await cast.ana.http.post(f"/api/kudos/{kudos}/comments", json={"text": "It was a long night."})
    display = await DB.fetch_value(
        "select id from displays where token_hash = $1", token_hash(await create_display("Sala"))
    )
    user_code = (await begin_pairing()).user_code
    award = await bruno_holds(cast)
    public = (await cast.ana.gives()).json()["id"]
    made = await cast.hr.http.post("/api/exports", json=BODIES["POST /api/exports"])
    ids = {
        "export": made.json()["id"],
        "target": target,
        "award": award,
        "award_proof": proof_of(award),
        "public": public,
        "win": win,
        "comment": written.json()["id"],
        "picture": picture,
        "cycle": await this_months_cycle(),
    }
    await check(cast, address, case, MATRIX[case], kudos=kudos, display=display, user_code=user_code, **ids)


async def this_months_cycle() -> str:
    await run_cycles()
    (newest, *_) = await cycles(1)
    return newest.month


async def bruno_holds(cast: Cast) -> UUID:
    return await DB.fetch_value(
        "insert into awards (id, person_id, badge, earned_on, silent) "
        "values (gen_random_uuid(), $1, 'first-recognition', '2026-11-20', false) returning id",
        cast.bruno.id,
    )


@pytest.mark.parametrize("case", DEMO_MATRIX)
async def test_in_the_demo_only_who_may_can(demo: None, cast: Cast, address: str, case: str):
    await settle()
    await change_person(cast.bruno.id, email="bruno@example.org")
    await cast.ana.gives()
    await settle()
    await check(cast, address, case, DEMO_MATRIX[case], mail=await DB.fetch_value("select id from mails"))


async def check(cast: Cast, address: str, case: str, allowed: set[str], **ids: object) -> None:
    method, path = case.format(**ids).split(" ", 1)
    body = filled(BODIES.get(case), **ids)
    for name in [*sorted(EVERYBODY - {"ana"}), "ana"]:  # ana last: she may withdraw it
        answer = await ask(cast, address, name, method, path, body)
        may = answer.status_code not in DENIED or case in SIGN_INS
        assert may == (name in allowed), f"{name}: {answer.status_code} {answer.text[:200]}"
        assert answer.status_code < 500


def filled(body: object, **values: object) -> object:
    if not isinstance(body, dict):
        return body
    return {key: value.format(**values) if isinstance(value, str) else value for key, value in body.items()}


async def ask(cast: Cast, address: str, name: str, method: str, path: str, body: object) -> httpx.Response:
    if name == "visitor":
        async with httpx.AsyncClient(base_url=address) as visitor:
            return await visitor.request(method, path, json=body)
    if name == "wall":
        headers = {"Authorization": f"Bearer {await create_display('Recepción')}"}
        async with httpx.AsyncClient(base_url=address, headers=headers) as wall:
            return await wall.request(method, path, json=body)
    who: Actor = getattr(cast, name)
    return await who.http.request(method, path, json=body)
