"""Common Transfer Files: what a school hands on when a pupil leaves it. One file for each sending school."""

from everychild.town.block import Block, true_line
from everychild.town.errors import describe, identifier
from everychild.town.people import Child
from everychild.town.rates import AS_AT, AUTHORITY, RATES
from everychild.town.schools import School
from everychild.town.services import Town
from everychild.town.sheets import escaped, iso

_LATEST = f"{AS_AT.year}-09-14T10:05:00"


def path_of(sender: str, receiver: str) -> str:
    return f"ctf/{sender}_CTF_{receiver}_001.xml"


def write_transfer(block: Block, child: Child) -> None:
    """The pupil's element in the file of the school that the child has left."""
    old = child.moved_school
    if old is None or not child.rolls:
        return
    chance, sender = block.chance, old.school
    told = describe(block, child, "ctf")
    upn = identifier(chance, child, "upn", RATES.identifiers.upn_education)
    basic = "".join(
        f"<{name}>{escaped(value)}</{name}>"
        for name, value in (
            ("PreferredForename", told.known_as if chance.happens(0.5) else ""), ("FormerSurname", told.former_family), ("MiddleNames", told.middle), ("NCyearActual", old.year),
            ("Ethnicity", child.ethnicity), ("EnrolStatus", "C"),
        )
        if value
    )  # fmt: skip
    place = told.place
    flat = f"<SAON>{place.flat}</SAON>" if place.flat else ""
    address = (
        f"<Address><BS7666Address>{flat}<PAON>{place.house}</PAON><Street>{escaped(place.street)}</Street><Locality>{place.locality}</Locality><Town>{place.town}</Town>"
        f"</BS7666Address>{f'<PostCode>{told.postcode}</PostCode>' if told.postcode else ''}</Address>"
        if told.address_known and child.household.kind not in ("shielded", "refuge")
        else ""
    )
    sen = (
        f"<SENhistory><SEN><StartDate>{AS_AT.year - 1}-09-05</StartDate><SENprovision>{child.plan}</SENprovision></SEN></SENhistory>"
        if child.plan != "N"
        else ""
    )
    history = (
        f"<SchoolHistory><School><LEA>{sender.authority}</LEA><Estab>{sender.establishment}</Estab><SchoolName>{escaped(sender.name)}</SchoolName>"
        f"<EntryDate>{iso(old.entered)}</EntryDate><LeavingDate>{iso(old.left)}</LeavingDate><LastSchool>true</LastSchool></School></SchoolHistory>"
    )
    names = (("UPN", upn), ("UniqueLearnerNumber", child.uln), ("Surname", told.family), ("Forename", told.given), ("DOB", iso(told.born)), ("Sex", told.sex))
    leaves = "".join(f"<{name}>{escaped(value)}</{name}>" for name, value in names if value)
    element = f"<Pupil>{leaves}<BasicDetails>{basic}</BasicDetails>{sen}{address}{_contact(block, child)}{history}</Pupil>"
    block.transfers[(sender.laestab, receiver_of(block.town, sender))].append((element, upn, block.whose(child, told.kind)))


def _contact(block: Block, child: Child) -> str:
    """The first contact, where the old school handed one on."""
    mother = child.household.mother
    if mother is None or child.place is not None or child.household.kind or not block.chance.happens(0.6):
        return ""
    return (
        f"<Contacts><Contact><Order>1</Order><Surname>{escaped(mother.family)}</Surname><Forename>{escaped(mother.given)}</Forename><Relationship>{mother.relation}</Relationship>"
        f"<Responsible>true</Responsible><AddressAsPupil>true</AddressAsPupil><Phones><Phone><TelephoneType>M</TelephoneType><PhoneNo>{mother.telephone}</PhoneNo></Phone></Phones>"
        "</Contact></Contacts>"
    )


def receiver_of(town: Town, sender: School) -> str:
    """Where a school's file is addressed: a primary's to its secondary, a secondary's to the next one, one from elsewhere to its first primary here."""
    if sender.authority != AUTHORITY:
        return town.of_block("primary", sender.serves)[0].laestab
    if sender.kind == "primary":
        return town.of_block("secondary", sender.serves)[0].laestab
    others = town.schools["secondary"]
    return others[(int(sender.establishment) - 4000) % len(others)].laestab


def true_lines(path: str, sender: str, pupils: list[tuple[str, str, str]]) -> list[str]:
    """The truth about a file's pupils: named by UPN, by place in the file where there is none, by both where two have the same."""
    lines, seen = [], set()
    for position, (_, upn, whose) in enumerate(pupils, 1):
        local_id = f"{sender}/{upn or position}"
        if local_id in seen:
            local_id = f"{local_id}/{position}"
        seen.add(local_id)
        lines.append(true_line("ctf", path, local_id, whose))
    return lines


def head_of(sender: str, receiver: str, name: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<CTfile><Header><DocumentName>Common Transfer File</DocumentName><CTFversion>25.0</CTFversion>'
        f"<DateTime>{_LATEST}</DateTime><DocumentQualifier>partial</DocumentQualifier><DataDescriptor>Synthetic</DataDescriptor><SupplierID>town</SupplierID>"
        f"<SourceSchool><LEA>{sender[:3]}</LEA><Estab>{sender[3:]}</Estab><SchoolName>{escaped(name)}</SchoolName><AcademicYear>{AS_AT.year - 1}</AcademicYear></SourceSchool>"
        f"<DestSchool><LEA>{receiver[:3]}</LEA><Estab>{receiver[3:]}</Estab></DestSchool></Header><CTFpupilData>\n"
    )


FOOT = "</CTFpupilData></CTfile>\n"
