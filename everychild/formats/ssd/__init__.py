"""The case system's extract in the shape of the Standard Safeguarding Dataset: one CSV an object."""

from collections.abc import Iterator, Sequence

from everychild.formats.beside import Beside, path_of_each
from everychild.formats.facts import AtAddress, Fact, Involved
from everychild.formats.grouping import each_described
from everychild.formats.reading import Recognised, Sent, Unreadable
from everychild.formats.remarks import Remarks, day_of
from everychild.formats.ssd.family import Families
from everychild.formats.ssd.people import adult_facts, child_facts
from everychild.formats.ssd.services import side_facts
from everychild.formats.ssd.tables import LOOKED_UP, NOT_READ, PERSON, PERSON_COLUMN, SHAPES, SHAPES_BY_TABLE
from everychild.formats.ssd.workers import Workers
from everychild.formats.tables import Row, Table
from everychild.formats.values import Cells

NAME, SOURCE = "ssd", "social_care"

__all__ = ["NAME", "NOT_READ", "SHAPES", "SOURCE", "read"]

_Beside = dict[str, list[tuple[Remarks, Row]]]


def read(files: Recognised, items: Sequence[str] | None = None) -> Iterator[Sent]:
    """One person, child or adult, with everything that the extract's other objects say of them."""
    by_table = path_of_each(files)
    if PERSON not in by_table:
        raise Unreadable("The extract has no ssd_person.", file=files.paths[0], do="Load the folder with the whole extract.")
    workers, beside, families = Workers(), Beside(), Families()
    for table in LOOKED_UP:
        if table in by_table:
            workers.learn(Table.of(files, by_table[table], SHAPES_BY_TABLE[table]))
    for table, column in PERSON_COLUMN.items():
        if table in by_table:
            yield from beside.hold(files, by_table[table], SHAPES_BY_TABLE[table], column)
            families.learn(table, Table.of(files, by_table[table], SHAPES_BY_TABLE[table]))
    families.tell_adults(Table.of(files, by_table[PERSON], SHAPES_BY_TABLE[PERSON]), day_of(files, by_table[PERSON]))
    yield from _people(files, by_table[PERSON], workers, beside, families)
    yield from beside.left("person_id", "person")


def _people(files: Recognised, path: str, workers: Workers, beside: Beside, families: Families) -> Iterator[Sent]:
    taken: dict[str, _Beside] = {}

    def describe(remarks: Remarks, local_id: str, cells: Cells) -> tuple[str, list[Fact]]:
        its = taken[local_id] = beside.of(local_id)
        if families.is_adult(local_id):
            return "adult", [*adult_facts(remarks, local_id, cells), *families.relations(local_id)]
        return "child", [*child_facts(remarks, local_id, cells, its), *families.relations(local_id)]

    for sent in each_described(files, path, SHAPES_BY_TABLE[PERSON], ("pers_person_id",), "child", describe):
        its = taken.pop(sent.local_id, None)
        if its is None:
            its = beside.of(sent.local_id) if sent.local_id else {}
        yield _with_side_rows(sent, its, workers)


def _of_an_adult(fact: Fact) -> bool:
    """Of an adult only the address is a child's business; and an adoption, which must never be overlooked."""
    return isinstance(fact, AtAddress) or (isinstance(fact, Involved) and fact.service == "adoption")


def _with_side_rows(sent: Sent, its: _Beside, workers: Workers) -> Sent:
    if not its:
        return sent
    waits = not sent.facts
    rows, facts, problems = list(sent.rows), list(sent.facts), list(sent.problems)
    for table, found in its.items():
        for remarks, row in found:
            if waits:
                remarks.begin(row.line, sent.local_id)
                remarks.refuse(None, None, "with_its_person", "The person's own row is quarantined, so this one waits with it.", "Put the person's row right.")
                problems += remarks.problems
            rows.append(remarks.sent_row(row))
        if not waits:
            said = side_facts(table, sent.local_id, found, workers, problems)
            facts += said if sent.kind == "child" else [fact for fact in said if _of_an_adult(fact)]
    return Sent(sent.kind, sent.local_id, tuple(rows), tuple(facts), tuple(problems))
