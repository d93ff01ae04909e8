"""The files of a town: where each lies, who hands it over, what stands at its head and foot, and how its rows are written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from everychild.formats.child_health import headings as child_health
from everychild.formats.contacts import headings as contacts
from everychild.formats.early_help import headings as early_help
from everychild.formats.gias import headings as gias
from everychild.formats.police import headings as police
from everychild.formats.school_census import headings as school_census
from everychild.formats.ssd import headings as ssd
from everychild.town.rates import AS_AT, AUTHORITY

_MONTHS = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file. `head` stands before its records and `foot` after; records are what `manifest.json` counts."""

    path: str
    source: str
    format: str
    head: str
    foot: str = ""
    encoding: str = "utf-8"


def _csv(path: str, source: str, format_: str, columns: Sequence[str], mark: str = "") -> Sheet:
    return Sheet(path, source, format_, mark + ",".join(columns) + "\n")


_CIN = f"""<?xml version="1.0" encoding="UTF-8"?>
<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>{AS_AT.year}</Year><ReferenceDate>{AS_AT.year}-03-31</ReferenceDate></CollectionDetails>\
<Source><SourceLevel>L</SourceLevel><LEA>{AUTHORITY}</LEA><SoftwareCode>Everychild town</SoftwareCode><Release>1</Release><SerialNo>001</SerialNo>\
<DateTime>{AS_AT.year}-06-30T10:00:00</DateTime></Source></Header><Children>
"""
_NCCIS = f"""<?xml version="1.0" encoding="UTF-8"?>
<NCCIS><FileHeader><Databases><DatabaseID>{AUTHORITY}</DatabaseID></Databases><SourceLEAs><LEACode>{AUTHORITY}</LEACode></SourceLEAs>\
<DateOfSend>{AS_AT.isoformat()}</DateOfSend><PeriodEnd>{AS_AT.year}-09-30</PeriodEnd><SupplierName>Everychild town</SupplierName>\
<SupplierXMLVersion>1.0</SupplierXMLVersion><XMLSchemaVersion>1.0</XMLSchemaVersion></FileHeader>
"""

CENSUS_TABLES = ("pupilonroll", "pupilnolongeronroll", "addressesonroll", "addressesoffroll", "fsmperiodsonroll", "schoolcensus", "school")
SHEETS: dict[str, Sheet] = {
    sheet.path: sheet
    for sheet in (
        Sheet("schools/gias.csv", "schools", "gias", ",".join(f'"{heading}"' for heading in gias.HEADINGS) + "\n", encoding="cp1252"),
        *(_csv(f"census/{table}.csv", "census", "school_census", school_census.TABLES[table]) for table in CENSUS_TABLES),
        _csv("contacts/contacts.csv", "contacts", "contacts", contacts.HEADINGS),
        _csv("health/child_health.csv", "health", "child_health", child_health.HEADINGS),
        *(_csv(f"social_care/{table}.csv", "social_care", "ssd", columns, "\ufeff") for table, columns in ssd.TABLES.items()),
        Sheet("cin/cin_2026.xml", "cin_census", "cin_census", _CIN, "</Children></Message>\n"),
        _csv("early_help/early_help.csv", "early_help", "early_help", early_help.HEADINGS),
        Sheet("nccis/nccis.xml", "nccis", "nccis", _NCCIS, "</NCCIS>\n"),
        _csv("police/notifications.csv", "police", "police", police.HEADINGS),
        Sheet("truth.csv", "", "truth", "record_id,source,path,local_id,person,birth,household,kind\n"),
        Sheet("groups.csv", "", "groups", "person,name_community,sex,deprivation_decile\n"),
    )
}
"""path -> file; transfer files come besides, one for each sending school."""

Row = Mapping[str, str]


def row_maker(columns: Sequence[str]) -> Callable[[Row], str]:
    """A function from a row to its CSV line; values are written as they are, so those that need it are `quoted` first."""
    blanks = ("",) * len(columns)
    return lambda row: ",".join(map(row.get, columns, blanks))


def quoted(value: str) -> str:
    """A value for CSV, within quotation marks."""
    return '"' + value.replace('"', '""') + '"'


def escaped(value: str) -> str:
    """A value for XML."""
    return value.replace("&", "&amp;").replace("<", "&lt;") if "&" in value or "<" in value else value


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def collect_date(day: date | None) -> str:
    """A date as COLLECT writes it: `2026-Oct-01 00:00:00`."""
    return f"{day.year}-{_MONTHS[day.month]}-{day.day:02d} 00:00:00" if day else ""


def british(day: date | None) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}" if day else ""
