"""Every Piccolo table. Tables with composite keys have no Piccolo class: they are written and read as SQL."""

from piccolo.table import Table

from recognize.behaviours.tables import Behaviour
from recognize.organisation.tables import Audit, Organisation
from recognize.people.tables import Department, Person, Team

TABLES: tuple[type[Table], ...] = (Audit, Behaviour, Department, Organisation, Person, Team)
