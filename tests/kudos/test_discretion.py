"""A recipient takes the own name out of what others see."""

from recognize.doctor import examine
from recognize.lib.database import DB
from tests.cast import Actor, Cast


async def hides(who: Actor, kudos: str):
    return await who.http.post(f"/api/kudos/{kudos}/discretion")


async def shows(who: Actor, kudos: str):
    return await who.http.delete(f"/api/kudos/{kudos}/discretion")


async def names_seen(who: Actor) -> list[list[str]]:
    return [[each["handle"] for each in item["recipients"]] for item in (await who.feed())["items"]]


async def test_the_name_leaves_the_feed_and_the_profile_of_others(cast: Cast):
    kudos = (await cast.ana.gives(recipients=["bruno", "diego"])).json()["id"]
    assert (await hides(cast.diego, kudos)).status_code == 204
    assert await names_seen(cast.hr) == [["bruno"]]
    assert (await cast.hr.feed(person="diego"))["items"] == []
    assert (await cast.hr.feed(department="AL"))["items"] == []
    assert [each["id"] for each in (await cast.hr.feed(person="bruno"))["items"]] == [kudos]
    for one in (cast.ana, cast.diego):
        assert await names_seen(one) == [["bruno", "diego"]]
        assert len((await one.feed(person="diego"))["items"]) == 1


async def test_hidden_by_its_only_recipient_it_is_gone_for_others_at_once(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    async with cast.diego.listens() as ear, cast.ana.listens() as giver:
        await ear.next(), await giver.next()
        await hides(cast.bruno, kudos)
        event, kept = await ear.event(), await giver.event()
    assert (event["kind"], event["id"]) == ("item.removed", kudos)
    assert [each["handle"] for each in kept["item"]["recipients"]] == ["bruno"]
    assert await names_seen(cast.diego) == []
    assert await names_seen(cast.carla) == [["bruno"]]  # the manager of that day, as with who is quiet


async def test_what_they_have_said_below_it_goes_and_comes_with_their_name(cast: Cast):
    kudos = (await cast.ana.gives(recipients=["bruno", "diego"])).json()["id"]
    await cast.diego.http.post(f"/api/kudos/{kudos}/comments", json={"text": "Glad to help."})
    await cast.diego.http.post(f"/api/kudos/{kudos}/reactions", json={"face": "glad"})
    for change, seen in ((hides, 0), (shows, 1)):
        await change(cast.diego, kudos)
        (item,) = (await cast.hr.feed())["items"]
        assert (item["comments"], len(item["reactions"])) == (seen, seen)
        assert len((await cast.hr.http.get(f"/api/kudos/{kudos}/comments")).json()["comments"]) == seen
        assert len((await cast.ana.http.get(f"/api/kudos/{kudos}/comments")).json()["comments"]) == 1


async def test_shown_again_it_is_back_for_all_it_was_for(cast: Cast):
    await cast.bruno.http.patch("/api/me", json={"preference": "fanfare"})
    kudos = (await cast.ana.gives()).json()["id"]
    before = await DB.fetch_row("select audience, facets from feed_items")
    sentence = await DB.fetch_value("select wall_sentence from kudos")
    await hides(cast.bruno, kudos)
    assert await DB.fetch_value("select wall_sentence from kudos") is None
    assert (await shows(cast.bruno, kudos)).status_code == 204
    assert await DB.fetch_row("select audience, facets from feed_items") == before
    assert await DB.fetch_value("select wall_sentence from kudos") == sentence
    assert await names_seen(cast.diego) == [["bruno"]]


async def test_it_counts_like_quiet_from_then_on(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    await hides(cast.bruno, kudos)
    figures = (await cast.diego.http.get("/api/people/bruno/figures")).json()
    assert (figures["received"], figures["by_behaviour"]) == (0, [])
    assert (await cast.bruno.http.get("/api/people/bruno/figures")).json()["received"] == 1
    assert (await cast.ana.withdraws(kudos)).status_code == 204
    assert [str(finding) for finding in await examine() if not finding.is_well] == []


async def test_doing_it_again_changes_nothing(cast: Cast):
    kudos = (await cast.ana.gives(recipients=["bruno", "diego"])).json()["id"]
    before = await DB.fetch_value("select facets from feed_items")
    for change in (hides, hides, shows, shows):
        assert (await change(cast.diego, kudos)).status_code == 204
    assert await DB.fetch_value("select facets from feed_items") == before
    assert (await cast.diego.http.get(f"/api/kudos/{kudos}")).json()["mine"]["hidden_by_me"] is False


async def test_only_recipients_have_a_name_to_hide(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    for other in (cast.ana, cast.diego, cast.admin):
        refused = await hides(other, kudos)
        assert (refused.status_code, refused.json()["code"]) == (403, "not_a_recipient")


async def test_in_a_private_kudos_there_is_nothing_to_hide(cast: Cast):
    kudos = (await cast.ana.gives(visibility="private")).json()["id"]
    before = await DB.fetch_value("select audience from feed_items")
    assert (await hides(cast.bruno, kudos)).status_code == 204
    assert await DB.fetch_value("select audience from feed_items") == before
