"""Reading a town's files by the plainest means, so that the tests owe nothing to the code that wrote them or to the readers of formats."""

import csv
import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree

_MONTHS = {name: f"{number:02d}" for number, name in enumerate(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1)}


@dataclass(frozen=True)
class Record:
    """One description of a child, in one shape for all sources."""

    record_id: str
    source: str
    person: str
    kind: str
    given: str
    family: str
    born: str
    sex: str
    postcode: str
    nhs: str
    upn: str


class Files:
    """A town on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def rows(self, path: str, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
        with (self.folder / path).open(encoding=encoding, newline="") as lines:
            return list(csv.DictReader(lines))

    @cached_property
    def truth(self) -> list[dict[str, str]]:
        return self.rows("truth.csv")

    @cached_property
    def manifest(self) -> dict:
        return json.loads((self.folder / "manifest.json").read_text())

    @cached_property
    def young_people(self) -> list[ElementTree.Element]:
        return list(ElementTree.parse(self.folder / "nccis/nccis.xml").getroot().iter("PersonalDetails"))

    @cached_property
    def described(self) -> dict[str, tuple[str, ...]]:
        """record_id -> (given, family, born, sex, postcode, nhs, upn), of the sources that name children."""
        found: dict[str, tuple[str, ...]] = {}
        where = {row["pupilonrolltableid"]: row["postcode"] for row in self.rows("census/addressesonroll.csv")}
        for table in ("pupilonroll", "pupilnolongeronroll"):
            for row in self.rows(f"census/{table}.csv"):
                key = row[f"{table}tableid"]
                found[f"census:{table}:{key}"] = (row["forename"], row["surname"], _collect(row["dob"]), row["sex"], where.get(key, ""), "", row["upn"])
        for row in self.rows("health/child_health.csv"):
            born = "-".join(reversed(row["date_of_birth"].split("/")))
            found[f"health:child_health:{row['local_id']}"] = (row["given_names"], row["family_name"], born, row["sex"], row["postcode"], row["nhs_number"], "")
        found |= self._social_care()
        for row in self.rows("early_help/early_help.csv"):
            found[f"early_help:early_help:{row['local_id']}"] = (
                row["given_names"], row["family_name"], row["date_of_birth"], row["sex"], row["postcode"], "", row["upn"],
            )  # fmt: skip
        for row in self.rows("police/notifications.csv"):
            key = f"police:notifications:{row['incident_id']}/{row['person_no']}"
            found[key] = (row["given_names"], row["family_name"], row["date_of_birth"], row["sex"], row["postcode"], "", "")
        for one in self.young_people:
            said = {child.tag: child.text or "" for child in one}
            found[f"nccis:nccis:{said['YoungPersonsID']}"] = (
                said.get("GivenName", ""), said.get("FamilyName", ""), said.get("DOB", ""), said["Gender"].replace("U", ""), said.get("Postcode", ""), "",
                said.get("UniquePupilNumber", ""),
            )  # fmt: skip
        return found

    def _social_care(self) -> dict[str, tuple[str, ...]]:
        where = {row["addr_person_id"]: row["addr_address_postcode"] for row in self.rows("social_care/ssd_address.csv") if not row["addr_address_end_date"]}
        upns = {row["link_person_id"]: row["link_identifier_value"] for row in self.rows("social_care/ssd_linked_identifiers.csv")}
        return {
            f"social_care:ssd_person:{row['pers_person_id']}": (
                row["pers_forename"], row["pers_surname"], row["pers_dob"], row["pers_sex"].replace("U", ""), _spaced(where.get(row["pers_person_id"], "")),
                row["pers_common_child_id"], upns.get(row["pers_person_id"], ""),
            )
            for row in self.rows("social_care/ssd_person.csv")
        }  # fmt: skip

    @cached_property
    def records(self) -> list[Record]:
        return [
            Record(true["record_id"], true["source"], true["person"], true["kind"], *self.described[true["record_id"]])
            for true in self.truth
            if true["record_id"] in self.described
        ]

    def pairs(self, first: str, second: str) -> list[tuple[Record, Record]]:
        """For each ordinary child in both sources, one record of each."""
        rare = {"unborn", "sealed", "adopted", "bridged", "placed_for_adoption", "unaccompanied"}
        of_person: dict[str, dict[str, Record]] = defaultdict(dict)
        for record in self.records:
            if record.kind not in rare:
                of_person[record.person].setdefault(record.source, record)
        return [(sources[first], sources[second]) for sources in of_person.values() if first in sources and second in sources]


def first_word(name: str) -> str:
    """The first forename, as capitals: health writes middle names behind it."""
    return (name.upper().split() or [""])[0]


def _collect(value: str) -> str:
    if not value:
        return ""
    year, month, day = value[:11].split("-")
    return f"{year}-{_MONTHS[month]}-{day}"


def _spaced(postcode: str) -> str:
    return f"{postcode[:-3]} {postcode[-3:]}" if postcode else ""
