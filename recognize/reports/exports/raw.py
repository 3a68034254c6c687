"""What HR may take out line by line: recognitions that everybody or an area may see, and the people.

Never anything private or quiet, withdrawn or hidden, and no points: they are between giver and recipient.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal

from msgspec import Struct

from recognize.errors import Words
from recognize.organisation.schemas import Locale
from recognize.reports.exports import words
from recognize.reports.exports.cells import FORMULA_STARTS
from recognize.tallies.queries import MOST_NAMED

Kind = Literal["text", "plain", "time", "date", "truth"]  # `text` is what people write; `plain` is ours
Of = Literal["kudos", "people"]

_STARTS = ", ".join(f"U&'\\{ord(start):04X}'" for start in FORMULA_STARTS)
_WRITTEN = {
    "text": f"case when left({{sql}}, 1) in ({_STARTS}) then '''' || {{sql}} else {{sql}} end",
    "plain": "{sql}",
    "time": "to_char({sql}, 'YYYY-MM-DD HH24:MI:SS')",
    "date": "to_char({sql}, 'YYYY-MM-DD')",
    "truth": "({sql})::integer",
}
# $1 and $2: from this day on and before that one, $3 areas or none, $4 kinds or none. Comparing days, not instants, stays right
# where clocks change at midnight; the bounds in time are wider, for the index.
_FILTERS = """
with recursive area as (
    select id from departments where code = any($3::text[])
    union select d.id from departments d join area on d.parent_id = area.id
), named as materialized (
    select code, coalesce(texts -> '{locale}' ->> 'name', code) as name from behaviours
)
"""
_AREA_OF = """
left join lateral (
    select d.id, d.code, d.name from department_history h join departments d on d.id = h.department_id
    where h.person_id = {person} and h.since = (
        select max(since) from department_history where person_id = {person} and since <= local.at::date)
) {name} on true
"""
_KUDOS = f"""
from organisation o
join kudos k on k.given_at >= ($1::date::timestamp at time zone o.time_zone) - interval '3 hours'
            and k.given_at < ($2::date::timestamp at time zone o.time_zone) + interval '3 hours'
            and k.withdrawn_at is null and k.hidden_at is null and k.visibility <> 'private'
cross join lateral (select k.given_at at time zone o.time_zone as at) local
join kudos_recipients r on r.kudos_id = k.id and not r.quiet
join people giver on giver.id = k.giver_id
join people recipient on recipient.id = r.person_id
{_AREA_OF.format(person="k.giver_id", name="giver_area")}
{_AREA_OF.format(person="r.person_id", name="recipient_area")}
cross join lateral (
    select string_agg(named.code, ' ' order by b.place) as codes, string_agg(named.name, '; ' order by b.place) as names
    from kudos_behaviours b join named on named.code = b.behaviour where b.kudos_id = k.id) said
where local.at >= $1::date and local.at < $2::date
  and (cardinality($3::text[]) = 0 or giver_area.id in (select id from area) or recipient_area.id in (select id from area))
  and (cardinality($4::text[]) = 0 or (case when r.named and (
        select count(*) from kudos_recipients n where n.kudos_id = k.id and n.named) <= {MOST_NAMED}
        then 'individual' else 'team' end) = any($4))
"""
_PEOPLE = """
from people p
left join departments d on d.id = p.department_id
left join people boss on boss.id = p.manager_id
where ($1::date is null or true) and ($2::date is null or true)
  and (cardinality($3::text[]) = 0 or d.id in (select id from area))
  and (cardinality($4::text[]) = 0 or p.kind = any($4))
"""


class Column(Struct, frozen=True):
    sql: str
    kind: Kind
    label: Words


class Source(Struct, frozen=True):
    columns: Mapping[str, Column]
    kinds: tuple[str, ...]
    rows: str
    order: str
    filters: str

    def counted(self) -> str:
        return f"{self.filters} select count(*) {self.rows}"

    def typed(self, chosen: Sequence[str]) -> str:
        """Values as they are, for cells with types."""
        columns = ", ".join(self.columns[code].sql for code in chosen)
        return f"{self.filters} select {columns} {self.rows} order by {self.order}"

    def written(self, chosen: Sequence[str]) -> str:
        """Values as CSV has them."""
        columns = (self.columns[code] for code in chosen)
        written = ", ".join(_WRITTEN[each.kind].format(sql=each.sql) for each in columns)
        return f"{self.filters} select {written} {self.rows} order by {self.order}"


@cache
def source(of: Of, locale: Locale) -> Source:
    filters = _FILTERS.format(locale=locale)
    if of == "kudos":
        kinds = ("individual", "team")
        return Source(_columns_of_kudos(locale), kinds, _KUDOS, "k.given_at, k.id, r.place, r.person_id", filters)
    return Source(_columns_of_people(locale), ("employee", "external"), _PEOPLE, "p.sort_key, p.id", filters)


def _columns_of_kudos(locale: Locale) -> dict[str, Column]:
    return {
        "given_at": Column("local.at", "time", Words("Given at", "Fecha y hora")),
        "kudos": Column("k.id::text", "plain", Words("Kudos", "Reconocimiento")),
        "giver": Column("giver.handle", "text", Words("Giver", "Quien reconoce")),
        "giver_name": Column("giver.name", "text", Words("Giver's name", "Nombre de quien reconoce")),
        "giver_department": Column("giver_area.code", "text", Words("Giver's department code", "Código del área que agradece")),
        "giver_department_name": Column("giver_area.name", "text", Words("Giver's department", "Área que agradece")),
        "recipient": Column("recipient.handle", "text", Words("Recipient", "Persona reconocida")),
        "recipient_name": Column("recipient.name", "text", Words("Recipient's name", "Nombre de la persona reconocida")),
        "recipient_department": Column("recipient_area.code", "text", Words("Recipient's department code", "Código del área reconocida")),
        "recipient_department_name": Column("recipient_area.name", "text", Words("Recipient's department", "Área reconocida")),
        "behaviours": Column("said.codes", "plain", Words("Behaviour codes", "Códigos de comportamiento")),
        "behaviour_names": Column("said.names", "text", Words("Behaviours", "Comportamientos")),
        "visibility": Column(_in_words("k.visibility", ("public", "department"), locale), "plain", Words("Visibility", "Visibilidad")),
        "via": Column(f"case when r.named then {_word('named', locale)} else {_word('team', locale)} end", "plain", Words("Named", "Cómo")),
        "reached_customer": Column("k.reached_customer", "truth", Words("Reached a customer", "Llegó a un cliente")),
        "message": Column("k.message", "text", Words("Message", "Mensaje")),
    }  # fmt: skip


def _columns_of_people(locale: Locale) -> dict[str, Column]:
    return {
        "handle": Column("p.handle", "text", Words("Handle", "Usuario")),
        "name": Column("p.name", "text", Words("Name", "Nombre")),
        "email": Column("p.email", "text", Words("Mail", "Correo")),
        "department": Column("d.code", "text", Words("Department code", "Código del área")),
        "department_name": Column("d.name", "text", Words("Department", "Área")),
        "site": Column("p.site", "text", Words("Site", "Sede")),
        "manager": Column("boss.handle", "text", Words("Manager", "Líder")),
        "manager_name": Column("boss.name", "text", Words("Manager's name", "Nombre del líder")),
        "job_title": Column("p.job_title", "text", Words("Job title", "Cargo")),
        "shift": Column("p.shift", "text", Words("Shift", "Turno")),
        "kind": Column(_in_words("p.kind", ("employee", "external"), locale), "plain", Words("Kind", "Tipo")),
        "status": Column(_in_words("p.status", ("active", "on_leave", "left"), locale), "plain", Words("Status", "Estado")),
        "hired_on": Column("p.hired_on", "date", Words("Hired on", "Fecha de ingreso")),
        "seniority_on": Column("p.seniority_on", "date", Words("Seniority from", "Antigüedad desde")),
    }  # fmt: skip


def _in_words(sql: str, codes: Sequence[str], locale: Locale) -> str:
    cases = " ".join(f"when '{code}' then {_word(code, locale)}" for code in codes)
    return f"case {sql} {cases} end"


def _word(code: str, locale: Locale) -> str:
    """Our own words hold no apostrophe."""
    return f"'{words.VALUES[code][locale]}'"
