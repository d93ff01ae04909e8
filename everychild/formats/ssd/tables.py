"""Which objects of the dataset are read, and the column of each that names the person."""

from everychild.formats.shapes import Shape
from everychild.formats.ssd.headings import TABLES
from everychild.formats.words import words

PERSON = "ssd_person"
LOOKED_UP = ("ssd_professionals", "ssd_department")
"""Objects about workers and teams: they bring no rows of their own, only names."""

PERSON_COLUMN = {
    table: next(column for column in columns if column.endswith("_person_id") and "childs" not in column)
    for table, columns in TABLES.items()
    if table != PERSON and any(column.endswith("_person_id") for column in columns)
}
"""object -> the column that says whom a row is about."""

_PERSON_SHAPE = Shape(PERSON, TABLES[PERSON], ("pers_person_id", "pers_forename", "pers_surname", "pers_dob"), ("pers_person_id",))
_PRIMARY = {"ssd_professionals": "prof_professional_id", "ssd_department": "dept_team_id"}

SHAPES_BY_TABLE = (
    {PERSON: _PERSON_SHAPE}
    | {table: Shape(table, TABLES[table], (column,), (column,)) for table, column in PERSON_COLUMN.items()}
    | {table: Shape(table, TABLES[table], (_PRIMARY[table],), (_PRIMARY[table],)) for table in LOOKED_UP}
)
SHAPES = tuple(SHAPES_BY_TABLE.values())

NOT_READ = tuple(Shape(table, columns, (columns[0],), (columns[0],)) for table, columns in TABLES.items() if table not in SHAPES_BY_TABLE)
"""Objects that hang on a plan, an assessment or a request and not on a person: nothing here uses them yet."""

OWN_SERVICES = frozenset(words("""ssd_cin_episodes ssd_cin_assessments ssd_cin_plans ssd_cp_plans ssd_cla_episodes ssd_contacts ssd_early_help_episodes ssd_s47_enquiry ssd_missing
    ssd_care_leavers ssd_initial_cp_conference ssd_send ssd_permanence ssd_legal_status"""))
"""A row in one of these makes a person a child or young person of the service, not only somebody's parent."""
