import httpx
import pytest
import websockets

from recognize.identity.actions import create_token, set_password
from recognize.lib.database import DB
from recognize.people.actions import change_status
from recognize.settings import settings
from tests.cast import KUDOS, PLAIN, Cast

PASSWORD = "correct horse battery"


@pytest.fixture
async def browser(cast: Cast, address: str):
    await set_password("ana", PASSWORD)
    async with httpx.AsyncClient(base_url=address, verify=PLAIN) as client:
        yield client


async def sign_in(browser: httpx.AsyncClient, login: str = "ana", password: str = PASSWORD) -> httpx.Response:
    return await browser.post("/api/session", json={"login": login, "password": password})


async def test_a_password_opens_a_session_and_me_says_who_i_am(browser: httpx.AsyncClient):
    answer = await sign_in(browser)
    assert answer.status_code == 200
    me = (await browser.get("/api/me")).json()
    assert (me["handle"], me["roles"]) == ("ana", ["employee"])
    assert me == answer.json()


async def test_a_mail_address_signs_in_too_and_case_does_not_matter(browser: httpx.AsyncClient):
    await DB.execute("update people set email = 'ana@example.org' where handle = 'ana'")
    assert (await sign_in(browser, "Ana@Example.org")).status_code == 200
    assert (await sign_in(browser, "ANA")).status_code == 200


@pytest.mark.parametrize(
    ("login", "password"), [("ana", "wrong"), ("nobody", PASSWORD), ("bruno", PASSWORD), ("", ""), ("a\x00", "b")]
)
async def test_login_and_password_are_refused_alike(browser: httpx.AsyncClient, login: str, password: str):
    answer = await sign_in(browser, login, password)
    assert answer.status_code in (401, 422)
    assert not browser.cookies


async def test_the_session_id_is_fresh_whatever_the_browser_sent(browser: httpx.AsyncClient):
    await browser.post("/api/session", json={}, headers={"Cookie": "recognize_session=chosen-by-an-attacker"})
    await sign_in(browser)
    first = browser.cookies["recognize_session"]
    assert first != "chosen-by-an-attacker"
    await sign_in(browser)
    assert browser.cookies["recognize_session"] != first
    assert await DB.fetch_value("select count(*) from sessions") == 1


async def test_only_hashes_are_stored(browser: httpx.AsyncClient):
    await sign_in(browser)
    stored = str(await DB.fetch("select * from sessions")) + str(await DB.fetch("select * from passwords"))
    assert browser.cookies["recognize_session"] not in stored
    assert PASSWORD not in stored


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(browser: httpx.AsyncClient):
    cookies = (await sign_in(browser)).headers.get_list("set-cookie")
    session = next(cookie for cookie in cookies if cookie.startswith("recognize_session"))
    assert "HttpOnly" in session
    assert "SameSite=lax" in session


async def test_writing_with_a_cookie_needs_the_csrf_proof(browser: httpx.AsyncClient):
    token = (await sign_in(browser)).json()["csrf_token"]
    for headers in ({}, {"X-CSRF-Token": "guessed"}, {"X-CSRF-Token": "ñ"}):
        encoded = {name: value.encode() for name, value in headers.items()}
        answer = await browser.post("/api/kudos", json=KUDOS, headers=encoded)
        assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")
    assert (await browser.post("/api/kudos", json=KUDOS, headers={"X-CSRF-Token": token})).status_code == 201


async def test_another_sites_page_cannot_write_or_sign_in(browser: httpx.AsyncClient):
    token = (await sign_in(browser)).json()["csrf_token"]
    headers = {"X-CSRF-Token": token, "Origin": "https://evil.example"}
    assert (await browser.post("/api/kudos", json=KUDOS, headers=headers)).json()["code"] == "csrf_failed"
    answer = await browser.post(
        "/api/session", json={"login": "ana", "password": PASSWORD}, headers={"Origin": "https://evil.example"}
    )
    assert answer.json()["code"] == "csrf_failed"


async def test_signing_out_ends_the_session(browser: httpx.AsyncClient):
    token = (await sign_in(browser)).json()["csrf_token"]
    kept = browser.cookies["recognize_session"]
    assert (await browser.delete("/api/session", headers={"X-CSRF-Token": token})).status_code == 204
    browser.cookies.set("recognize_session", kept)
    assert (await browser.get("/api/me")).status_code == 401


async def test_a_new_password_ends_every_session(browser: httpx.AsyncClient):
    await sign_in(browser)
    await set_password("ana", "another horse")
    assert (await browser.get("/api/me")).status_code == 401


async def test_an_expired_session_is_no_session(browser: httpx.AsyncClient):
    await sign_in(browser)
    await DB.execute("update sessions set expires_at = now()")
    assert (await browser.get("/api/me")).status_code == 401


async def test_who_has_left_is_out_at_once(browser: httpx.AsyncClient, cast: Cast):
    await sign_in(browser)
    await change_status(cast.ana.id, "left")
    assert (await browser.get("/api/me")).status_code == 401
    assert (await cast.ana.http.get("/api/me")).json()["code"] == "invalid_token"


async def test_a_token_may_do_only_what_its_scopes_say(cast: Cast):
    cast.ana.http.headers["Authorization"] = f"Bearer {await create_token('ana', ['feed.read'])}"
    assert (await cast.ana.http.get("/api/feed")).status_code == 200
    refused = await cast.ana.gives()
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")


@pytest.mark.parametrize("token", ["nonsense", "rcg_" + "x" * 43, "ñ", "a" * 10_000])
async def test_a_token_that_is_none_is_refused(cast: Cast, token: str):
    answer = await cast.ana.http.get("/api/feed", headers={"Authorization": f"Bearer {token}".encode()})
    assert answer.status_code in (400, 401)


async def test_a_socket_with_a_cookie_needs_our_own_origin(browser: httpx.AsyncClient, address: str):
    await sign_in(browser)
    cookie = {"Cookie": f"recognize_session={browser.cookies['recognize_session']}"}
    live = address.replace("http", "ws", 1) + "/api/live"
    for foreign in (None, "https://evil.example", "null", address + ".evil.example"):
        with pytest.raises(websockets.InvalidStatus):
            await websockets.connect(live, additional_headers=cookie, origin=foreign)
    async with websockets.connect(live, additional_headers=cookie, origin=address) as socket:
        assert "hello" in await socket.recv()


async def test_guessing_passwords_is_slowed_down(browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("RECOGNIZE_REQUESTS_PER_MINUTE", "300")
    monkeypatch.setattr("recognize.identity.limits.SIGN_INS_BY_LOGIN_AND_ADDRESS", 3)
    settings.cache_clear()
    try:
        login = browser.base_url.netloc.decode()  # a name of this run: the counters outlive a test
        statuses = [(await sign_in(browser, login, "guess")).status_code for _ in range(4)]
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert statuses == [401, 401, 401, 429]


async def test_the_right_password_forgives_what_was_mistyped(
    browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("RECOGNIZE_REQUESTS_PER_MINUTE", "300")
    monkeypatch.setattr("recognize.identity.limits.SIGN_INS_BY_LOGIN_AND_ADDRESS", 2)
    settings.cache_clear()
    try:
        statuses = [(await sign_in(browser, password=given)).status_code for given in (PASSWORD, "no", PASSWORD) * 2]
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert statuses == [200, 401, 200] * 2


async def test_a_person_makes_a_limited_number_of_requests_a_minute(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("RECOGNIZE_REQUESTS_PER_MINUTE", "2")
    settings.cache_clear()
    try:
        statuses = [(await cast.ana.http.get("/api/me")).status_code for _ in range(3)]
        others = (await cast.diego.http.get("/api/me")).status_code
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert (statuses, others) == ([200, 200, 429], 200)
