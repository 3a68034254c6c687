"""The kinds of mails: each says of itself whom an event tells, what it holds, and in which words. A new kind is one entry
here, its two templates in `emails/`, and its name in the CHECK of `mails`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

import msgspec

from recognize.badges.drawings import TIERS
from recognize.log.events import Event
from recognize.organisation.queries import PAUSED

PERSON_TOPIC = "person:"
JOINED = "kudos.joined"  # somebody who helped too is a recipient from now on
# What a notification is about is there, and its reader `p` may see it.
SHOWN = """({item} is null or exists (
    select from feed_items f where f.id = {item} and f.removed_at is null
    and f.audience && array['org', 'person:' || p.id, 'department:' || p.department_id]))"""

_TIER = {locale: f"'{msgspec.json.encode(names).decode()}'::json ->> b.tier" for locale, names in TIERS.items()}
_BADGE = {
    locale: f"(b.texts -> '{locale}' ->> 'name') || coalesce(' · ' || ({tier}), '')" for locale, tier in _TIER.items()
}
# By language what the badge or the challenge is called that the notification `n` tells of.
CALLED = f"""(case n.kind
    when 'badge' then (select json_build_object('es', {_BADGE["es"]}, 'en', {_BADGE["en"]})
                       from badges b where b.code = n.facts ->> 'badge')
    when 'challenge' then (select json_build_object('es', c.texts -> 'es' ->> 'name', 'en', c.texts -> 'en' ->> 'name')
                           from challenges c where c.code = n.facts ->> 'challenge') end)"""
# Good news `n` of a day without celebrations, which their reader `p` finds when it is over.
_ZONE = "coalesce(p.time_zone, (select time_zone from organisation))"
HELD = f"""(n.kind in ('badge', 'level', 'challenge', 'celebration') and {PAUSED.format(zone=_ZONE)}
    and (n.at at time zone {_ZONE})::date = (now() at time zone {_ZONE})::date)"""


@dataclass(frozen=True, slots=True)
class MailKind:
    """`told`: who gets a mail for an event of one of the kinds `events`, each with the mail's subject, an id that a person is told
    of once; without `events` something else queues it. `facts`: an SQL expression for the JSON that `words` and templates name, null where there is nothing to tell any
    more; it sees the mail `m`, its reader `p`, the organisation `o` and `spoken.locale`. `path`: where the mail leads, by subject and facts.
    `words` are by language; `stops` finishes "you will get no more mails …"."""

    name: str
    events: tuple[str, ...]
    told: Callable[[Event], list[tuple[UUID, UUID]]]
    facts: str
    path: str
    words: Mapping[str, Mapping[str, str]]


def _recipients(event: Event) -> list[tuple[UUID, UUID]]:
    """An event without an audience is of history, which tells nobody."""
    recognised = [event.payload["person"]] if event.kind == JOINED else event.payload["recipients"]
    return [(UUID(person), event.subject) for person in recognised] if event.audience else []


RECOGNISED = MailKind(
    name="recognised",
    events=("kudos.given", JOINED),
    told=_recipients,
    facts="""(
        select json_build_object('giver', coalesce(g.preferred_name, g.name), 'message', k.message,
                                 'message_html', k.message_html, 'behaviours', array(
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


def _giver(event: Event) -> list[tuple[UUID, UUID]]:
    return [(UUID(event.payload["giver"]), event.subject)]


# One mail for each kudos, of those who are not among its recipients yet.
HELPER = MailKind(
    name="helper",
    events=("kudos.helper_named",),
    told=_giver,
    facts="""(
        select json_build_object('who', string_agg(distinct coalesce(n.preferred_name, n.name), ', '),
            'helpers', string_agg(coalesce(h.preferred_name, h.name), ', ' order by also.named_at, h.id), 'message', k.message,
            'message_html', k.message_html)
        from kudos k join also_helped also on also.kudos_id = k.id
        join people h on h.id = also.person_id and h.status <> 'left' join people n on n.id = also.named_by
        where k.id = m.subject_id and k.withdrawn_at is null and k.hidden_at is null
        and not exists (select from kudos_recipients r where r.kudos_id = k.id and r.person_id = h.id)
        group by k.id)""",
    path="/kudos/{subject}",
    words={
        "es": {
            "subject": "{who} cuenta quién más ayudó",
            "lead": "{who} cuenta que, en lo que reconociste, también ayudó:",
            "advice": "Con un toque se suma a tu reconocimiento:",
            "open": "Verlo en {organisation}",
            "why": "Recibes este correo porque alguien a quien reconociste en {organisation} nombró a quien también ayudó.",
            "stops": "cuando alguien nombra a quien también ayudó",
        },
        "en": {
            "subject": "{who} says who helped too",
            "lead": "{who} says who helped too with what you thanked for:",
            "advice": "One tap adds them to your kudos:",
            "open": "See it at {organisation}",
            "why": "You get this mail because somebody whom you recognised at {organisation} named who helped too.",
            "stops": "when somebody names who helped too",
        },
    },
)


def _administrators(event: Event) -> list[tuple[UUID, UUID]]:
    """They are the event's audience; the mail is about this loss, not about the display."""
    return [(UUID(topic.removeprefix(PERSON_TOPIC)), UUID(event.payload["loss"])) for topic in event.audience]


DISPLAY_LOST = MailKind(
    name="display_lost",
    events=("display.lost",),
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


def _audience(event: Event) -> list[tuple[UUID, UUID]]:
    return [(UUID(topic.removeprefix(PERSON_TOPIC)), event.subject) for topic in event.audience]


# A link and no figure: mails lie about.
MONTH = MailKind(
    name="month",
    events=("month.delivered",),
    told=_audience,
    facts="""(
        select json_build_object('month', to_char(c.month, 'YYYY-MM'), 'called', case spoken.locale
            when 'es' then (array['enero', 'febrero', 'marzo', 'abril', 'mayo', 'junio', 'julio', 'agosto', 'septiembre',
                                  'octubre', 'noviembre', 'diciembre'])[extract(month from c.month)::integer] || ' de '
            else to_char(c.month, 'FMMonth ') end || extract(year from c.month))
        from month_closes c where c.id = m.subject_id
        and exists (select from role_grants g where g.person_id = p.id and g.role = 'hr'))""",
    path="/reports/{month}",
    words={
        "es": {
            "subject": "El reporte de {called} está listo",
            "lead": "{organisation} cerró {called}. Sus cifras ya no cambian; lo que cambie después se ve aparte, con su fecha.",
            "open": "Ver el reporte",
            "why": "Recibes este correo porque lees los reportes de {organisation}.",
            "stops": "cuando el reporte de un mes está listo",
        },
        "en": {
            "subject": "The report of {called} is ready",
            "lead": "{organisation} has closed {called}. Its figures stay; what changes later stands beside them, with its date.",
            "open": "See the report",
            "why": "You get this mail because you read the reports of {organisation}.",
            "stops": "when the report of a month is ready",
        },
    },
)

LINES_SHOWN = 15
# What was unread when the week ended and still is. A kudos that had a mail of its own is not told again.
DIGEST = MailKind(
    name="digest",
    events=(),
    told=lambda event: [],
    facts=f"""(
        select json_build_object('count', count(*), 'lines', (array_agg(told.line order by told.at desc))[:{LINES_SHOWN}])
        from (
            select n.at, json_build_object('kind', n.kind, 'others', greatest(by.count - 1, 0), 'who', by.newest,
                                           'called', {CALLED} ->> spoken.locale, 'level', n.facts ->> 'level') as line
            from digests g join notifications n on n.person_id = g.person_id and n.at >= g.from_at and n.at < g.until_at
            cross join lateral (
                select count(*) as count, (array_agg(coalesce(a.preferred_name, a.name) order by who.at desc))[1] as newest
                from notification_actors who join people a on a.id = who.person_id where who.notification_id = n.id) by
            where g.id = m.subject_id and n.read_at is null and {SHOWN.format(item="n.item_id")} and not {HELD}
            and not exists (select from mail_stops s where s.person_id = p.id and s.kind = n.kind)
            and not exists (select from mails sent where sent.person_id = p.id and sent.kind = n.kind
                            and sent.subject_id = n.subject_id and sent.outcome = 'sent')) told
        having count(*) > 0)""",
    path="/#inbox",
    words={
        "es": {
            "subject": "Lo que te espera en {organisation}: {count}",
            "lead": "Esto pasó la semana pasada y todavía no lo has visto:",
            "more": "Y más en tu bandeja.",
            "open": "Verlo todo",
            "why": "Recibes este resumen los lunes, solo si hay algo que no has visto en {organisation}.",
            "stops": "con el resumen de la semana",
        },
        "en": {
            "subject": "Waiting for you at {organisation}: {count}",
            "lead": "This happened last week, and you have not seen it yet:",
            "more": "And more in your inbox.",
            "open": "See it all",
            "why": "You get this digest on Mondays, only when there is something at {organisation} that you have not seen.",
            "stops": "with the digest of the week",
        },
    },
)

KINDS = {each.name: each for each in (RECOGNISED, HELPER, DISPLAY_LOST, MONTH, DIGEST)}
