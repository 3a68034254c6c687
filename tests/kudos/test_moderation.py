import asyncio
from uuid import uuid4

import pytest

from recognize.doctor import examine
from recognize.lib.clock import Month
from recognize.lib.database import DB
from recognize.people.actions import choose_preference
from recognize.reports.queries import month_report
from tests.cast import Actor, Cast


async def hide(cast: Cast, kudos: str, reason: str = "not kind"):
    return await cast.admin.http.post(f"/api/kudos/{kudos}/hiding", json={"reason": reason})


async def restore(cast: Cast, kudos: str, reason: str = "a mistake"):
    return await cast.admin.http.delete(f"/api/kudos/{kudos}/hiding", params={"reason": reason})


async def this_month() -> Month:
    return Month.parse(await DB.fetch_value("select to_char(now() at time zone 'America/Lima', 'YYYY-MM')"))


async def test_a_hidden_kudos_leaves_feed_search_and_sockets_at_once(cast: Cast):
    async with cast.diego.listens() as ear:
        kudos = (await cast.ana.gives(message="Words that somebody reported.")).json()["id"]
        await ear.event()
        assert (await hide(cast, kudos)).status_code == 204
        async with asyncio.timeout(2):
            event = await ear.event()
    assert (event["kind"], event["id"]) == ("item.removed", kudos)
    for reader in (cast.ana, cast.bruno, cast.diego, cast.admin):
        assert (await reader.feed())["items"] == []
        assert (await reader.feed(search="reported"))["items"] == []
        assert (await reader.http.get(f"/api/kudos/{kudos}")).status_code == 404


async def test_a_restored_kudos_is_back_everywhere(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    await hide(cast, kudos)
    async with cast.diego.listens() as ear:
        await ear.next()
        assert (await restore(cast, kudos)).status_code == 204
        while (event := await ear.event())["kind"] != "kudos.restored":
            pass
    assert event["item"] == (await cast.diego.feed())["items"][0]


async def test_hidden_does_not_count_and_restored_counts_again(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    counts = []
    for change in (None, hide, hide, restore, restore):
        if change:
            await change(cast, kudos)
        assert [str(finding) for finding in await examine() if not finding.is_well] == []
        counts.append((await month_report(await this_month())).totals.recognitions)
    assert counts == [1, 0, 0, 1, 1]


async def test_the_giver_may_still_withdraw_what_is_hidden_and_then_it_cannot_be_restored(cast: Cast):
    kudos = (await cast.ana.gives(points=10)).json()["id"]
    await hide(cast, kudos)
    assert (await cast.ana.withdraws(kudos)).status_code == 204
    assert (await restore(cast, kudos)).status_code == 404
    assert [str(finding) for finding in await examine() if not finding.is_well] == []
    assert (await cast.ana.http.get("/api/allowance")).json()["spent"] == 0


async def test_administrators_see_what_is_hidden_why_and_by_whom_but_no_private_words(cast: Cast):
    public = (await cast.ana.gives(message="Words for everybody to read.")).json()["id"]
    private = (await cast.ana.gives(message="Words for the two alone.", visibility="private")).json()["id"]
    await hide(cast, public, "not kind")
    await hide(cast, private, "reported by bruno")
    listed = {each["id"]: each for each in (await cast.admin.http.get("/api/kudos/hidden")).json()["items"]}
    assert (listed[public]["reason"], listed[public]["hidden_by"]) == ("not kind", "admin")
    assert listed[public]["message"] == "Words for everybody to read."
    assert listed[private]["message"] is None
    actions = await DB.fetch("select details::text from audit where action = 'kudos.hidden'")
    assert len(actions) == 2


async def test_what_is_hidden_is_read_page_by_page_and_what_comes_meanwhile_moves_nothing(cast: Cast):
    given = [(await cast.ana.gives(message=f"Kudos number {number}.")).json()["id"] for number in range(4)]
    for kudos in given[:3]:
        await hide(cast, kudos)
    first = (await cast.admin.http.get("/api/kudos/hidden", params={"limit": 2})).json()
    await hide(cast, given[3])
    following = {"limit": 2, "before": first["next"]}
    second = (await cast.admin.http.get("/api/kudos/hidden", params=following)).json()
    assert [[each["id"] for each in page["items"]] for page in (first, second)] == [[given[2], given[1]], [given[0]]]
    assert second["next"] is None
    refused = await cast.admin.http.get("/api/kudos/hidden", params={"before": "nonsense"})
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_cursor")


@pytest.mark.parametrize("reason", ["", "  ", "ab", "x" * 501, "a\x00b", "   \n  "])
async def test_without_a_reason_nothing_is_hidden(cast: Cast, reason: str):
    kudos = (await cast.ana.gives()).json()["id"]
    assert (await hide(cast, kudos, reason)).status_code == 422
    assert len((await cast.diego.feed())["items"]) == 1


async def test_what_does_not_exist_cannot_be_hidden(cast: Cast):
    assert (await hide(cast, str(uuid4()))).status_code == 404


async def opens(who: Actor, kudos: str, reason: str = "a complaint of bruno's"):
    return await who.http.post(f"/api/kudos/{kudos}/opening", json={"reason": reason})


async def test_hr_opens_a_private_kudos_with_a_reason_that_the_audit_log_keeps(cast: Cast):
    kudos = (await cast.ana.gives(visibility="private", message="Words for the two alone.")).json()["id"]
    await cast.ana.gives(visibility="private", message="Other words for the two.")
    for who in (cast.hr, cast.admin):
        assert (await who.http.get(f"/api/kudos/{kudos}")).status_code == 404
        opened = await opens(who, kudos)
        assert opened.status_code == 200, opened.text
        assert opened.json()["message"] == "Words for the two alone."
        assert [each["handle"] for each in opened.json()["recipients"]] == ["bruno"]
        assert (await who.http.get(f"/api/kudos/{kudos}")).status_code == 404, "it was shown once"
    acts = await DB.fetch(
        "select actor, subject, details ->> 'reason' as reason from audit where action = 'kudos.opened'"
    )
    assert sorted(map(tuple, acts)) == [(who, kudos, "a complaint of bruno's") for who in ("admin", "hr")]


async def test_what_is_opened_names_everybody_in_it_also_who_is_quiet(cast: Cast):
    await choose_preference(cast.bruno.id, "quiet")
    kudos = (await cast.ana.gives(recipients=["bruno", "diego"])).json()["id"]
    seen = (await cast.hr.http.get(f"/api/kudos/{kudos}")).json()["recipients"]
    opened = (await opens(cast.hr, kudos)).json()["recipients"]
    assert [[each["handle"] for each in people] for people in (seen, opened)] == [["diego"], ["bruno", "diego"]]


async def test_nobody_else_opens_what_is_not_theirs_and_nothing_is_noted(cast: Cast):
    kudos = (await cast.ana.gives(visibility="private")).json()["id"]
    for who in (cast.ana, cast.bruno, cast.carla, cast.diego):
        answer = await opens(who, kudos)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert await DB.fetch_value("select count(*) from audit where action = 'kudos.opened'") == 0


@pytest.mark.parametrize("reason", ["", "  ", "ab", "x" * 501, "a\x00b", "   \n  "])
async def test_without_a_reason_nothing_is_opened(cast: Cast, reason: str):
    kudos = (await cast.ana.gives(visibility="private")).json()["id"]
    assert (await opens(cast.hr, kudos, reason)).status_code == 422
    assert await DB.fetch_value("select count(*) from audit where action = 'kudos.opened'") == 0


async def test_what_is_hidden_can_be_opened_and_what_was_taken_back_cannot(cast: Cast):
    kudos = (await cast.ana.gives(visibility="private")).json()["id"]
    await hide(cast, kudos)
    assert (await opens(cast.hr, kudos)).status_code == 200
    await cast.ana.withdraws(kudos)
    assert (await opens(cast.hr, kudos)).status_code == 404
    assert (await opens(cast.hr, str(uuid4()))).status_code == 404
