"""Who was recognised in a month and who was not: for HR all, for managers the people below them on its last day.

A list counts what others may see, as the breakdowns do: whoever has private and quiet recognitions alone stands where they would
stand without, so that no list tells of them. There is none of who does not give.
"""

from uuid import UUID

from msgspec import Struct

from recognize.lib.clock import Month
from recognize.lib.database import DB
from recognize.lib.pagination import TextCursor
from recognize.lib.text import unusable
from recognize.permissions import Principal
from recognize.reports.days import MONTH
from recognize.reports.errors import UnknownDepartmentError, UnknownListError
from recognize.reports.headline import HIRE_DAYS, LONG_TENURE_DAYS, SILENT_DAYS, TENURE_DAYS

EVERYBODY = "reports.read"
START = TextCursor("", UUID(int=0))

# $1 and $2 as in MONTH, $3 the manager whose people are meant, or null for everybody. A circle of managers ends by `union`.
PEOPLE = f"""
{MONTH}, tree as (
    select h.person_id as id from month m join manager_history h on h.manager_id = $3 and {{holds}}
    union
    select h.person_id from tree cross join month m join manager_history h on h.manager_id = tree.id and {{holds}}
), mine as materialized (
    select p.id, p.hired_on, a.first_openly_on as appeared_on, d.department_id, boss.manager_id,
           greatest(least((p.created_at at time zone z.time_zone)::date, z.until - 1), z.since) as entered_on,
           coalesce(s.status, 'active') as status
    from month m join people p on p.kind = 'employee'
    join zone_spans z on p.created_at >= z.begins and p.created_at < z.ends
    left join appearances a on a.person_id = p.id
    left join lateral (
        select h.status from status_history h where h.person_id = p.id and h.since < m.next_first_day
        order by h.since desc limit 1) s on true
    left join lateral (
        select h.department_id from department_history h where h.person_id = p.id and h.since < m.next_first_day
        order by h.since desc limit 1) d on true
    left join lateral (
        select h.manager_id from manager_history h where h.person_id = p.id and h.since < m.next_first_day
        order by h.since desc limit 1) boss on true
    where ($3::uuid is null or p.id in (select id from tree) and p.id <> $3)
      and ($2::text is null or d.department_id in (select id from area))
)
""".format(
    holds="""h.since < m.next_first_day and not exists (
        select from manager_history later
        where later.person_id = h.person_id and later.since > h.since and later.since < m.next_first_day)"""
)
# Whether somebody had been here for so many days on the month's last one: what is discreet is nobody's first appearance here.
HERE_FOR = """
coalesce(x.hired_on, least(x.appeared_on, x.entered_on)) <= m.next_first_day - 1 - {days}
"""
ELIGIBLE = (
    f"select x.* from month m cross join mine x where x.status = 'active' and {HERE_FOR.format(days=TENURE_DAYS)}"
)
# Who was individually recognised on which day, from so many days before the month on.
THANKED = """
select r.recipient_id as id, r.day from month m
join standing_recognitions r on r.day >= m.first_day - {look_back} and r.day < m.next_first_day
where r.is_individual and not r.is_discreet and r.recipient_id in (select id from mine)
"""
_THANKED_IN = "exists (select from thanked t where t.id = x.id and t.day >= {since} and t.day <= {until})"
_IN_MONTH = _THANKED_IN.format(since="m.first_day", until="m.next_first_day - 1")


class List(Struct, frozen=True):
    """`listed` is a SELECT of the people `x` with the month `m`; `look_back`: the days before the month that it looks at."""

    listed: str
    look_back: int = 0


LISTS = {
    "recognised": List(f"select x.* from month m cross join eligible x where {_IN_MONTH}"),
    "unrecognised": List(f"select x.* from month m cross join eligible x where not {_IN_MONTH}"),
    "silent90": List(
        f"""select x.* from month m cross join eligible x where {HERE_FOR.format(days=LONG_TENURE_DAYS)}
        and not {_THANKED_IN.format(since=f"m.next_first_day - {SILENT_DAYS}", until="m.next_first_day - 1")}""",
        SILENT_DAYS,
    ),
    "newcomers_unrecognised": List(
        f"""select x.* from month m cross join mine x
        where x.hired_on + {HIRE_DAYS} >= m.first_day and x.hired_on + {HIRE_DAYS} < m.next_first_day
        and coalesce((select h.status from status_history h where h.person_id = x.id and h.since <= x.hired_on + {HIRE_DAYS}
                      order by h.since desc limit 1), 'active') <> 'left'
        and not {_THANKED_IN.format(since="x.hired_on", until=f"x.hired_on + {HIRE_DAYS}")}""",
        HIRE_DAYS,
    ),
}
PAGE = f"""
with recursive {PEOPLE}, eligible as materialized ({ELIGIBLE}), thanked as materialized ({THANKED}),
listed as materialized ({{listed}}), ahead as materialized (
    select p.sort_key, p.id, json_build_object(
               'id', p.id, 'handle', p.handle, 'name', coalesce(p.preferred_name, p.name), 'department', d.code,
               'manager', boss.handle, 'manager_name', coalesce(boss.preferred_name, boss.name))::text as person
    from listed l join people p on p.id = l.id
    left join departments d on d.id = l.department_id left join people boss on boss.id = l.manager_id
    where (p.sort_key collate "C", p.id) > ($4, $5)
    order by p.sort_key collate "C", p.id limit $6 + 1
), page as (
    select * from ahead order by sort_key collate "C", id limit $6
)
select (select count(*) from listed) as total, $2::text is null or exists (select from area) as department_known,
       array(select person from page order by sort_key collate "C", id) as people, (select count(*) > $6 from ahead) as more,
       (select sort_key from page order by sort_key collate "C" desc, id desc limit 1) as last_key,
       (select id from page order by sort_key collate "C" desc, id desc limit 1) as last_id
"""


async def people_listed(
    principal: Principal, month: Month, name: str, department: str | None, limit: int, before: TextCursor | None
) -> bytes:
    """The JSON of ListedPeople, by name. Raises UnknownListError and UnknownDepartmentError."""
    if name not in LISTS:
        raise UnknownListError(f"{name!r} is not one of {', '.join(LISTS)}")
    if department is not None and unusable(department):
        raise _unknown(department)
    manager = None if principal.may(EVERYBODY) else principal.person_id
    values = (month.first_day, department, manager, *(before or START), limit)
    row = await DB.fetch_row(page_sql(LISTS[name]), *values)
    if row is None or not row["department_known"]:
        raise _unknown(department)
    following = f'"{TextCursor(row["last_key"], row["last_id"])}"' if row["more"] else "null"
    return f'{{"people":[{",".join(row["people"])}],"next":{following},"total":{row["total"]}}}'.encode()


def page_sql(chosen: List) -> str:
    return PAGE.format(listed=chosen.listed, look_back=chosen.look_back)


def _unknown(department: str | None) -> UnknownDepartmentError:
    return UnknownDepartmentError(f"no department has the code {department!r}")
