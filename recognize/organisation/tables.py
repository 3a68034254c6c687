from piccolo.columns import JSONB, UUID, Boolean, Integer, Text, Timestamptz
from piccolo.table import Table


class Organisation(Table, tablename="organisation"):
    """One row: what administrators decide. `time_zone` is an IANA name, percentages are whole."""

    one = Boolean(primary_key=True, default=True)
    name = Text()
    time_zone = Text()
    locale = Text()
    allowance_points = Integer()
    one_person_percent = Integer()
    boards_received = Boolean(default=False)
    boards_departments = Boolean(default=False)
    usual_points = Integer()
    edit_minutes = Integer()
    close_day = Integer(null=True, default=None)
    deliver_day = Integer(null=True, default=None)
    closes_since = Timestamptz()


class Audit(Table, tablename="audit"):
    """A privileged act. `actor` is the handle of that moment, or `command line`; rows are only ever added."""

    id = UUID(primary_key=True)
    at = Timestamptz()
    actor_id = UUID(null=True, default=None)
    actor = Text()
    action = Text()
    subject = Text()
    details = JSONB()
