"""What becomes of each column that names somebody (`people/named.py`) when they are erased; a test compares the two.

Where the id stays, it leads to a row without a name: what was counted by it stays true.
"""

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

OWN_ITEMS = """
select id as item, true as by_name from kudos where giver_id = $1::uuid
union select kudos_id, named from kudos_recipients where person_id = $1
union select id, true from wins where author_id = $1
union select win_id, true from win_participants where person_id = $1
union select id, true from celebrations where person_id = $1
"""


class Fate(Enum):
    """`RENAMED` and `EMPTIED` have a statement of their own in `actions.py`."""

    STAYS = "only an id"
    GOES = "the row is deleted"
    ALL_GO = "every row is deleted, whosever it is: what was made from names names anybody"
    RENAMED = "a handle becomes the new one"
    EMPTIED = "what it says is taken out, whatever it says"
    FOLLOWS = "made anew from a text"


class Text(NamedTuple):
    """The name is taken out of what was written. `alone`: an SQL condition, true where the person stands in what `t` belongs to,
    so that each word of their name is theirs. `found`: one for the other texts that may say it, where there is a quicker way than
    to look at each. `html`: the column that is rendered from it. `or_nothing`: what named them is not said at all."""

    alone: str = "false"
    found: str | None = None
    html: str | None = None
    or_nothing: bool = False


class Json(NamedTuple):
    """As a text, in each of its strings. `content`: an SQL expression, its text; `put`: one that takes it from $2."""

    alone: str
    content: str
    put: str


def _below(item: str) -> str:
    return f"t.{item} in (select item from own)"


# Search keeps the texts of items folded.
_SEARCHED = "t.id in (select id from feed_items where folded like any($2))"
STAYS, GOES, ALL_GO, RENAMED, EMPTIED, FOLLOWS = Fate

FATES: dict[str, dict[str, Fate | Text | Json]] = {
    "allowances": {"person_id": STAYS},
    "also_helped": {
        "named_by": STAYS,
        "person_id": GOES,
    },
    "api_tokens": {"person_id": GOES},
    "appearances": {"person_id": STAYS},
    "audit": {
        "actor": RENAMED,
        "actor_id": STAYS,
        "details": Json(
            "t.actor_id = $1 or t.subject in (select unnest(array[handle, id::text]) from people where id = $1)",
            "t.details::text",
            "$2::jsonb",
        ),
        "subject": RENAMED,
    },
    "awards": {
        "giver_id": STAYS,
        "person_id": STAYS,
        "reason": Text("$1 in (t.person_id, t.giver_id)"),
    },
    "balances": {"person_id": STAYS},
    "board_totals": {"person_id": STAYS},
    "boosts": {"person_id": STAYS},
    "celebration_choices": {"person_id": GOES},
    "celebrations": {"person_id": GOES},
    "challenges_done": {"person_id": STAYS},
    "comments": {
        "person_id": STAYS,
        "text": Text(_below("item_id"), html="text_html"),
        "text_html": FOLLOWS,
    },
    "department_history": {"person_id": STAYS},
    "digests": {"person_id": GOES},
    "erasures": {"person_id": STAYS},
    "exports": {"person_id": ALL_GO},
    "feed_items": {
        "audience": STAYS,
        "facets": STAYS,
        "folded": FOLLOWS,
    },
    "idempotency_keys": {
        "body": Json(
            "strpos(convert_from(t.body, 'UTF8'), $1::uuid::text) > 0",
            "convert_from(t.body, 'UTF8')",
            "convert_to($2, 'UTF8')",
        ),
        "person_id": GOES,
    },
    "inbox_stops": {"person_id": GOES},
    "kudos": {
        "giver_id": STAYS,
        "message": Text(_below("id"), found=_SEARCHED, html="message_html"),
        "message_html": FOLLOWS,
        "wall_sentence": Text(_below("id"), found=_SEARCHED, or_nothing=True),
    },
    "kudos_edits": {
        "message": Text(_below("kudos_id")),
    },
    "kudos_recipients": {
        "audience": STAYS,
        "person_id": STAYS,
    },
    "ledger": {
        "giver_id": STAYS,
        "recipient_id": STAYS,
    },
    "levels": {"person_id": STAYS},
    "log": {
        "audience": STAYS,
        "payload": EMPTIED,
        "subject": STAYS,
    },
    "mail_stops": {"person_id": GOES},
    "mails": {
        "error": Text(),
        "person_id": GOES,
    },
    "manager_history": {
        "manager_id": STAYS,
        "person_id": STAYS,
    },
    "month_closes": {"closed_by": STAYS},
    "month_lists": {"ids": STAYS},
    "month_people": {"manager_id": STAYS, "person_id": STAYS},
    "month_places": {"person_id": STAYS},
    "notification_actors": {"person_id": STAYS},
    "notifications": {
        "facts": STAYS,
        "person_id": GOES,
        "subject_id": STAYS,
    },
    "outbox": {
        "audience": STAYS,
        "payload": EMPTIED,
        "subject": STAYS,
    },
    "pairs": {
        "giver_id": STAYS,
        "recipient_id": STAYS,
    },
    "parked_events": {
        "error": Text(),
    },
    "passwords": {"person_id": GOES},
    "people": {"manager_id": STAYS},
    "picture_uploads": {"person_id": GOES},
    "reactions": {"person_id": STAYS},
    "reader_cursors": {
        "error": Text(),
    },
    "role_grants": {"person_id": GOES},
    "sessions": {"person_id": GOES},
    "standing_recognitions": {"giver_id": STAYS, "recipient_id": STAYS},
    "status_history": {"person_id": STAYS},
    "tallies": {"person_id": STAYS},
    "team_members": {"person_id": GOES},
    "win_edits": {
        "story": Text(_below("win_id")),
        "title": Text(_below("win_id")),
    },
    "win_participants": {
        "audience": STAYS,
        "person_id": STAYS,
    },
    "wins": {
        "author_id": STAYS,
        "story": Text(_below("id"), found=_SEARCHED, html="story_html"),
        "story_html": FOLLOWS,
        "title": Text(_below("id"), found=_SEARCHED),
        "wall_title": Text(_below("id"), found=_SEARCHED, or_nothing=True),
    },
}


def columns_of(fate: Fate) -> list[tuple[str, str]]:
    """Table and column."""
    return [(table, column) for table, column, found in all_fates() if found is fate]


def texts() -> list[tuple[str, str, Text]]:
    return [(table, column, found) for table, column, found in all_fates() if isinstance(found, Text)]


def jsons() -> list[tuple[str, str, Json]]:
    return [(table, column, found) for table, column, found in all_fates() if isinstance(found, Json)]


def all_fates() -> Iterator[tuple[str, str, Fate | Text | Json]]:
    for table, columns in FATES.items():
        for column, fate in columns.items():
            yield table, column, fate
