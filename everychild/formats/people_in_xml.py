"""The way in which an XML file with one element a person becomes one Sent a person."""

from collections.abc import Callable, Iterator

from everychild.formats.elements import Node, records
from everychild.formats.facts import Fact
from everychild.formats.grouping import readable_id, repeated
from everychild.formats.reading import Recognised, Sent, SentRow
from everychild.formats.remarks import Remarks

IdOf = Callable[[Node], tuple[str, str]]
"""An element's contents -> (the field that holds the id, the id)."""


def each_person(
    files: Recognised, path: str, element: str, table: str, id_of: IdOf, describe: Callable[[Remarks, str, Node], list[Fact]]
) -> Iterator[Sent]:
    """One Sent for each element. Ids that stand twice are quarantined wherever they stand: nobody here can tell which is right."""
    remarks = Remarks.on(files, path, table)
    twice = repeated(id_of(node)[1] for _, _, node in records(files, path, element))
    for _, line, node in records(files, path, element):
        field, local_id = id_of(node)
        remarks.begin(line, local_id)
        facts: list[Fact] = []
        if readable_id(remarks, field, local_id):
            if hash(local_id) in twice:
                remarks.refuse(
                    field, local_id, "id_used_twice", "More than one record of this file has this id, so nobody can tell which is right.",
                    "Find out at the source which one is right, and send one record for each id.",
                )
            facts = describe(remarks, local_id, node)
        shown_id = local_id if facts else ""
        yield Sent("child", shown_id, (SentRow(path, table, line, node),), () if remarks.refused else tuple(facts), tuple(remarks.problems))
