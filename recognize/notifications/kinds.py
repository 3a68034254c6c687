"""The kinds of mails: each says of itself whom an event tells, what it holds, and in which words. A new kind is one entry
here, its two templates in `emails/`, and its name in the CHECKs of `mails` and `mail_stops`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from recognize.log.events import Event

PERSON_TOPIC = "person:"


@dataclass(frozen=True, slots=True)
class MailKind:
    """`told`: who gets a mail for an event of the kind `event`, each with the mail's subject, an id that a person is told
    of once. `facts`: an SQL expression for the JSON that `words` and templates name, null where there is nothing to tell any
    more; it sees the mail `m`, its reader `p`, the organisation `o` and `spoken.locale`. `path`: where the mail leads.
    `words` are by language; `stops` finishes "you will get no more mails …"."""

    name: str
    event: str
    told: Callable[[Event], list[tuple[UUID, UUID]]]
    facts: str
    path: str
    words: Mapping[str, Mapping[str, str]]


def _recipients(event: Event) -> list[tuple[UUID, UUID]]:
    """An event without an audience is of history, which tells nobody."""
    return [(UUID(person), event.subject) for person in event.payload["recipients"]] if event.audience else []


RECOGNISED = MailKind(
    name="recognised",
    event="kudos.given",
    told=_recipients,
    facts="""(
        select json_build_object('giver', coalesce(g.preferred_name, g.name), 'message', k.message, 'behaviours', array(
            select b.texts -> spoken.locale ->> 'name' from kudos_behaviours named
            join behaviours b on b.code = named.behaviour where named.kudos_id = k.id order by named.place))
        from kudos k join people g on g.id = k.giver_id
        where k.id = m.subject_id and k.withdrawn_at is null and k.hidden_at is null)""",
    path="/kudos/{subject}",
    words={
        "es": {
            "subject": "{giver} te reconoció",
            "lead": "{giver} te reconoció por:",
            "open": "Verlo en {organisation}",
            "why": "Recibes este correo porque alguien te reconoció en {organisation}.",
            "stops": "cuando alguien te reconoce",
        },
        "en": {
            "subject": "{giver} recognised you",
            "lead": "{giver} recognised you for:",
            "open": "See it at {organisation}",
            "why": "You get this mail because somebody recognised you at {organisation}.",
            "stops": "when somebody recognises you",
        },
    },
)


def _administrators(event: Event) -> list[tuple[UUID, UUID]]:
    """They are the event's audience; the mail is about this loss, not about the display."""
    return [(UUID(topic.removeprefix(PERSON_TOPIC)), UUID(event.payload["loss"])) for topic in event.audience]


DISPLAY_LOST = MailKind(
    name="display_lost",
    event="display.lost",
    told=_administrators,
    facts="""(
        select json_build_object('display', d.name, 'place', coalesce(' (' || nullif(d.location, '') || ')', ''),
            'since', to_char(loss.at at time zone spoken.time_zone, 'YYYY-MM-DD HH24:MI'), 'time_zone', spoken.time_zone)
        from display_health loss join displays d on d.id = loss.display_id and d.revoked_at is null
        where loss.id = m.subject_id
        and not exists (select from display_health later where later.display_id = d.id and later.at > loss.at)
        and exists (select from role_grants g where g.person_id = p.id and g.role = 'administrator'))""",
    path="/displays",
    words={
        "es": {
            "subject": "La pantalla {display} no da señales",
            "lead": "La pantalla {display}{place} no da señales: está perdida desde {since} ({time_zone}).",
            "advice": "Revisa que tenga corriente y red. Cuando las tenga, vuelve sola.",
            "open": "Ver las pantallas",
            "why": "Recibes este correo porque administras {organisation}.",
            "stops": "cuando una pantalla se pierde",
        },
        "en": {
            "subject": "The display {display} is lost",
            "lead": "The display {display}{place} has fallen silent: it is lost since {since} ({time_zone}).",
            "advice": "See whether it has power and network. Once it has, it comes back by itself.",
            "open": "See the displays",
            "why": "You get this mail because you are an administrator of {organisation}.",
            "stops": "when a display is lost",
        },
    },
)

KINDS = {each.name: each for each in (RECOGNISED, DISPLAY_LOST)}
