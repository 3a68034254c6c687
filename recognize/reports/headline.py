"""The ten headline figures of a month, on their base: *eligible* people and *individual* recognitions.

Their definitions stand in `docs/reports.md`. The parts below belong into the one statement of `queries`, so that they are of
the same moment. Discreet recognitions count in the ten figures of the organisation, and where areas, sites or shifts are
named they do not.
"""

from collections.abc import Iterable
from fractions import Fraction
from itertools import groupby

from msgspec import Struct

from recognize.reports.schemas import Dimension, Figure, GroupRow, Headline, StageRow

TENURE_DAYS = 30
LONG_TENURE_DAYS = SILENT_DAYS = 90
HIRE_DAYS = 60
MOST_NAMED = 5
SMALLEST_GROUP = 10
PAIRS_SHOWN = 5
EARLIER_MONTHS = 3  # when a pair of areas was heard that is silent now
_LOOK_BACK_DAYS = HIRE_DAYS + 32  # to the hiring of who reaches that day on the month's first; more than SILENT_DAYS

INDIVIDUAL = f"""
r.named and (select count(*) from kudos_recipients n where n.kudos_id = k.id and n.named) <= {MOST_NAMED}
"""
# `present` are the employees who are active on the month's last day. Without a day of hiring they have been here since their first
# appearance, or since somebody entered them.
BASE = f"""
present as materialized (
    select p.id, place.site, place.shift, d.department_id, boss.manager_id, m.next_first_day - 1 - since.day as tenure_days
    from month m join people p on p.kind = 'employee'
    left join appearances a on a.id = p.id
    cross join lateral (select coalesce(
        p.hired_on, (least(a.first_at, p.created_at) at time zone m.time_zone)::date) as day) since
    left join month_places kept on kept.month = m.first_day and kept.person_id = p.id
    cross join lateral (
        select case when kept.month is null then p.site else kept.site end as site,
               case when kept.month is null then p.shift else kept.shift end as shift) place
    left join spans s on s.person_id = p.id and s.since < m.next_first_day and s.until >= m.next_first_day
    left join department_spans d on d.person_id = p.id and d.since < m.next_first_day and d.until >= m.next_first_day
    left join manager_spans boss on boss.person_id = p.id and boss.since < m.next_first_day and boss.until >= m.next_first_day
    where since.day < m.next_first_day and coalesce(s.status, 'active') = 'active'
      and ($2::text is null or d.department_id in (select id from area))
), eligible as materialized (
    select * from present where tenure_days >= {TENURE_DAYS}
), leaders as (
    select id from present where id in (select manager_id from present)
), hires as (
    select p.id, p.hired_on from month m join people p on p.kind = 'employee'
    left join spans s on s.person_id = p.id and s.since <= p.hired_on + {HIRE_DAYS} and s.until > p.hired_on + {HIRE_DAYS}
    where p.hired_on + {HIRE_DAYS} >= m.first_day and p.hired_on + {HIRE_DAYS} < m.next_first_day
      and s.status is distinct from 'left'
      and ($2::text is null or p.id in (select id from members))
), thanked as materialized (
    select r.person_id as id, local.day
    from month m
    join kudos k on k.given_at >= m.earliest - interval '{_LOOK_BACK_DAYS} days' and k.given_at < m.latest
                and k.withdrawn_at is null and k.hidden_at is null
    cross join lateral (select (k.given_at at time zone m.time_zone)::date as day) local
    join kudos_recipients r on r.kudos_id = k.id and {INDIVIDUAL}
    where local.day < m.next_first_day and ($2::text is null or not (k.visibility = 'private' or r.quiet))
), held as (
    select e.id, count(c.kudos_id) as recognitions
    from eligible e left join counted c on c.receiver_id = e.id and c.is_individual group by e.id
), staged as (
    select c.kudos_id, c.receiver_id, bool_or(b.stage <> 'every-moment') as is_staged
    from counted c left join kudos_behaviours named on named.kudos_id = c.kudos_id
    left join behaviours b on b.code = named.behaviour
    group by c.kudos_id, c.receiver_id
)
"""
# Each is a numerator and a denominator.
FIGURES = f"""
select array[(select count(*) from held where recognitions > 0), (select count(*) from held)] as reach,
       array[(select count(*) from eligible where id in (select giver_id from counted)), (select count(*) from eligible)] as giving,
       (select array[count(*) filter (where not exists (
                        select from thanked t cross join month m
                        where t.id = e.id and t.day >= m.next_first_day - {SILENT_DAYS})), count(*)]
        from eligible e where tenure_days >= {LONG_TENURE_DAYS}) as silence,
       (select array[count(*) filter (where exists (
                        select from counted c join standings s on s.id = c.receiver_id and s.day = c.day
                        where c.giver_id = l.id and s.manager_id = l.id)), count(*)] from leaders l) as leaders,
       array[(select coalesce(sum(recognitions), 0) from held), (select count(*) from held)] as density,
       (select array[coalesce(sum(recognitions) filter (where place <= (people + 9) / 10), 0), coalesce(sum(recognitions), 0)]
        from (select recognitions, row_number() over (order by recognitions desc) as place, count(*) over () as people
              from held) ranked) as concentration,
       (select array[count(*) filter (where giver_department_id <> receiver_department_id), count(*)]
        from counted where giver_department_id is not null and receiver_department_id is not null) as between_areas,
       (select array[count(*) filter (where is_staged), count(*)] from staged) as stages,
       (select array[count(*) filter (where exists (
                        select from thanked t where t.id = h.id and t.day >= h.hired_on and t.day <= h.hired_on + {HIRE_DAYS})),
                     count(*)] from hires h) as newcomers
"""
GROUPS = f"""
select kind as dimension, key, count(*) as people, count(*) filter (where is_reached) as reached
from (
    select e.*, d.code, exists (
        select from open o where o.receiver_id = e.id and o.is_individual) as is_reached
    from eligible e left join departments d on d.id = e.department_id
) member
cross join lateral (values ('area', code), ('shift', shift), ('site', site)) grouped (kind, key)
where key is not null
group by kind, key having count(*) >= {SMALLEST_GROUP}
order by kind collate "C", key collate "C"
"""
STAGES = """
with tagged as (
    select distinct o.kudos_id, o.receiver_id, b.stage
    from open o join kudos_behaviours named on named.kudos_id = o.kudos_id
    join behaviours b on b.code = named.behaviour and b.stage <> 'every-moment'
)
select stage, count(*) as recognitions, (select count(distinct (kudos_id, receiver_id)) from tagged) as tagged
from tagged group by stage order by stage collate "C"
"""
_BETWEEN = """
select giver.code as giver_department, receiver.code as receiver_department, count(*) as recognitions
from {rows} join departments giver on giver.id = giver_department_id join departments receiver on receiver.id = receiver_department_id
where giver.id <> receiver.id group by 1, 2
"""
_BETWEEN_NOW, _BETWEEN_EARLIER = (_BETWEEN.format(rows=rows) for rows in ("open", "earlier"))
STRONGEST = f"""
select * from ({_BETWEEN_NOW}) pair
order by recognitions desc, giver_department collate "C", receiver_department collate "C" limit {PAIRS_SHOWN}
"""
# What they were heard with in the months before.
SILENT = f"""
with now as ({_BETWEEN_NOW}),
earlier as (
    select giver.department_id as giver_department_id, receiver.department_id as receiver_department_id
    from month m
    join kudos k on k.given_at >= m.earliest - interval '{EARLIER_MONTHS} months' and k.given_at < m.latest
                and k.withdrawn_at is null and k.hidden_at is null and k.visibility <> 'private'
    cross join lateral (select (k.given_at at time zone m.time_zone)::date as day) local
    join kudos_recipients r on r.kudos_id = k.id and not r.quiet
    join department_spans giver on giver.person_id = k.giver_id and local.day >= giver.since and local.day < giver.until
    join department_spans receiver on receiver.person_id = r.person_id and local.day >= receiver.since and local.day < receiver.until
    where local.day >= m.first_day - interval '{EARLIER_MONTHS} months' and local.day < m.first_day
      and ($2::text is null or giver.department_id in (select id from area) or receiver.department_id in (select id from area))
)
select * from ({_BETWEEN_EARLIER}) pair
where (giver_department, receiver_department) not in (select giver_department, receiver_department from now)
order by recognitions desc, giver_department collate "C", receiver_department collate "C" limit {PAIRS_SHOWN}
"""

Ratio = tuple[int, int]


class Group(Struct, frozen=True):
    dimension: Dimension
    key: str
    people: int
    reached: int

    @property
    def reach(self) -> Fraction:
        return Fraction(100 * self.reached, self.people)

    def row(self) -> GroupRow:
        return GroupRow(
            dimension=self.dimension,
            key=self.key,
            people=self.people,
            reached=self.reached,
            reach_percent=rounded(self.reach),
        )


class StageCount(Struct, frozen=True):
    stage: str
    recognitions: int
    tagged: int

    def row(self) -> StageRow:
        share = Fraction(100 * self.recognitions, self.tagged)
        return StageRow(stage=self.stage, recognitions=self.recognitions, percent=rounded(share))


class Ratios(Struct, frozen=True):
    reach: Ratio
    giving: Ratio
    silence: Ratio
    leaders: Ratio
    density: Ratio
    concentration: Ratio
    between_areas: Ratio
    stages: Ratio
    newcomers: Ratio


def headline(ratios: Ratios, groups: Iterable[Group]) -> Headline:
    return Headline(
        reach=_share(ratios.reach),
        gave=_share(ratios.giving),
        nobody_in_90_days=_share(ratios.silence),
        leaders_who_recognised=_share(ratios.leaders),
        recognitions_per_100=_share(ratios.density),
        concentration=_share(ratios.concentration),
        between_areas=_share(ratios.between_areas),
        stage_tagged=_share(ratios.stages),
        reach_gap=Figure(value=_widest_gap(groups), numerator=None, denominator=None),
        newcomers=_share(ratios.newcomers),
    )


def percent(numerator: int, denominator: int) -> float | None:
    """One decimal, half up; None of nothing."""
    return rounded(Fraction(100 * numerator, denominator)) if denominator else None


def rounded(value: Fraction) -> float:
    """Of what is not negative: one decimal, half up, counted in whole numbers."""
    return int(value * 10 + Fraction(1, 2)) / 10


def _share(ratio: Ratio) -> Figure:
    numerator, denominator = ratio
    return Figure(value=percent(numerator, denominator), numerator=numerator, denominator=denominator)


def _widest_gap(groups: Iterable[Group]) -> float | None:
    """Percentage points, of the dimension in which it is widest; None where no two groups can be compared."""
    reaches = [[each.reach for each in of_one] for _, of_one in groupby(groups, key=lambda each: each.dimension)]
    gaps = [max(of_one) - min(of_one) for of_one in reaches if len(of_one) > 1]
    return rounded(max(gaps)) if gaps else None
