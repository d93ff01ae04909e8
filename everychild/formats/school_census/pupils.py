"""A pupil's row of the census as facts."""

import re
from dataclasses import dataclass, field

from everychild.formats.codes import codes
from everychild.formats.facts import AtAddress, Child, Fact, OnRoll
from everychild.formats.identified import former_upns, identifier
from everychild.formats.names import check_names, name
from everychild.formats.places import address_lines, address_of, joined_lines, uprn
from everychild.formats.remarks import Remarks
from everychild.formats.values import Cells, born, code, day, ethnicity, language, one_of, sex, text, yes_no

_LINES = ("addressline1", "addressline2", "addressline3", "addressline4", "addressline5")
_REST = ("locality", "town", "administrativearea", "posttown")
_LAESTAB = re.compile("[0-9]{7}")


@dataclass(slots=True)
class Schools:
    """What the extract's own tables say of its schools."""

    laestabs: dict[str, str] = field(default_factory=dict)
    """NativeId or schoolcensustableid -> LAEstab."""
    urns: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def learn(self, cells: Cells) -> None:
        """Take in a row of `school` or `schoolcensus`."""
        keys = [key for column in ("NativeId", "schoolcensustableid") if (key := code(cells.get(column)))]
        authority, number = code(cells.get("lea")), code(cells.get("estab"))
        if authority and number:
            laestab = authority.removesuffix(".0") + number.removesuffix(".0").zfill(4)
            if _LAESTAB.fullmatch(laestab):
                self.laestabs |= dict.fromkeys(keys, laestab)
        if urn := code(cells.get("urn")):
            self.urns |= dict.fromkeys(keys, urn.removesuffix(".0"))
        if called := text(cells.get("schoolname")):
            self.names |= dict.fromkeys(keys, called)

    def of(self, cells: Cells) -> tuple[str, str | None, str | None]:
        """(LAEstab or the extract's own key, URN, name) of the school of a pupil's row."""
        native, census = code(cells.get("NativeId")) or "", code(cells.get("schoolcensustableid")) or ""
        plain = native.replace("/", "").replace("-", "")
        school = plain if _LAESTAB.fullmatch(plain) else self.laestabs.get(native) or self.laestabs.get(census) or native
        return school, self.urns.get(native) or self.urns.get(census), self.names.get(native) or self.names.get(census)


def pupil_facts(remarks: Remarks, local_id: str, cells: Cells, schools: Schools, *, on_roll: bool) -> list[Fact]:
    """The child, and the spell on the school's register."""
    given, family = name(remarks, "forename", cells), name(remarks, "surname", cells)
    upn, uln = identifier(remarks, "upn", "upn", cells), identifier(remarks, "uln", "uniquelearnernumber", cells)
    check_names(remarks, given, family, bool(upn or uln), ("forename", "surname"))
    before = name(remarks, "formersurname", cells)
    child = Child(
        local_id,
        given,
        family,
        middle_names=text(cells.get("middlenames")),
        known_as=text(cells.get("preferredforename")),
        known_as_family=text(cells.get("preferredsurname")),
        previous_family_names=(before,) if before and before != family else (),
        born_on=born(remarks, "dob", cells),
        sex=sex(remarks, "sex" if "sex" in cells else "gender", cells),
        upn=upn,
        former_upns=former_upns(remarks, "formerupn", cells, upn),
        uln=uln,
        ethnicity=ethnicity(remarks, "ethnicity", cells),
        first_language=language(remarks, "language", cells),
    )
    return [child, *_spell(remarks, local_id, cells, schools, on_roll)]


def _spell(remarks: Remarks, local_id: str, cells: Cells, schools: Schools, on_roll: bool) -> list[OnRoll]:
    school, urn, called = schools.of(cells)
    if not school:
        remarks.flag("NativeId", None, "school_missing", "The row does not say which school this is.", "Send the school's number.")
        return []
    entered, left = day(remarks, "entrydate", cells), day(remarks, "leavingdate", cells)
    if entered and left and left < entered:
        remarks.flag("leavingdate", cells.get("leavingdate"), "ends_before_it_begins", "The leaving date is before the entry date.", "Correct the dates at the school.")
    return [
        OnRoll(
            local_id,
            school,
            urn,
            called,
            enrolment=one_of(remarks, "enrolstatus", cells, codes("enrolment"), "enrolment") or (None if on_roll else "P"),
            entered_on=entered,
            left_on=left,
            year_group=one_of(remarks, "ncyearactual" if on_roll else "ncyearleaving", cells, codes("year_group"), "a year group"),
            part_time=yes_no(remarks, "parttime", cells),
            sen_provision=one_of(remarks, "senprovision", cells, codes("sen_provision"), "SEN provision"),
        )
    ]


def address_facts(remarks: Remarks, local_id: str, cells: Cells) -> list[AtAddress]:
    """An address, in lines or in the parts of BS 7666."""
    lines = joined_lines(cells, "saon", "paon", "street", _REST) or address_lines(cells, _LINES)
    return address_of(remarks, local_id, lines, cells, "postcode", uprn=uprn(remarks, "uniquepropertyreferencenumber", cells))
