"""A council's own CSV, read through a mapping that it keeps in TOML."""

from collections.abc import Iterator, Sequence

from everychild.formats.facts import Child, Fact, Involved, OnRoll
from everychild.formats.grouping import each_described
from everychild.formats.identified import identifier
from everychild.formats.mapped.mapping import TARGETS, Mapping, is_mapping, load_mapping
from everychild.formats.mapped.propose import propose_mapping
from everychild.formats.names import check_names, name
from everychild.formats.places import address, uprn
from everychild.formats.reading import Recognised, Sent, Unreadable
from everychild.formats.remarks import Remarks
from everychild.formats.values import Cells, born, day, email, ethnicity, sex, telephone, text

NAME, SOURCE = "mapped", "mapped"

_ITEM_OF_TARGET = {
    "given_names": "name", "family_name": "name", "middle_names": "name", "known_as": "name", "previous_family_name": "name", "born_on": "date_of_birth",
    "sex": "sex", "nhs_number": "nhs_number", "upn": "upn", "uln": "uln", "ethnicity": "ethnicity", "first_language": "language", "interpreter": "language",
    "nationality": "nationality", "died_on": "death", "telephone": "telephone", "email": "telephone", "address": "address", "postcode": "address",
    "uprn": "address", "school": "school", "reference": "involvement", "from_on": "involvement", "to_on": "involvement", "team": "worker",
    "worker_name": "worker", "worker_role": "worker", "worker_telephone": "worker", "category": "category",
}

__all__ = ["NAME", "SOURCE", "TARGETS", "Mapping", "is_mapping", "item_columns", "load_mapping", "propose_mapping", "read"]


def read(files: Recognised, items: Sequence[str] | None = None) -> Iterator[Sent]:
    """One child a row, by the council's mapping."""
    if files.mapping is None:
        raise Unreadable("There is no mapping for this file.", file=files.paths[0], do="Write one: `everychild load --propose-mapping FILE` makes a start.")
    mapping = load_mapping(files.mapping)
    reading = _Reading(mapping)
    for path in files.paths:
        yield from each_described(files, path, mapping.shape(), mapping.columns["record"], "child", reading.describe)


def item_columns(mapping: Mapping) -> dict[str, str]:
    """Which item of an agreement each of the council's columns is: for `items.keep`."""
    return {column: _ITEM_OF_TARGET.get(target, "id") for target, columns in mapping.columns.items() for column in columns}


class _Reading:
    """The mapping at work on a row."""

    def __init__(self, mapping: Mapping):
        self._mapping = mapping
        self._column = {target: columns[0] for target, columns in mapping.columns.items()}

    def _at(self, target: str) -> str:
        """The column that says this; a name that no file has, where none does."""
        return self._column.get(target, f"(no {target})")

    def describe(self, remarks: Remarks, local_id: str, cells: Cells) -> tuple[str, list[Fact]]:
        """The child, where the child lives, the school and the service, as far as the mapping goes."""
        at = self._at
        found = address(
            remarks, local_id, cells, self._mapping.columns.get("address", ()), postcode_field=at("postcode"), uprn=uprn(remarks, at("uprn"), cells)
        )
        return "child", [self._child(remarks, local_id, cells), *found, *self._school(remarks, local_id, cells), *self._service(remarks, local_id, cells)]

    def _child(self, remarks: Remarks, local_id: str, cells: Cells) -> Child:
        at = self._at
        given, family = name(remarks, at("given_names"), cells), name(remarks, at("family_name"), cells)
        numbers = {kind: identifier(remarks, kind, at(kind), cells) for kind in ("nhs_number", "upn", "uln")}
        check_names(remarks, given, family, any(numbers.values()), (at("given_names"), at("family_name")))
        before = name(remarks, at("previous_family_name"), cells)
        return Child(
            local_id,
            given,
            family,
            middle_names=text(cells.get(at("middle_names"))),
            known_as=name(remarks, at("known_as"), cells),
            previous_family_names=(before,) if before and before != family else (),
            born_on=born(remarks, at("born_on"), cells),
            sex=sex(remarks, at("sex"), cells),
            ethnicity=ethnicity(remarks, at("ethnicity"), cells),
            first_language=text(cells.get(at("first_language"))),
            interpreter=text(cells.get(at("interpreter"))),
            nationality=text(cells.get(at("nationality"))),
            died_on=day(remarks, at("died_on"), cells),
            telephone=telephone(remarks, at("telephone"), cells),
            email=email(remarks, at("email"), cells),
            **numbers,
        )

    def _school(self, remarks: Remarks, local_id: str, cells: Cells) -> list[OnRoll]:
        school = identifier(remarks, "laestab", self._at("school"), cells)
        return [OnRoll(local_id, school)] if school else []

    def _service(self, remarks: Remarks, local_id: str, cells: Cells) -> list[Involved]:
        at, service = self._at, self._mapping.service
        if service is None:
            return []
        return [
            Involved(
                local_id,
                service,
                text(cells.get(at("reference"))) or local_id,
                team=text(cells.get(at("team"))),
                worker_name=text(cells.get(at("worker_name"))),
                worker_role=text(cells.get(at("worker_role"))),
                telephone=telephone(remarks, at("worker_telephone"), cells),
                from_on=day(remarks, at("from_on"), cells),
                to_on=day(remarks, at("to_on"), cells),
                category=text(cells.get(at("category"))),
            )
        ]
