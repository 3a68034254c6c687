"""What frames do to a view, and how far apart a thousand clients come back."""

from random import Random
from typing import Any

from recognize.watch.protocol import FIRST_DELAY_SECONDS, KEPT_ITEMS, LONGEST_DELAY_SECONDS, Backoff, View


def item(number: int, **changes: Any) -> dict[str, Any]:
    given_at = f"2026-11-22T10:{number // 60:02}:{number % 60:02}+00:00"
    return {"id": f"i{number}", "given_at": given_at, "message": "Thank you."} | changes


def started(*items: dict[str, Any], position: int = 10) -> View:
    view = View()
    view.start({"items": list(items), "epoch": "e1", "position": position})
    return view


def events(*told: dict[str, Any]) -> dict[str, Any]:
    return {"type": "events", "events": list(told)}


def given(position: int, what: dict[str, Any]) -> dict[str, Any]:
    return {"position": position, "kind": "kudos.given", "item": what}


def ids(view: View) -> list[str]:
    return [each["id"] for each in view.newest()]


def test_items_are_put_in_by_id_and_taken_out_by_id():
    view = started(item(1))
    view.take(events(given(11, item(2)), given(12, item(1, message="Restored."))))
    assert ids(view) == ["i2", "i1"]
    assert view.items["i1"]["message"] == "Restored."
    view.take(events({"position": 13, "kind": "item.removed", "id": "i2"}))
    assert (ids(view), view.position) == (["i1"], 13)


def test_what_the_page_showed_already_is_not_told_twice():
    view = started(position=20)
    view.take(events(given(20, item(1)), given(21, item(2))))
    assert ids(view) == ["i2"]


def test_a_head_moves_the_place_to_resume_from_and_never_back():
    view = started(position=10)
    view.take({"type": "head", "position": 15})
    view.take({"type": "head", "position": 12})
    assert view.position == 15


def test_a_resync_and_a_leaver_make_the_page_stale_until_it_was_read():
    for frame in (
        {"type": "resync", "reason": "epoch"},
        events({"position": 11, "kind": "person.changed"}, given(12, item(1))),
    ):
        view = started()
        view.take(frame)
        assert view.is_stale
        view.start({"items": [], "epoch": "e2", "position": 3})
        assert (view.is_stale, view.epoch, view.position) == (False, "e2", 3)


def test_what_a_later_release_may_say_is_passed_over():
    view = started(item(1))
    view.take({"type": "weather"})
    view.take(events({"position": 11, "kind": "badge.awarded"}))
    assert (ids(view), view.position, view.is_stale) == (["i1"], 11, False)


def test_a_watch_of_months_holds_only_the_newest():
    view = started()
    for number in range(KEPT_ITEMS + 30):
        view.take(events(given(11 + number, item(number))))
    assert len(view.items) == KEPT_ITEMS
    assert ids(view)[-1] == "i30"


def test_delays_are_spread_over_a_bound_that_doubles_and_begins_anew():
    first = [Backoff(Random(seed)).next_delay_seconds() for seed in range(1_000)]
    assert 0 <= min(first) < 0.05 * FIRST_DELAY_SECONDS
    assert 0.95 * FIRST_DELAY_SECONDS < max(first) <= FIRST_DELAY_SECONDS
    backoff = Backoff(Random(1))
    late = [backoff.next_delay_seconds() for _ in range(200)][20:]
    assert FIRST_DELAY_SECONDS < max(late) <= LONGEST_DELAY_SECONDS
    backoff.served()
    assert backoff.next_delay_seconds() <= FIRST_DELAY_SECONDS
