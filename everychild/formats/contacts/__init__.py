"""The schools' contacts: one row for each pupil and adult."""

from collections.abc import Iterator, Sequence

from everychild.formats.codes import codes
from everychild.formats.contacts.headings import HEADINGS
from everychild.formats.facts import Adult, AtAddress, Fact, Relation
from everychild.formats.grouping import readable_id, together
from everychild.formats.identified import identifier
from everychild.formats.names import check_names, name
from everychild.formats.places import address
from everychild.formats.reading import Recognised, RowProblem, Sent, SentRow
from everychild.formats.remarks import Remarks
from everychild.formats.shapes import Shape
from everychild.formats.tables import Row, Table
from everychild.formats.values import Cells, code, email, number, one_of, telephone, text, yes_no

NAME, SOURCE = "contacts", "contacts"
SHAPES = (Shape("contacts", HEADINGS, ("pupil_id", "contact_id", "given_names", "family_name", "relation"), ("pupil_id", "contact_id")),)

_ADDRESS = ("address_1", "address_2", "address_3", "address_4")


def read(files: Recognised, items: Sequence[str] | None = None) -> Iterator[Sent]:
    """One adult with every pupil whose contact they are."""
    for path in files.paths:
        table, remarks = Table.of(files, path, SHAPES[0]), Remarks.on(files, path, SHAPES[0].table)
        for rows in together(table, ("contact_id",)):
            yield _described(remarks, rows)


def _described(remarks: Remarks, rows: list[Row]) -> Sent:
    local_id = rows[0].sent.get("contact_id", "").strip()
    remarks.begin(rows[0].line, local_id)
    if rows[0].trouble or not readable_id(remarks, "contact_id", local_id):
        return remarks.unread("adult", rows[0])
    if len(rows) == 1:
        facts = _facts(remarks, local_id, rows[0].sent)
        return remarks.sent("adult", local_id, rows[0], facts)
    return _of_several_rows(remarks, local_id, rows)


def _facts(remarks: Remarks, local_id: str, cells: Cells) -> list[Fact]:
    return [_adult(remarks, local_id, cells), *_address(remarks, local_id, cells), _relation(remarks, local_id, cells)]


def _of_several_rows(remarks: Remarks, local_id: str, rows: list[Row]) -> Sent:
    two_people = _two_people(rows)
    adult: Adult | None = None
    facts: dict[Fact, None] = {}
    problems: list[RowProblem] = []
    for row in rows:
        remarks.begin(row.line, local_id)
        if two_people:
            remarks.refuse("contact_id", local_id, "id_used_twice", "Rows with this id name different adults, so nobody can tell whose contact it is.", "Give each adult an id of their own at the source.")
        found, *others = _facts(remarks, local_id, row.sent)
        problems += remarks.problems
        if not remarks.refused:
            adult = adult or found
            facts |= dict.fromkeys(others)
    sent_rows = tuple(SentRow(remarks.path, remarks.table, row.line, row.sent) for row in rows)
    return Sent("adult", local_id, sent_rows, (adult, *_once_withheld(facts)) if adult else (), tuple(problems))


def _two_people(rows: list[Row]) -> bool:
    """Rows of one id that differ in both names are two adults: a wrong one would be given another's child."""
    given = {(text(row.sent.get("given_names")) or "").casefold() for row in rows} - {""}
    family = {(text(row.sent.get("family_name")) or "").casefold() for row in rows} - {""}
    return len(given) > 1 and len(family) > 1


def _once_withheld(facts: dict[Fact, None]) -> list[Fact]:
    """An address that one row withholds is withheld, whatever another row of the same adult says."""
    if not any(isinstance(fact, AtAddress) and fact.withheld for fact in facts):
        return list(facts)
    return list(dict.fromkeys(
        AtAddress(fact.record, fact.lines, fact.postcode, withheld=True) if isinstance(fact, AtAddress) else fact for fact in facts
    ))


def _adult(remarks: Remarks, local_id: str, cells: Cells) -> Adult:
    given, family = name(remarks, "given_names", cells), name(remarks, "family_name", cells)
    check_names(remarks, given, family, False, ("given_names", "family_name"))
    return Adult(
        local_id,
        text(cells.get("title")),
        given,
        family,
        telephone=telephone(remarks, "telephone", cells),
        email=email(remarks, "email", cells),
        language=text(cells.get("language")),
        interpreter=text(cells.get("interpreter")),
    )


def _address(remarks: Remarks, local_id: str, cells: Cells) -> list[AtAddress]:
    said = yes_no(remarks, "address_withheld", cells)
    # Whatever is written there and is not a plain no withholds: the mistake that can be undone.
    return address(remarks, local_id, cells, _ADDRESS, withheld=bool(said or (said is None and code(cells.get("address_withheld")))))


def _relation(remarks: Remarks, local_id: str, cells: Cells) -> Relation:
    pupil, upn = code(cells.get("pupil_id")), identifier(remarks, "upn", "upn", cells)
    if pupil is None and upn is None:
        remarks.refuse("pupil_id", None, "no_such_person", "The row does not say whose contact this is.", "Send the pupil's id or UPN.")
    return Relation(
        local_id,
        pupil or "",
        one_of(remarks, "relation", cells, codes("relation"), "how a contact stands to a pupil") or "OTH",
        child_upn=upn,
        child_laestab=identifier(remarks, "laestab", "laestab", cells),
        parental_responsibility=yes_no(remarks, "parental_responsibility", cells),
        court_order=yes_no(remarks, "court_order", cells),
        may_have_contact=yes_no(remarks, "may_have_contact", cells),
        lives_with=yes_no(remarks, "lives_with_pupil", cells),
        order=number(remarks, "priority", cells, most=99),
        safe_contact=text(cells.get("safe_contact")),
    )
