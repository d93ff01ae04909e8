"""The Common Transfer File: a school hands a pupil to the next one."""

import re
from collections.abc import Iterator, Sequence

from everychild.formats.ctf.people import contact_sent, pupil_facts
from everychild.formats.elements import Node, branches, leaves, records
from everychild.formats.grouping import LONGEST_ID
from everychild.formats.identifiers import normalised
from everychild.formats.reading import Recognised, Sent, SentRow, Unreadable
from everychild.formats.remarks import Remarks
from everychild.formats.values import code

NAME, SOURCE = "ctf", "ctf"
ROOT, TABLE = "CTfile", "pupil"

# An authority may send one too; its establishment is then letters.
_LAESTAB = re.compile("[0-9]{3}[0-9A-Z]{4}")

__all__ = ["NAME", "ROOT", "SOURCE", "TABLE", "read"]


def read(files: Recognised, items: Sequence[str] | None = None) -> Iterator[Sent]:
    """Each pupil, then each of the pupil's contacts."""
    for path in files.paths:
        yield from _one_file(files, path)


def _one_file(files: Recognised, path: str) -> Iterator[Sent]:
    pupils, adults = Remarks.on(files, path, TABLE), Remarks.on(files, path, "contact")
    school: dict[str, str] | None = None
    seen: set[str] = set()
    position = 0
    for name, line, node in records(files, path, "Header", "Pupil"):
        if name == "Header":
            school = next(map(leaves, branches(node, "SourceSchool")), {})
            continue
        if school is None or not _LAESTAB.fullmatch(laestab_of(school)):
            message = "The transfer file does not say, before its first pupil, which school it is from."
            raise Unreadable(message, file=path, line=line, field="SourceSchool", do="Ask the school to export it again.")
        position += 1
        yield from _pupil(pupils, adults, node, line, school, position, seen)
    if school is None:
        raise Unreadable("The transfer file has no header.", file=path, do="Ask the school to export it again.")


def _pupil(pupils: Remarks, adults: Remarks, node: Node, line: int, school: dict[str, str], position: int, seen: set[str]) -> Iterator[Sent]:
    laestab = laestab_of(school)
    upn = normalised(code(leaves(node).get("UPN")) or "")
    local_id = f"{laestab}/{upn if upn and upn.isprintable() and len(upn) < LONGEST_ID - 20 else position}"
    pupils.begin(line, local_id)
    if local_id in seen:
        pupils.flag("UPN", upn, "id_used_twice", "Two pupils of this file have the same UPN.", "Ask the school which of them it belongs to.")
        local_id = f"{local_id}/{position}"
    seen.add(local_id)
    facts = pupil_facts(pupils, local_id, node, school, laestab)
    own = {name: value for name, value in node.items() if name != "Contacts"}
    rows = (SentRow(pupils.path, TABLE, line, own),)
    yield Sent("child", local_id, rows, () if pupils.refused else tuple(facts), tuple(pupils.problems))
    for number, contact in enumerate(branches(node, "Contacts", "Contact"), 1):
        yield contact_sent(adults, contact, line, local_id, number, waits=pupils.refused, home=[fact for fact in facts if type(fact).__name__ == "AtAddress"])


def laestab_of(school: dict[str, str]) -> str:
    """Authority and establishment number together, as the file writes them."""
    return (code(school.get("LEA")) or "") + (code(school.get("Estab")) or "").zfill(4)
