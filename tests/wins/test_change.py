"""Editing, withdrawing and moderating a win."""

import pytest

from recognize.lib.database import DB
from tests.cast import Cast
from tests.wins.sharing import WIN, shares, wins


async def shared(cast: Cast) -> str:
    win: str = (await shares(cast.ana)).json()["id"]
    return win


async def test_an_edit_is_seen_found_and_told_live_and_the_old_words_are_kept(cast: Cast):
    win = await shared(cast)
    async with cast.diego.listens() as ear:
        answer = await cast.ana.http.patch(f"/api/wins/{win}", json={"title": "Las guías salen a las tres"})
        while (event := await ear.event())["kind"] != "win.edited":
            pass
    assert (answer.status_code, answer.json()["title"]) == (200, "Las guías salen a las tres")
    assert answer.json()["edited_at"] is not None
    assert event["item"]["title"] == "Las guías salen a las tres"
    assert len(await wins(cast.bruno, search="salen a las tres")) == 1
    assert await wins(cast.bruno, search="mismo día") == []
    assert await DB.fetch_value("select title from win_edits") == WIN["title"]


async def test_an_edit_that_changes_nothing_is_none(cast: Cast):
    win = await shared(cast)
    assert (await cast.ana.http.patch(f"/api/wins/{win}", json={})).json()["edited_at"] is None
    assert await DB.fetch_value("select count(*) from win_edits") == 0


async def test_after_fifteen_minutes_the_words_stay(cast: Cast):
    win = await shared(cast)
    await DB.execute("update wins set shared_at = now() - interval '15 minutes'")
    answer = await cast.ana.http.patch(f"/api/wins/{win}", json={"title": "Demasiado tarde"})
    assert (answer.status_code, answer.json()["code"]) == (409, "edit_time_over")
    assert (await wins(cast.ana))[0]["title"] == WIN["title"]


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
async def test_only_the_author_may(cast: Cast, method: str):
    win = await shared(cast)
    for other in (cast.bruno, cast.carla, cast.hr, cast.admin):
        answer = await other.http.request(method, f"/api/wins/{win}", json={"title": "No es mío"})
        assert (answer.status_code, answer.json()["code"]) == (403, "not_the_author")
    assert (await wins(cast.ana))[0]["title"] == WIN["title"]


async def test_a_withdrawn_win_is_gone_everywhere_and_twice_is_once(cast: Cast):
    win = await shared(cast)
    async with cast.diego.listens() as ear:
        assert (await cast.ana.http.delete(f"/api/wins/{win}")).status_code == 204
        while (event := await ear.event())["kind"] != "item.removed":
            pass
    assert event["id"] == win
    assert (await cast.ana.http.delete(f"/api/wins/{win}")).status_code == 204
    assert await wins(cast.ana) == []
    assert (await cast.ana.http.patch(f"/api/wins/{win}", json={"title": "De vuelta"})).status_code == 404
    assert await DB.fetch_value("select count(*) from outbox where kind = 'win.withdrawn'") in (0, 1)


async def test_administrators_hide_it_with_a_reason_and_restore_it(cast: Cast):
    win = await shared(cast)
    for _ in range(2):
        answer = await cast.admin.http.post(f"/api/wins/{win}/hiding", json={"reason": "names a customer"})
        assert answer.status_code == 204
    assert await wins(cast.ana) == []
    assert (await cast.admin.http.delete(f"/api/wins/{win}/hiding?reason=agreed")).status_code == 204
    assert len(await wins(cast.diego)) == 1
    acts = await DB.fetch(
        "select action, details ->> 'reason' as reason from audit where subject = $1 order by at", win
    )
    assert [tuple(each) for each in acts] == [("win.hidden", "names a customer"), ("win.restored", "agreed")]


async def test_hidden_wins_are_listed_with_their_reason_until_they_are_restored_or_withdrawn(cast: Cast):
    wins = [(await shares(cast.ana, title=f"Logro número {n}")).json()["id"] for n in range(3)]
    for win in wins:
        await cast.admin.http.post(f"/api/wins/{win}/hiding", json={"reason": "names a customer"})
    first = (await cast.admin.http.get("/api/wins/hidden?limit=2")).json()
    second = (await cast.admin.http.get("/api/wins/hidden", params={"before": first["next"]})).json()
    assert [each["id"] for each in first["items"] + second["items"]] == wins[::-1]
    (last,) = second["items"]
    assert (last["author"], last["hidden_by"], last["reason"]) == ("Ana", "admin", "names a customer")
    await cast.admin.http.delete(f"/api/wins/{wins[0]}/hiding?reason=agreed")
    await cast.ana.http.delete(f"/api/wins/{wins[1]}")
    left = (await cast.admin.http.get("/api/wins/hidden")).json()
    assert ([each["id"] for each in left["items"]], left["next"]) == ([wins[2]], None)
    assert (await cast.hr.http.get("/api/wins/hidden")).status_code == 403


async def test_a_hidden_win_stays_its_authors_to_withdraw(cast: Cast):
    win = await shared(cast)
    await cast.admin.http.post(f"/api/wins/{win}/hiding", json={"reason": "names a customer"})
    assert (await cast.ana.http.delete(f"/api/wins/{win}")).status_code == 204
    assert (await cast.admin.http.delete(f"/api/wins/{win}/hiding?reason=agreed")).status_code == 404


async def test_while_it_is_hidden_its_words_stay(cast: Cast):
    win = await shared(cast)
    await cast.admin.http.post(f"/api/wins/{win}/hiding", json={"reason": "names a customer"})
    assert (await cast.ana.http.patch(f"/api/wins/{win}", json={"title": "Another title"})).status_code == 404
    assert await DB.fetch_value("select title from wins") == WIN["title"]
