"""Faces, comments and a picture, as kudos have them."""

from recognize.people.actions import choose_preference
from recognize.worker import settle
from tests.cast import Cast
from tests.wins.sharing import shares


async def test_a_face_and_a_comment_stand_on_the_win_and_are_live(cast: Cast):
    win = (await shares(cast.ana)).json()["id"]
    async with cast.hr.listens() as ear:
        assert (await cast.carla.http.post(f"/api/wins/{win}/reactions", json={"face": "glad"})).status_code < 300
        while (event := await ear.event())["kind"] != "item.reacted":
            pass
    assert event["item"]["reactions"] == [{"face": "glad", "count": 1}]
    assert (await cast.carla.http.post(f"/api/wins/{win}/comments", json={"text": "¡Qué alivio!"})).status_code == 201
    read = (await cast.carla.http.get(f"/api/wins/{win}")).json()
    assert (read["comments"], read["mine"]["reactions"]) == (1, ["glad"])


async def test_a_quiet_participants_face_is_seen_only_where_the_name_is(cast: Cast):
    await choose_preference(cast.bruno.id, "quiet")
    win = (await shares(cast.ana)).json()["id"]
    await cast.bruno.http.post(f"/api/wins/{win}/reactions", json={"face": "glad"})
    counts = {
        who.handle: len((await who.http.get(f"/api/wins/{win}")).json()["reactions"])
        for who in (cast.ana, cast.bruno, cast.carla, cast.diego, cast.hr)
    }
    assert counts == {"ana": 1, "bruno": 1, "carla": 1, "diego": 0, "hr": 0}
    await settle()
    told = {
        who.handle: [each["kind"] for each in (await who.http.get("/api/me/notifications")).json()["items"]]
        for who in (cast.ana, cast.diego)
    }
    assert "reacted" in told["ana"]
    assert "reacted" not in told["diego"]


async def test_a_picture_that_one_has_not_uploaded_is_refused(cast: Cast):
    answer = await shares(cast.ana, picture="0" * 64)
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_picture")
