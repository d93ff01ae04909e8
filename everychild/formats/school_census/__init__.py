"""The School Census as the authority takes it from COLLECT: many tables, joined by the extract's own row ids; a pupil is known by school and UPN."""

from collections.abc import Iterator, Sequence

from everychild.formats.beside import Beside, path_of_each
from everychild.formats.grouping import each_described
from everychild.formats.reading import Recognised, Sent, Unreadable
from everychild.formats.remarks import Remarks
from everychild.formats.school_census.keys import SHARED, TWICE, Keys
from everychild.formats.school_census.pupils import Schools, address_facts, pupil_facts
from everychild.formats.school_census.tables import BESIDE, NOT_READ, PUPILS, SCHOOLS, SHAPES
from everychild.formats.tables import Row, Table
from everychild.formats.values import Cells

NAME, SOURCE = "school_census", "census"

__all__ = ["NAME", "NOT_READ", "SHAPES", "SOURCE", "read"]

_SAID = {
    SHARED: ("Pupils of different names or birth dates have this UPN at one school; each is kept apart.", "Find out at the school whose UPN it is."),
    TWICE: ("The school sends this pupil twice, and nothing but the row tells the two apart; both are kept.", "Take out one of the rows at the school, or say what differs."),
}


def read(files: Recognised, items: Sequence[str] | None = None) -> Iterator[Sent]:
    """One pupil with everything that the extract's other tables say of them."""
    by_table = path_of_each(files)
    _check_pupils(by_table, files)
    schools = _schools(files, by_table)
    keys = Keys({main: Table.of(files, by_table[main], shape) for main, shape in PUPILS.items() if main in by_table}, schools)
    for main in PUPILS:
        if main in by_table:
            yield from _pupils(files, by_table, main, schools, keys)


def _check_pupils(by_table: dict[str, str], files: Recognised) -> None:
    """A side table without its pupils means nothing."""
    for main, beside in BESIDE.items():
        for table in beside:
            if table in by_table and main not in by_table:
                raise Unreadable(
                    f"The table {table} says more about pupils, but the table {main} is not with it.",
                    file=by_table[table],
                    do=f"Load the folder with the whole extract, {main} included.",
                )
    if not any(main in by_table for main in PUPILS):
        raise Unreadable("There is no table of pupils in this extract.", file=files.paths[0], do="Load the folder with the whole extract.")


def _schools(files: Recognised, by_table: dict[str, str]) -> Schools:
    schools = Schools()
    for table, shape in SCHOOLS.items():
        if table in by_table:
            for row in Table.of(files, by_table[table], shape).rows():
                if row.trouble is None:
                    schools.learn(row.sent)
    return schools


def _pupils(files: Recognised, by_table: dict[str, str], main: str, schools: Schools, keys: Keys) -> Iterator[Sent]:
    beside, key = Beside(), f"{main}tableid"
    for table, shape in BESIDE[main].items():
        if table in by_table:
            yield from beside.hold(files, by_table[table], shape, key)

    def describe(remarks: Remarks, local_id: str, cells: Cells) -> tuple[str, list]:
        return "child", pupil_facts(remarks, local_id, cells, schools, on_roll=main == "pupilonroll")

    def call(remarks: Remarks, row: Row) -> str:
        local_id, said = keys.of(main, row.line, row.sent)
        remarks.begin(row.line, local_id)
        if said is not None:
            remarks.flag("upn", row.sent.get("upn"), said, *_SAID[said])
        return local_id

    for sent in each_described(files, by_table[main], PUPILS[main], (key,), "child", describe, call):
        yield _with_side_rows(sent, beside.of(sent.rows[0].sent.get(key, "").strip())) if sent.local_id else sent
    yield from beside.left(key, "pupil")


def _with_side_rows(sent: Sent, beside: dict[str, list[tuple[Remarks, Row]]]) -> Sent:
    if not beside:
        return sent
    rows, facts, problems = list(sent.rows), list(sent.facts), list(sent.problems)
    for table, found in beside.items():
        for remarks, row in found:
            remarks.begin(row.line, sent.local_id)
            if not sent.facts:
                remarks.refuse(None, None, "with_its_person", "The pupil's own row is quarantined, so this one waits with it.", "Put the pupil's row right.")
            elif table.startswith("addresses"):
                facts += address_facts(remarks, sent.local_id, row.sent)
            rows.append(remarks.sent_row(row))
            problems += remarks.problems
    return Sent(sent.kind, sent.local_id, tuple(rows), tuple(facts), tuple(problems))
