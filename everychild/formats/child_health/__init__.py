"""The child health register: one row a child, with the NHS number."""

from collections.abc import Iterator, Sequence

from everychild.formats.child_health.headings import HEADINGS
from everychild.formats.facts import Child, Fact, Involved
from everychild.formats.grouping import each_described
from everychild.formats.identified import identifier
from everychild.formats.names import check_names, name
from everychild.formats.places import address
from everychild.formats.reading import Recognised, Sent
from everychild.formats.remarks import Remarks
from everychild.formats.shapes import Shape
from everychild.formats.values import Cells, born, day, number, sex, telephone, text

NAME, SOURCE = "child_health", "health"
SHAPES = (Shape("child_health", HEADINGS, ("local_id", "given_names", "family_name", "date_of_birth"), ("local_id", "nhs_number")),)

_ADDRESS = ("address_1", "address_2", "address_3", "address_4")


def read(files: Recognised, items: Sequence[str] | None = None) -> Iterator[Sent]:
    """One child a row."""
    for path in files.paths:
        yield from each_described(files, path, SHAPES[0], ("local_id",), "child", _child)


def _child(remarks: Remarks, local_id: str, cells: Cells) -> tuple[str, list[Fact]]:
    given, family = name(remarks, "given_names", cells), name(remarks, "family_name", cells)
    before, nhs_number = name(remarks, "previous_family_name", cells), identifier(remarks, "nhs_number", "nhs_number", cells)
    check_names(remarks, given, family, nhs_number is not None, ("given_names", "family_name"))
    born_on = born(remarks, "date_of_birth", cells)
    child = Child(
        local_id,
        given,
        family,
        known_as=name(remarks, "known_as", cells),
        previous_family_names=(before,) if before and before != family else (),
        born_on=born_on,
        birth_date_is="expected" if born_on and born_on > remarks.as_at else "exact",
        birth_order=number(remarks, "birth_order", cells, most=9),
        sex=sex(remarks, "sex", cells),
        nhs_number=nhs_number,
    )
    visited = Involved(
        local_id,
        "child_health",
        local_id,
        team=text(cells.get("team")),
        worker_name=text(cells.get("health_visitor")),
        worker_role="Health visitor" if text(cells.get("health_visitor")) else None,
        telephone=telephone(remarks, "telephone", cells),
        from_on=day(remarks, "from", cells),
        to_on=day(remarks, "to", cells),
    )
    return "child", [child, *address(remarks, local_id, cells, _ADDRESS), visited]
