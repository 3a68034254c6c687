import httpx

from recognize.people.actions import create_person
from tests.cast import PLAIN


async def test_one_click_signs_in_as_somebody_of_the_demo(demo: None, address: str):
    await create_person("ana", "Ana")
    async with httpx.AsyncClient(base_url=address, verify=PLAIN) as browser:
        listed = (await browser.get("/api/demo")).json()["sign_ins"]
        assert {each["role"] for each in listed} == {"colleague", "manager", "HR", "administrator"}
        me = await browser.post("/api/demo/session", json={"handle": "ana"})
        assert me.json()["handle"] == "ana"
        assert (await browser.get("/api/me")).json() == me.json()


async def test_nobody_else_can_be_clicked_and_no_other_site_can_click(demo: None, address: str):
    await create_person("boss", "Boss")
    async with httpx.AsyncClient(base_url=address, verify=PLAIN) as browser:
        assert (await browser.post("/api/demo/session", json={"handle": "boss"})).status_code == 404
        foreign = {"Origin": "https://evil.example"}
        answer = await browser.post("/api/demo/session", json={"handle": "ana"}, headers=foreign)
        assert answer.json()["code"] == "csrf_failed"


async def test_outside_the_demo_nobody_can_be_clicked(address: str):
    await create_person("ana", "Ana")
    async with httpx.AsyncClient(base_url=address, verify=PLAIN) as browser:
        assert (await browser.get("/api/demo")).json() == {"sign_ins": []}
        assert (await browser.post("/api/demo/session", json={"handle": "ana"})).status_code == 404
