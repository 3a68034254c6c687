from piccolo.columns import JSONB, Boolean, SmallInt, Text, Timestamptz
from piccolo.table import Table


class Behaviour(Table, tablename="behaviours"):
    """A service behaviour. `texts` and `hints` are by language; a retired one keeps the meaning of history."""

    code = Text(primary_key=True)
    stage = Text()
    picker_group = Text()
    shown_first = Boolean()
    place = SmallInt()
    icon = Text()
    texts = JSONB()
    hints = JSONB()
    retired_at = Timestamptz(null=True, default=None)
