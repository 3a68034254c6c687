"""People as an item that is about to be published needs to know them."""

from typing import Literal

from recognize.feed.audience import Party

# For `people p`: the row of a KnownParty as JSON.
PARTY = """(select row_to_json(it) from (
    select p.id, p.handle, coalesce(p.preferred_name, p.name) as name, p.name as full_name, p.status, p.manager_id, p.preference,
           (select d.code from departments d where d.id = p.department_id) as department,
           array(with recursive up as (
                     select d.id, d.parent_id from departments d where d.id = p.department_id
                     union all select d.id, d.parent_id from departments d join up on d.id = up.parent_id)
                 select id from up) as departments) it)"""


class KnownParty(Party, frozen=True, kw_only=True):
    """A party that can be named: `department` is the code of their own one."""

    handle: str
    name: str
    full_name: str
    department: str | None
    status: Literal["active", "on_leave", "left"]
