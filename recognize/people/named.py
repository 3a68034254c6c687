"""Every column that names a person. Whatever hands somebody what is kept of them, or forgets them, goes by this list; a test
compares it with the schema, so that a new table cannot be overlooked.

Foreign keys to `people` are in COLUMNS. COPIES name people without one: by a handle or a topic, or inside a text.
"""

COLUMNS = {
    "allowances": ("person_id",),
    "also_helped": ("named_by", "person_id"),
    "api_tokens": ("person_id",),
    "appearances": ("person_id",),
    "awards": ("giver_id", "person_id"),
    "balances": ("person_id",),
    "board_totals": ("person_id",),
    "boosts": ("person_id",),
    "celebration_choices": ("person_id",),
    "celebrations": ("person_id",),
    "challenges_done": ("person_id",),
    "comments": ("person_id",),
    "department_history": ("person_id",),
    "digests": ("person_id",),
    "erasures": ("person_id",),
    "exports": ("person_id",),
    "idempotency_keys": ("person_id",),
    "inbox_stops": ("person_id",),
    "kudos": ("giver_id",),
    "kudos_recipients": ("person_id",),
    "ledger": ("giver_id", "recipient_id"),
    "levels": ("person_id",),
    "mail_stops": ("person_id",),
    "mails": ("person_id",),
    "manager_history": ("manager_id", "person_id"),
    "month_closes": ("closed_by",),
    "month_people": ("person_id",),
    "month_places": ("person_id",),
    "notification_actors": ("person_id",),
    "notifications": ("person_id",),
    "pairs": ("giver_id", "recipient_id"),
    "passwords": ("person_id",),
    "people": ("manager_id",),
    "picture_uploads": ("person_id",),
    "reactions": ("person_id",),
    "role_grants": ("person_id",),
    "sessions": ("person_id",),
    "standing_recognitions": ("giver_id", "recipient_id"),
    "status_history": ("person_id",),
    "tallies": ("person_id",),
    "team_members": ("person_id",),
    "win_participants": ("person_id",),
    "wins": ("author_id",),
}

# By table and column, what it holds of a person.
COPIES = {
    "audit": {
        "actor": "their handle of that time",
        "actor_id": "who did it; no foreign key, as a command line has none",
        "details": "what was changed of them",
        "subject": "the handle of the person it was done to",
    },
    "awards": {
        "reason": "why a badge was given by hand",
    },
    "comments": {
        "text": "a text, which may name people",
        "text_html": "the same as HTML, with the ids of who is mentioned",
    },
    "feed_items": {
        "audience": "the topics person:<id> of who may see it",
        "facets": "the topics person:<id> of who stands in it",
        "folded": "a message, which may name people",
    },
    "idempotency_keys": {
        "body": "an answer, with the people who stand in it",
    },
    "kudos": {
        "message": "a text, which may name people",
        "message_html": "the same as HTML, with the ids of who is mentioned",
        "wall_sentence": "a sentence of it",
    },
    "kudos_edits": {
        "message": "a text, which may name people",
    },
    "kudos_recipients": {
        "audience": "the topics person:<id> of who sees the name",
    },
    "log": {
        "audience": "the topics person:<id> of who may hear it",
        "payload": "ids of people",
        "subject": "the id of a person, in events of people",
    },
    "mails": {
        "error": "what a mail server said of an address",
    },
    "month_lists": {
        "ids": "the ids of who is counted in a closed month",
    },
    "month_people": {
        "manager_id": "the id of their manager",
    },
    "notifications": {
        "facts": "figures of theirs",
        "subject_id": "the id of what it is about",
    },
    "outbox": {
        "audience": "as the log's, until it moves there",
        "payload": "as the log's, until it moves there",
        "subject": "as the log's, until it moves there",
    },
    "parked_events": {
        "error": "what a reader said of an event",
    },
    "reader_cursors": {
        "error": "what a reader said of an event",
    },
    "win_edits": {
        "story": "a text, which may name people",
        "title": "a text, which may name people",
    },
    "win_participants": {
        "audience": "the topics person:<id> of who sees the name",
    },
    "wins": {
        "story": "a text, which may name people",
        "story_html": "the same as HTML, with the ids of who is mentioned",
        "title": "a text, which may name people",
        "wall_title": "a text, which may name people",
    },
}
