"""Which tables of the COLLECT extract are read, and how they hang together."""

from everychild.formats.school_census.headings import ALSO, NOT_READ_YET, TABLES
from everychild.formats.shapes import Shape


def _shape(table: str, *required: str) -> Shape:
    return Shape(table, TABLES[table] + ALSO.get(table, ()), (f"{table}tableid", *required), (f"{table}tableid",))


PUPILS = {
    "pupilonroll": _shape("pupilonroll", "NativeId", "surname", "forename", "dob"),
    "pupilnolongeronroll": _shape("pupilnolongeronroll", "NativeId", "surname", "forename", "dob"),
}
"""The tables with a row for each pupil."""

BESIDE = {
    "pupilonroll": {
        "addressesonroll": _shape("addressesonroll", "pupilonrolltableid"),
        "addresses": _shape("addresses", "pupilonrolltableid"),
        "fsmperiodsonroll": _shape("fsmperiodsonroll", "pupilonrolltableid"),
        "fsmperiod": _shape("fsmperiod", "pupilonrolltableid"),
        "senneeds": _shape("senneeds", "pupilonrolltableid"),
    },
    "pupilnolongeronroll": {"addressesoffroll": _shape("addressesoffroll", "pupilnolongeronrolltableid")},
}
"""Under each, the tables that say more of its pupils; they carry its id."""

SCHOOLS = {"school": _shape("school", "NativeId"), "schoolcensus": _shape("schoolcensus", "lea", "estab")}
"""Tables about the school or its return; they bring no rows of their own, only the school's number and name."""

SHAPES = (*PUPILS.values(), *(shape for beside in BESIDE.values() for shape in beside.values()), *SCHOOLS.values())

NOT_READ = tuple(Shape(table, (f"{table}tableid",), (f"{table}tableid",), (f"{table}tableid",)) for table in NOT_READ_YET)
