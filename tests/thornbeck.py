"""The small town that every test knows: a dozen children, what each agency hands over of them, and the staff who may know them.

Amara Okonkwo   on a protection plan with Alice; at Oak; school, health and social care share her numbers
Ben Carter      at Oak, and nobody else's
Chloe Nowak     at Oak; health has a Chloe Nowak of the same day and house, and no number joins the two
Daisy and Dora Reed   twins at Oak, both with health
Erin Shaw       at Oak; her address is withheld, and health still has it in clear
Finn Marsh      adopted: now Finn Hollis at Elm, with a new UPN, as the procedure says
Gabe Stone      adopted: Elm renamed the old record to Gabe Whitfield, and so would bridge the seal
Hana's baby     unborn, known to social care, with a mother
Ivy Grant       at Elm, in nobody's care
Jonah Pike      placed for adoption, no order yet; Elm uses the new surname already
"""

import csv
import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from everychild.formats.child_health.headings import HEADINGS as HEALTH
from everychild.formats.contacts.headings import HEADINGS as CONTACTS
from everychild.formats.gias.headings import HEADINGS as GIAS
from everychild.formats.identifiers import nhs_check_digit, upn_check_letter
from everychild.formats.school_census.headings import ADDRESSESONROLL, PUPILONROLL
from everychild.formats.ssd.headings import TABLES as SSD

AS_AT = date(2026, 10, 1)
OAK, ELM = "9992001", "9992002"


def upn(serial: int) -> str:
    """A valid UPN given by a school of the town."""
    rest = f"9992001{18}{serial:03d}"
    return upn_check_letter(rest) + rest


def nhs(serial: int) -> str:
    """A valid NHS number of the test range."""
    while nhs_check_digit(f"999{serial:06d}") is None:
        serial += 500
    return f"999{serial:06d}{nhs_check_digit(f'999{serial:06d}')}"


@dataclass(frozen=True)
class Pupil:
    key: str
    upn: str
    given: str
    family: str
    born: str
    sex: str
    school: str
    house: str
    postcode: str


PUPILS = (
    Pupil("p1", upn(1), "Amara", "Okonkwo", "2015-03-27", "F", OAK, "4 Alder Row", "ZB1 1AA"),
    Pupil("p2", upn(2), "Ben", "Carter", "2014-07-09", "M", OAK, "9 Birch Lane", "ZB1 2BB"),
    Pupil("p3", upn(3), "Chloe", "Nowak", "2016-11-02", "F", OAK, "21 Cedar Way", "ZB1 3CC"),
    Pupil("p4", upn(4), "Daisy", "Reed", "2017-05-05", "F", OAK, "30 Elder Close", "ZB1 4DD"),
    Pupil("p5", upn(5), "Dora", "Reed", "2017-05-05", "F", OAK, "30 Elder Close", "ZB1 4DD"),
    Pupil("p6", upn(6), "Erin", "Shaw", "2013-01-19", "F", OAK, "", ""),
    Pupil("p7", upn(17), "Finn", "Hollis", "2018-02-14", "M", ELM, "2 Fir Street", "ZB2 1EE"),
    Pupil("p8", upn(8), "Gabe", "Whitfield", "2017-09-30", "M", ELM, "8 Gorse Hill", "ZB2 2FF"),
    Pupil("p9", upn(9), "Ivy", "Grant", "2012-12-12", "F", ELM, "6 Hazel Court", "ZB2 3GG"),
    Pupil("p10", upn(10), "Jonah", "Latham", "2019-04-01", "M", ELM, "1 Juniper Walk", "ZB2 4HH"),
)

KNOWN_AS = {one.key: f"{one.school}/{sha256(one.upn.encode()).hexdigest()[:16]}" for one in PUPILS}
"""The key of a pupil's row in the census's table -> the id of their record: the school, and the UPN as a digest."""


def known_as(record: str) -> str:
    """`census/p1`, as the files have it, is the record of Oak and Amara's UPN."""
    source, _, key = record.partition("/")
    return f"{source}/{KNOWN_AS.get(key, key)}" if source == "census" else record


def write_town(folder: Path) -> Path:
    """What each agency hands over, one folder each."""
    _schools(folder)
    _census(folder)
    _health(folder)
    _social_care(folder)
    _contacts(folder)
    return folder


def _table(path: Path, headings, rows: list[dict], encoding: str = "utf-8") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", newline="", encoding=encoding) as file:
        writer = csv.DictWriter(file, headings, restval="", quoting=csv.QUOTE_ALL if encoding == "cp1252" else csv.QUOTE_MINIMAL)
        writer.writeheader()
        writer.writerows(rows)


def _schools(folder: Path) -> None:
    common = {"LA (code)": "999", "LA (name)": "Thornbeck", "EstablishmentStatus (name)": "Open", "EstablishmentStatus (code)": "1", "PhaseOfEducation (name)": "Primary", "TelephoneNum": "01632960000"}
    rows = [{**common, "URN": f"90000{place}", "EstablishmentNumber": laestab[3:], "EstablishmentName": name} for place, (laestab, name) in enumerate([(OAK, "Oak Primary School"), (ELM, "Elm Primary School")], 1)]
    _table(folder / "schools" / "gias.csv", GIAS, rows, "cp1252")


def _census(folder: Path) -> None:
    pupils = [
        {"pupilonrolltableid": one.key, "NativeId": one.school, "upn": one.upn, "surname": one.family, "forename": one.given, "dob": f"{date.fromisoformat(one.born):%Y-%b-%d} 00:00:00",
         "sex": one.sex, "entrydate": "2022-Sep-05 00:00:00", "enrolstatus": "C", "ncyearactual": "4", "language": "ENG",
         "formersurname": "Stone" if one.key == "p8" else ""}
        for one in PUPILS
    ]  # fmt: skip
    addresses = [{"addressesonrolltableid": f"a-{one.key}", "NativeId": one.school, "pupilonrolltableid": one.key, "addressline1": one.house, "town": "Thornbeck", "postcode": one.postcode} for one in PUPILS if one.postcode]
    _table(folder / "census" / "pupilonroll.csv", PUPILONROLL, pupils)
    _table(folder / "census" / "addressesonroll.csv", ADDRESSESONROLL, addresses)


def _health(folder: Path) -> None:
    rows = [
        _patient("h1", nhs(1), "Amara", "Okonkwo", "27/03/2015", "F", "4 Alder Row", "ZB1 1AA"),
        _patient("h3", nhs(3), "Chloe", "Nowak", "02/11/2016", "F", "21 Cedar Way", "ZB1 3CC"),
        _patient("h4", nhs(4), "Daisy", "Reed", "05/05/2017", "F", "30 Elder Close", "ZB1 4DD"),
        _patient("h5", nhs(5), "Dora", "Reed", "05/05/2017", "F", "30 Elder Close", "ZB1 4DD"),
        _patient("h6", nhs(6), "Erin", "Shaw", "19/01/2013", "F", "77 Hidden Mews", "ZB9 9ZZ"),
        _patient("h7", nhs(7), "Finn", "Marsh", "14/02/2018", "M", "5 Old Road", "ZB3 1JJ", to="01/06/2025"),
        _patient("h17", nhs(17), "Finn", "Hollis", "14/02/2018", "M", "2 Fir Street", "ZB2 1EE"),
    ]
    _table(folder / "health" / "child_health.csv", HEALTH, rows)


def _patient(local_id: str, number: str, given: str, family: str, born: str, sex: str, house: str, postcode: str, to: str = "") -> dict:
    return {
        "local_id": local_id, "nhs_number": number, "given_names": given, "family_name": family, "date_of_birth": born, "sex": sex, "address_1": house, "address_2": "Thornbeck",
        "postcode": postcode, "health_visitor": "Grace Adeyemi", "team": "North health visitors", "telephone": "01632 960211", "from": "01/01/2019", "to": to,
    }  # fmt: skip


def _social_care(folder: Path) -> None:
    place = folder / "social_care"
    people = [
        ("s1", "Amara", "Okonkwo", "2015-03-27", "F", nhs(1), ""), ("s6", "Erin", "Shaw", "2013-01-19", "F", nhs(6), ""), ("s7", "Finn", "Marsh", "2018-02-14", "M", nhs(7), ""),
        ("s8", "Gabe", "Stone", "2017-09-30", "M", "", ""), ("s10", "Jonah", "Pike", "2019-04-01", "M", "", ""), ("s11", "", "Yusuf", "", "U", "", "2027-01-15"),
        ("m11", "Hana", "Yusuf", "1998-06-06", "F", "", ""),
    ]  # fmt: skip
    rows = [
        {"pers_person_id": key, "pers_forename": given, "pers_surname": family, "pers_dob": born, "pers_sex": sex, "pers_common_child_id": number, "pers_expected_dob": due,
         "pers_ethnicity": "NOBT", "pers_is_mother": "Y" if key == "m11" else "N"}
        for key, given, family, born, sex, number, due in people
    ]  # fmt: skip
    _table(place / "ssd_person.csv", SSD["ssd_person"], rows, "utf-8-sig")
    numbers = [("s1", upn(1)), ("s6", upn(6)), ("s7", upn(7)), ("s8", upn(8)), ("s10", upn(10))]
    linked = [{"link_table_id": f"l-{key}", "link_person_id": key, "link_identifier_type": "Unique Pupil Number", "link_identifier_value": value} for key, value in numbers]
    _table(place / "ssd_linked_identifiers.csv", SSD["ssd_linked_identifiers"], linked, "utf-8-sig")
    _table(place / "ssd_mother.csv", SSD["ssd_mother"], [{"moth_table_id": "mo1", "moth_person_id": "m11", "moth_childs_person_id": "s11"}], "utf-8-sig")
    _workers(place)
    _episodes(place)
    where = json.dumps({"HOUSE": "4", "STREET": "Alder Row", "TOWN": "Thornbeck"})
    _table(place / "ssd_address.csv", SSD["ssd_address"], [{"addr_table_id": "ad1", "addr_address_json": where, "addr_person_id": "s1", "addr_address_type": "Home", "addr_address_start_date": "2020-01-01", "addr_address_postcode": "ZB1 1AA"}], "utf-8-sig")


def _workers(place: Path) -> None:
    workers = [("w1", "Alice Okafor", "Elm team"), ("w2", "Sam Osei", "Adoption team")]
    rows = [{"prof_professional_id": key, "prof_professional_name": name, "prof_professional_job_title": "Social worker", "prof_professional_department": team} for key, name, team in workers]
    _table(place / "ssd_professionals.csv", SSD["ssd_professionals"], rows, "utf-8-sig")
    ties = [("i1", "w1", "s1", ""), ("i6", "w1", "s6", ""), ("i7", "w2", "s7", "2025-06-01"), ("i8", "w2", "s8", "2025-07-01"), ("i10", "w2", "s10", ""), ("i11", "w1", "s11", "")]
    rows = [
        {"invo_involvements_id": key, "invo_professional_id": worker, "invo_professional_role_id": "Allocated social worker", "invo_person_id": child,
         "invo_professional_team": {code: team for code, _, team in workers}[worker], "invo_involvement_start_date": "2024-02-01", "invo_involvement_end_date": end}
        for key, worker, child, end in ties
    ]  # fmt: skip
    _table(place / "ssd_involvements.csv", SSD["ssd_involvements"], rows, "utf-8-sig")


def _episodes(place: Path) -> None:
    plan = {"cppl_cp_plan_id": "c1", "cppl_person_id": "s1", "cppl_cp_plan_start_date": "2026-05-04", "cppl_cp_plan_initial_category": "NEG", "cppl_cp_plan_latest_category": "NEG"}
    _table(place / "ssd_cp_plans.csv", SSD["ssd_cp_plans"], [plan], "utf-8-sig")
    care = [("e7", "s7", "2023-01-10", "2025-06-01", "E11"), ("e8", "s8", "2023-03-10", "2025-07-01", "E12"), ("e10", "s10", "2025-01-10", "", "")]
    rows = [
        {"clae_cla_episode_id": key, "clae_person_id": child, "clae_cla_episode_start_date": begun, "clae_cla_episode_ceased_date": ended, "clae_cla_episode_ceased_reason": why,
         "clae_cla_id": f"cla-{child}", "clae_entered_care_date": begun}
        for key, child, begun, ended, why in care
    ]  # fmt: skip
    _table(place / "ssd_cla_episodes.csv", SSD["ssd_cla_episodes"], rows, "utf-8-sig")


def _contacts(folder: Path) -> None:
    rows = [
        _contact("p1", "k1", "Ngozi", "Okonkwo", "PAM", "Y", "N", "Ring after 5pm only"),
        _contact("p1", "k2", "Peter", "Hale", "PAF", "N", "Y", "", may="N"),
        _contact("p6", "k6", "Marie", "Shaw", "PAM", "Y", "N", "Never ring the landline", withheld="Y"),
        _contact("p2", "k3", "Tom", "Carter", "PAF", "Y", "N", ""),
    ]
    _table(folder / "contacts" / "contacts.csv", CONTACTS, rows)


def _contact(pupil: str, key: str, given: str, family: str, relation: str, lives: str, order: str, safe: str, may: str = "Y", withheld: str = "N") -> dict:
    child = next(one for one in PUPILS if one.key == pupil)
    return {
        "laestab": child.school, "pupil_id": pupil, "upn": child.upn, "pupil_given_names": child.given, "pupil_family_name": child.family, "pupil_date_of_birth": child.born,
        "contact_id": key, "priority": "1", "given_names": given, "family_name": family, "relation": relation, "parental_responsibility": "Y", "court_order": order,
        "may_have_contact": may, "lives_with_pupil": lives, "address_withheld": withheld, "address_1": "77 Hidden Mews" if withheld == "Y" else child.house,
        "postcode": "ZB9 9ZZ" if withheld == "Y" else child.postcode, "telephone": "01632 960300", "safe_contact": safe,
    }  # fmt: skip


def load_files(folder: Path) -> dict:
    """Load the town's files through the real loader."""
    from everychild.exchange.runs import load_paths
    from everychild.kit.time import now

    return load_paths(paths=[str(write_town(folder))], source=None, as_at=AS_AT, at=now(), because="", dry_run=False, mapping=None, match=False, told=lambda _: None)


def load_town(folder: Path) -> dict:
    """Load the files and match the records: the answer of the loader."""
    from everychild.kit.acting import MATCHING, on_behalf_of
    from everychild.kit.time import now
    from everychild.people.actions.match import rematch

    answer = load_files(folder)
    rematch(at=now(), by_whom=lambda: on_behalf_of(None, role=MATCHING, purpose="match"))
    return answer


def employ_staff() -> dict:
    """The staff of the demonstration, placed by hand: who is whom is what the tests are about."""
    from everychild.organisations.actions import employ, is_user, know_team
    from everychild.organisations.models import School, Worker

    oak, elm = School.objects.get(laestab=OAK), School.objects.get(laestab=ELM)
    door = know_team(agency="Thornbeck Council", kind="council", team="Front door", duty_telephone="01632 960100")
    staff = {
        "alice": employ(username="alice", name="Alice Okafor", role="social_worker", on=AS_AT), "bob": employ(username="bob", name="Bob Hartley", role="front_door", on=AS_AT, team=door),
        "charlie": employ(username="charlie", name="Charlie Nowak", role="school_office", on=AS_AT, school=oak),
        "dana": employ(username="dana", name="Dana Whitlock", role="safeguarding_lead", on=AS_AT, school=oak),
        "elm_office": employ(username="elm", name="Eve Larch", role="school_office", on=AS_AT, school=elm),
        "stranger": employ(username="stranger", name="Sid Stranger", role="social_worker", on=AS_AT), "grace": employ(username="grace", name="Grace Adeyemi", role="health_practitioner", on=AS_AT),
        "kit": employ(username="kit", name="Kit Soames", role="data_office", on=AS_AT), "mona": employ(username="mona", name="Mona Ellery", role="adoption_officer", on=AS_AT),
        "lead": employ(username="lead", name="Ayesha Rahman", role="information_governance", on=AS_AT), "noor": employ(username="noor", name="Noor Baptiste", role="user_admin", on=AS_AT),
        "jo": employ(username="jo", name="Jo Carver", role="police_officer", on=AS_AT),
    }  # fmt: skip
    is_user(worker=Worker.objects.get(source_code="social_care", local_id="w1"), user=staff["alice"])
    is_user(worker=Worker.objects.filter(source_code="health").first(), user=staff["grace"])
    return staff
