"""What a month holds beyond its figures: sections of flat rows, one entry in `SECTIONS` each.

A section's SELECT sees the CTEs `month m` and `area` of `days`, counts what everybody may see or what is within an area, nothing
private and nothing quiet, and sorts by its key.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from recognize.badges.standing import IS_PRIVATE
from recognize.kudos.items import FIRST_TWO, PLAIN_LETTERS
from recognize.reports.days import IN_MONTH, LOCAL_DAY, MONTH
from recognize.reports.headline import percent
from recognize.reports.schemas import MatrixRow, SectionRow

STORIES_OF_A_STAGE = 2
STORIES_WEIGHED = 10  # of a stage: what walls would not say falls out of these
NEWEST_STORIES = 500
FRONT_LINE_LIST = "front line"  # of a closed month

_DEPARTMENT_OF = """
(select h.department_id from department_history h
 where h.person_id = {person} and h.since <= {day} order by h.since desc limit 1)
"""
_OF_AREA = f"""
($2::text is null or exists (
    select from (values {{people}}) who (id) where {_DEPARTMENT_OF.format(person="who.id", day="{day}")} in (select id from area)))
"""
# The mark of an area `d` has no history: a closed month keeps those of its close.
AT_FRONT_LINE = f"""
coalesce((select d.id = any(l.ids) from month_lists l where l.month = $1 and l.list = '{FRONT_LINE_LIST}'), d.front_line)
"""
FRONT_LINE = f'select d.code as department from departments d where {AT_FRONT_LINE} order by d.code collate "C"'
CUSTOMERS = f"""
select count(distinct k.id) as kudos, count(*) as recognitions
from month m join kudos k on k.given_at >= m.earliest and k.given_at < m.latest and k.reached_customer
    and k.visibility <> 'private' and k.withdrawn_at is null and k.hidden_at is null
{LOCAL_DAY.format(at="k.given_at")}
join kudos_recipients r on r.kudos_id = k.id and not r.quiet
where {IN_MONTH.format(at="k.given_at")} and {_OF_AREA.format(people="(k.giver_id), (r.person_id)", day="local.day")}
"""
WINS = f"""
select w.kind, count(distinct w.id) as wins, count(distinct t.person_id) as participants, count(distinct d.id) as areas
from month m join wins w on w.shared_at >= m.earliest and w.shared_at < m.latest and w.withdrawn_at is null and w.hidden_at is null
{LOCAL_DAY.format(at="w.shared_at")}
join win_participants t on t.win_id = w.id and not t.quiet
left join departments d on d.id = {_DEPARTMENT_OF.format(person="t.person_id", day="local.day")}
where {IN_MONTH.format(at="w.shared_at")} and ($2::text is null or exists (
    select from win_participants one where one.win_id = w.id and not one.quiet
    and {_DEPARTMENT_OF.format(person="one.person_id", day="local.day")} in (select id from area)))
group by w.kind order by w.kind collate "C"
"""
BADGES = f"""
select a.badge, count(*) as awards
from month m join awards a on a.earned_on >= m.first_day and a.earned_on < m.next_first_day and a.taken_at is null
join people p on p.id = a.person_id and p.preference is distinct from 'quiet'
where not {IS_PRIVATE.format(badge="a.badge")} and {_OF_AREA.format(people="(p.id)", day="a.earned_on")}
group by a.badge order by a.badge collate "C"
"""
# All its recipients wanted fanfare when it was given and want it now, everybody in it is still here, and its sentence names nobody
# who is not for walls: of each stage those that reached a customer, then the fullest. The names are looked up for all at once.
STORIES = f"""
with newest as materialized (
    select k.* from month m cross join lateral (
        select k.id, k.giver_id, local.day, k.wall_sentence, k.reached_customer is true as reached
        from kudos k {LOCAL_DAY.format(at="k.given_at")}
        where k.given_at >= m.earliest and k.given_at < m.latest and k.wall_sentence is not null and k.visibility = 'public'
        and k.withdrawn_at is null and k.hidden_at is null and {IN_MONTH.format(at="k.given_at")}
        order by k.given_at desc, k.id desc limit {NEWEST_STORIES}) k
), fit as (
    select k.*, b.stage from newest k join people giver on giver.id = k.giver_id and giver.status <> 'left'
    join kudos_behaviours named on named.kudos_id = k.id and named.place = 1 join behaviours b on b.code = named.behaviour
    where not exists (
        select from kudos_recipients r join people p on p.id = r.person_id
        where r.kudos_id = k.id
        and ('walls' <> all(r.audience) or p.preference is distinct from 'fanfare' or p.status = 'left'))
    and exists (
        select from kudos_recipients r
        where r.kudos_id = k.id and {_OF_AREA.format(people="(k.giver_id), (r.person_id)", day="k.day")})
), weighed as materialized (
    select * from (
        select fit.*, row_number() over (partition by stage order by reached desc, length(wall_sentence) desc, id) as place
        from fit) ranked
    where place <= {STORIES_WEIGHED}
), words as materialized (
    select w.id, word[at] || ' ' || word[at + 1] as two
    from weighed w
    cross join lateral string_to_array(
        btrim(regexp_replace({PLAIN_LETTERS.format(text="w.wall_sentence")}, '[^[:alnum:]]+', ' ', 'g')), ' ') as word
    cross join lateral generate_series(1, cardinality(word) - 1) as at
), unsaid as materialized (
    select {FIRST_TWO} as two from people p
    where {FIRST_TWO} = any(array(select two from words)) and (p.preference in ('quiet', 'feed_only') or p.status = 'left')
), said as (
    select w.id, w.stage, row_number() over (partition by w.stage order by w.place) as place
    from weighed w where w.id not in (select id from words join unsaid using (two))
)
select id as kudos, stage from said where place <= {STORIES_OF_A_STAGE} order by stage collate "C", id
"""

Rows = list[SectionRow]


def _as_counted(rows: Rows, matrix: Sequence[MatrixRow]) -> Rows:
    return rows


class Section(Struct, frozen=True):
    """`rows` is the SELECT, `figures` the columns of its rows that are figures: the others say what they are of. What the
    matrix has counted already, `completed` takes from there."""

    name: str
    rows: str
    figures: tuple[str, ...]
    completed: Callable[[Rows, Sequence[MatrixRow]], Rows] = _as_counted


def _support(rows: Rows, matrix: Sequence[MatrixRow]) -> Rows:
    """Of the front-line areas, what their people recognised in other areas; first all of them together."""
    front_line = {row["department"] for row in rows}
    if not front_line:
        return []
    counted = [row for row in matrix if row.stage == "any"]
    everything = sum(row.recognitions for row in counted)
    support = Counter[str | None]({None: 0})
    for row in counted:
        if row.giver_department in front_line and row.giver_department != row.receiver_department:
            support[None] += row.recognitions
            support[row.giver_department] += row.recognitions
    return [
        {"department": area, "recognitions": support[area], "percent": percent(support[area], everything)}
        for area in sorted(support, key=lambda code: code or "")
    ]


SECTIONS = (
    Section("badges", BADGES, ("awards",)),
    Section("customers", CUSTOMERS, ("kudos", "recognitions")),
    Section("front_line", FRONT_LINE, ("recognitions", "percent"), _support),
    Section("stories", STORIES, ("kudos",)),
    Section("wins", WINS, ("wins", "participants", "areas")),
)
_ROWS = "'{name}', array_to_json(array(select row_to_json(it) from ({rows}) it))"
# An expression of type json, for the report's one statement: $1 and $2 are those of MONTH.
COUNTED_SECTIONS = f"""(
with recursive {MONTH}
select json_build_object({", ".join(_ROWS.format(name=each.name, rows=each.rows) for each in SECTIONS)}) from month)
"""


def sections(counted: Mapping[str, Rows], matrix: Sequence[MatrixRow]) -> dict[str, Rows]:
    """By name, from the rows of `COUNTED_SECTIONS`."""
    return {each.name: each.completed(counted[each.name], matrix) for each in SECTIONS}
