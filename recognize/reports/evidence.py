"""Who and what stands behind the figures of a closed month: ids, so that each figure can be counted again line by line.

The two of `recognitions` belong together, place by place. Nothing shows these lists: some say who gave nothing.
"""

from recognize.reports.days import MONTH
from recognize.reports.headline import HIRE_DAYS, LONG_TENURE_DAYS, SILENT_DAYS
from recognize.reports.recount import BASE, COUNTED, EMPLOYED, RECOGNITIONS, STANDINGS
from recognize.reports.sections import FRONT_LINE_LIST

_RECOGNISED_HIRE = f"""
exists (select from thanked t where t.id = h.id and t.day >= h.hired_on and t.day <= h.hired_on + {HIRE_DAYS})
"""
_LISTS = {
    "kudos": "select distinct kudos_id from counted order by 1",
    "recognitions.kudos": "select kudos_id from counted order by kudos_id, receiver_id",
    "recognitions.receivers": "select receiver_id from counted order by kudos_id, receiver_id",
    "people": "select id from members order by 1",
    "givers": "select distinct giver_id from counted order by 1",
    "receivers": "select distinct receiver_id from counted order by 1",
    "eligible": "select id from eligible order by 1",
    "reached": "select id from held where recognitions > 0 order by 1",
    "gave": "select id from eligible where id in (select giver_id from counted) order by 1",
    "here_90_days": f"select id from eligible where tenure_days >= {LONG_TENURE_DAYS} order by 1",
    "nobody_in_90_days": f"""
        select e.id from eligible e where e.tenure_days >= {LONG_TENURE_DAYS} and not exists (
            select from thanked t cross join month m where t.id = e.id and t.day >= m.next_first_day - {SILENT_DAYS}) order by 1""",
    "leaders": "select id from leaders order by 1",
    "leaders_who_recognised": """
        select l.id from leaders l where exists (
            select from counted c join standings s on s.id = c.receiver_id and s.day = c.day
            where c.giver_id = l.id and s.manager_id = l.id) order by 1""",
    "newcomers": "select id from hires order by 1",
    "newcomers_recognised": f"select h.id from hires h where {_RECOGNISED_HIRE} order by 1",
    FRONT_LINE_LIST: "select id from departments where front_line order by 1",
}
KEEP_LISTS = f"""
with recursive {MONTH}, {RECOGNITIONS}, {STANDINGS}, {COUNTED}, {EMPLOYED}, {BASE}
insert into month_lists (month, list, ids, checksum)
select $1, list, ids, encode(sha256(convert_to(array_to_string(ids, ','), 'UTF8')), 'hex')
from ({" union all ".join(f"select '{name}' as list, array({ids}) as ids" for name, ids in _LISTS.items())}) kept
"""
# Site and shift have no history: a closed month keeps those of its close.
KEEP_PLACES = """
insert into month_places (month, person_id, site, shift)
select l.month, p.id, p.site, p.shift from month_lists l join people p on p.id = any(l.ids) where l.month = $1 and l.list = 'eligible'
"""
