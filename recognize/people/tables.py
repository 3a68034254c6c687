from piccolo.columns import UUID, Boolean, Date, ForeignKey, Text, Timestamptz
from piccolo.table import Table


class Department(Table, tablename="departments"):
    """A node of the tree; without a parent it stands at the top."""

    id = UUID(primary_key=True)
    code = Text(unique=True)
    name = Text()
    parent_id: ForeignKey["Department"] = ForeignKey("self", null=True)
    front_line = Boolean(default=False)


class Person(Table, tablename="people"):
    """Somebody, for ever: people leave, they are not deleted. `department_id`, `manager_id` and `status` are of today;
    `department_history`, `manager_history` and `status_history` know the other days."""

    id = UUID(primary_key=True)
    handle = Text(unique=True)
    name = Text()
    preferred_name = Text(null=True, default=None)
    sort_key = Text()
    folded = Text()
    email = Text(null=True, default=None)
    department_id = ForeignKey(Department, null=True)
    manager_id: ForeignKey["Person"] = ForeignKey("self", null=True)
    site = Text(null=True, default=None)
    job_title = Text(null=True, default=None)
    shift = Text(null=True, default=None)
    kind = Text(default="employee")
    status = Text(default="active")
    hired_on = Date(null=True, default=None)
    seniority_on = Date(null=True, default=None)
    birthday = Text(null=True, default=None)
    locale = Text(null=True, default=None)
    time_zone = Text(null=True, default=None)
    preference = Text(null=True, default=None)
    created_at = Timestamptz()
    on_boards = Boolean(default=False)


class Team(Table, tablename="teams"):
    """People who are thanked together; `team_members` holds who they are."""

    id = UUID(primary_key=True)
    code = Text(unique=True)
    name = Text()
