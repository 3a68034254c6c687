"""What reaches an inbox, whom, and how often."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from recognize.kudos.actions import give
from recognize.kudos.schemas import NewKudos
from recognize.lib.database import DB
from recognize.log.events import record
from recognize.log.readers import read_batch
from recognize.notifications.readers import INBOX
from recognize.people.actions import change_status, choose_preference
from recognize.worker import settle
from tests.cast import Actor, Cast
from tests.wins.sharing import shares


async def inbox(who: Actor, **query: Any) -> dict[str, Any]:
    await settle()
    answer = await who.http.get("/api/me/notifications", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def kinds(who: Actor) -> list[str]:
    return [each["kind"] for each in (await inbox(who))["items"]]


async def happens(event: str, subject: UUID | str, /, **payload: Any) -> None:
    async with DB.transaction():
        await record(event, UUID(str(subject)), ["org"], payload)


async def reacts(who: Actor, item: str) -> None:
    await happens("item.reacted", item, item=item, kind="heart", author=who.id)


async def read(who: Actor, until: str, only: str | None = None) -> int:
    answer = await who.http.post("/api/me/notifications/readings", json={"until": until, "only": only})
    assert answer.status_code == 200, answer.text
    left: int = answer.json()["unread"]
    return left


async def test_whoever_is_recognised_is_told_by_whom_and_of_what(cast: Cast):
    kudos = (await cast.ana.gives(recipients=["bruno", "diego"])).json()["id"]
    told = await inbox(cast.bruno)
    (item,) = told["items"]
    assert (item["kind"], item["item_id"], item["item_kind"], item["is_new"]) == ("recognised", kudos, "kudos", True)
    assert [each["handle"] for each in item["actors"]] == ["ana"]
    assert (told["unread"], await kinds(cast.diego), await kinds(cast.ana), await kinds(cast.carla)) == (
        1,
        ["recognised"],
        [],
        [],
    )


async def test_several_who_do_the_same_are_one_notification_until_it_is_read(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    await inbox(cast.bruno)
    for who in (cast.carla, cast.diego, cast.hr, cast.admin):
        await reacts(who, kudos)
    told = (await inbox(cast.bruno))["items"]
    assert [(each["kind"], each["actor_count"]) for each in told] == [("reacted", 4), ("recognised", 1)]
    assert [each["handle"] for each in told[0]["actors"]] == ["admin", "hr", "diego"]
    await read(cast.bruno, told[0]["at"])
    await reacts(cast.carla, kudos)
    told = (await inbox(cast.bruno))["items"]
    assert [(each["kind"], each["actor_count"], each["is_new"]) for each in told] == [
        ("reacted", 1, True),
        ("reacted", 4, False),
        ("recognised", 1, False),
    ]


async def test_giver_and_recipients_hear_of_reactions_and_comments_and_who_made_them_does_not(cast: Cast):
    kudos = (await cast.ana.gives(recipients=["bruno", "diego"])).json()["id"]
    await settle()
    await reacts(cast.bruno, kudos)
    await happens("item.commented", kudos, item=kudos, kind="kudos", author=cast.bruno.id, mentions=[])
    assert await kinds(cast.ana) == ["commented", "reacted"]
    assert await kinds(cast.diego) == ["commented", "reacted", "recognised"]
    assert await kinds(cast.bruno) == ["recognised"]


async def test_a_face_that_is_taken_back_is_told_no_longer(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    for who in (cast.carla, cast.diego):
        await who.http.post(f"/api/kudos/{kudos}/reactions", json={"face": "glad"})
    assert [(each["kind"], each["actor_count"]) for each in (await inbox(cast.ana))["items"]] == [("reacted", 2)]
    await cast.carla.http.delete(f"/api/kudos/{kudos}/reactions?face=glad")
    assert [each["handle"] for each in (await inbox(cast.ana))["items"][0]["actors"]] == ["diego"]
    await cast.diego.http.delete(f"/api/kudos/{kudos}/reactions?face=glad")
    assert await inbox(cast.ana) == {"items": [], "next": None, "unread": 0}


async def test_a_mention_that_was_taken_back_is_told_no_longer(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    written = [
        (await cast.ana.http.post(f"/api/kudos/{kudos}/comments", json={"text": f"Ask @diego, {time}."})).json()["id"]
        for time in ("first", "again")
    ]
    assert await kinds(cast.diego) == ["mention"]
    await cast.ana.http.delete(f"/api/kudos/{kudos}/comments/{written[0]}")
    assert await kinds(cast.diego) == ["mention"]
    await cast.ana.http.delete(f"/api/kudos/{kudos}/comments/{written[1]}")
    assert await inbox(cast.diego) == {"items": [], "next": None, "unread": 0}


async def test_a_boost_is_told_to_giver_and_recipients(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    await cast.diego.http.post(f"/api/kudos/{kudos}/boosts", json={"points": 5})
    assert (await kinds(cast.ana), await kinds(cast.bruno)) == (["boosted"], ["boosted", "recognised"])


async def test_the_giver_alone_is_told_who_helped_too_as_a_recipient_says(cast: Cast):
    kudos = (await cast.ana.gives(recipients=["bruno", "hr"])).json()["id"]
    await cast.bruno.http.post(f"/api/kudos/{kudos}/also-helped", json={"person": "diego"})
    await cast.hr.http.post(f"/api/kudos/{kudos}/also-helped", json={"person": "carla"})
    (told,) = (await inbox(cast.ana))["items"]
    assert (told["kind"], told["item_id"], [each["handle"] for each in told["actors"]]) == (
        "helper",
        kudos,
        ["hr", "bruno"],
    )
    assert (await kinds(cast.diego), await kinds(cast.bruno)) == ([], ["recognised"])


async def test_who_is_mentioned_is_told_once_and_only_where_they_may_see_it(cast: Cast):
    kudos = (await cast.ana.gives(visibility="private")).json()["id"]
    await settle()
    mentions = [str(cast.bruno.id), str(cast.diego.id)]
    await happens("item.commented", kudos, item=kudos, kind="kudos", author=cast.ana.id, mentions=mentions)
    assert await kinds(cast.bruno) == ["mention", "recognised"]
    assert await kinds(cast.diego) == []


async def test_a_quiet_person_hears_of_what_is_said_of_theirs(cast: Cast):
    await choose_preference(cast.bruno.id, "quiet")
    kudos = (await cast.ana.gives(recipients=["bruno", "diego"])).json()["id"]
    await settle()
    await reacts(cast.hr, kudos)
    assert await kinds(cast.bruno) == ["reacted", "recognised"]


async def test_a_badge_that_is_taken_back_was_never_told(cast: Cast):
    award = uuid4()
    await happens("award.granted", award, person=cast.bruno.id, badge="first-kudos")
    (item,) = (await inbox(cast.bruno))["items"]
    assert (item["kind"], item["facts"], item["actors"]) == ("badge", {"badge": "first-kudos"}, [])
    await happens("award.taken", award, person=cast.bruno.id)
    assert await inbox(cast.bruno) == {"items": [], "next": None, "unread": 0}


async def test_a_badge_and_a_challenge_are_called_by_their_names(cast: Cast):
    await happens("award.granted", uuid4(), person=cast.bruno.id, badge="warm-opening-gold")
    await happens("award.granted", uuid4(), person=cast.bruno.id, badge="first-recognition")
    await happens("challenge.done", uuid4(), person=cast.bruno.id, challenge="another-area")
    await happens("level.reached", uuid4(), person=cast.bruno.id, level=3)
    called = {each["kind"]: each["called"] for each in (await inbox(cast.bruno))["items"][:2]}
    assert called == {"level": None, "challenge": {"es": "Cruza el pasillo", "en": "Cross the corridor"}}
    assert [each["called"] for each in (await inbox(cast.bruno))["items"][2:]] == [
        {"es": "Primer reconocimiento", "en": "First recognition"},
        {"es": "Puerta abierta · Oro", "en": "Open door · Gold"},
    ]


async def test_who_takes_part_in_a_win_is_told(cast: Cast):
    await shares(cast.ana, participants=["ana", "bruno"])
    assert (await kinds(cast.bruno), await kinds(cast.ana)) == (["win"], [])


async def test_what_was_withdrawn_or_hidden_is_not_shown_and_not_counted(cast: Cast):
    withdrawn, hidden = [(await cast.ana.gives()).json()["id"] for _ in range(2)]
    assert (await inbox(cast.bruno))["unread"] == 2
    await cast.ana.withdraws(withdrawn)
    await cast.admin.http.post(f"/api/kudos/{hidden}/hiding", json={"reason": "not kind"})
    assert await inbox(cast.bruno) == {"items": [], "next": None, "unread": 0}
    await cast.admin.http.delete(f"/api/kudos/{hidden}/hiding?reason=appeal")
    assert (await inbox(cast.bruno))["unread"] == 1


async def test_a_made_up_past_and_imported_history_tell_nobody(cast: Cast):
    new = NewKudos(recipients=["bruno"], behaviours=["courtesy"], message="Thank you for the forms.")
    await give(cast.ana.id, new, at=datetime(2026, 3, 1, tzinfo=UTC))
    assert await kinds(cast.bruno) == []


async def test_who_left_is_told_nothing(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    await settle()
    await change_status(cast.ana.id, "left")
    await reacts(cast.bruno, kudos)
    await settle()
    assert await DB.fetch_value("select count(*) from notifications where person_id = $1", cast.ana.id) == 0


async def test_the_socket_says_at_once_that_the_inbox_has_changed_and_to_nobody_else(cast: Cast):
    async with cast.bruno.listens() as bruno, cast.diego.listens() as diego:
        await cast.ana.gives()
        await bruno.inbox_changes()
        assert (await diego.event())["kind"] == "kudos.given"
        assert await diego.hears_nothing()
        assert "inbox" not in str(diego.heard)
        until = (await inbox(cast.bruno))["items"][0]["at"]
        bruno.heard.clear()
        await read(cast.bruno, until)
        await bruno.inbox_changes()


async def test_reading_leaves_what_came_meanwhile_and_may_be_of_one(cast: Cast):
    await cast.ana.gives()
    (first,) = (await inbox(cast.bruno))["items"]
    await cast.diego.gives()
    await cast.hr.gives()
    await settle()
    assert await read(cast.bruno, first["at"]) == 2
    newest, middle, _ = (await inbox(cast.bruno))["items"]
    assert await read(cast.bruno, newest["at"], only=newest["id"]) == 1
    assert [each["is_new"] for each in (await inbox(cast.bruno))["items"]] == [False, True, False]
    assert await read(cast.diego, newest["at"], only=middle["id"]) == 0
    assert (await inbox(cast.bruno))["unread"] == 1


async def test_pages_show_each_notification_once_newest_first(cast: Cast):
    for _ in range(5):
        await cast.ana.gives()
    first = await inbox(cast.bruno, limit=2)
    second = await inbox(cast.bruno, limit=2, before=first["next"])
    third = await inbox(cast.bruno, limit=2, before=second["next"])
    shown = [each for page in (first, second, third) for each in page["items"]]
    assert (len({each["id"] for each in shown}), third["next"]) == (5, None)
    assert [each["at"] for each in shown] == sorted((each["at"] for each in shown), reverse=True)


async def test_each_kind_can_be_turned_off_for_inbox_and_mail_apart(cast: Cast):
    settings = (await cast.bruno.http.get("/api/me/notification-settings")).json()
    assert {(each["inbox"], each["mail"]) for each in settings if each["kind"] != "digest"} == {(True, True)}
    off = {"changes": [{"kind": "recognised", "inbox": False}, {"kind": "reacted", "mail": False}]}
    changed = (await cast.bruno.http.patch("/api/me/notification-settings", json=off)).json()
    shown = {each["kind"]: (each["inbox"], each["mail"]) for each in changed}
    assert (shown["recognised"], shown["reacted"], shown["digest"]) == ((False, True), (True, False), (None, True))
    await cast.ana.gives()
    assert await kinds(cast.bruno) == []
    await cast.bruno.http.patch(
        "/api/me/notification-settings", json={"changes": [{"kind": "recognised", "inbox": True}]}
    )
    await cast.ana.gives()
    assert await kinds(cast.bruno) == ["recognised"]


async def test_a_kind_that_there_is_not_cannot_be_turned_off(cast: Cast):
    for change in ({"kind": "everything", "mail": False}, {"kind": "digest", "inbox": False}):
        answer = await cast.bruno.http.patch("/api/me/notification-settings", json={"changes": [change]})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")


async def test_two_processes_that_read_at_once_tell_once(cast: Cast):
    await settle()
    for _ in range(4):
        await cast.ana.gives()
    from recognize.log.relay import move_all

    await move_all()
    await asyncio.gather(*(read_batch(INBOX) for _ in range(5)))
    assert (await inbox(cast.bruno))["unread"] == 4
