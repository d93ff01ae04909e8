"""A small good file of every format, from Thornbeck, for tests to read and to spoil."""

import csv
import io
from pathlib import Path

from everychild.formats.child_health import headings as health
from everychild.formats.contacts import headings as contacts
from everychild.formats.early_help import headings as early_help
from everychild.formats.gias import headings as gias
from everychild.formats.police import headings as police
from everychild.formats.school_census import headings as census
from everychild.formats.ssd import headings as ssd

UPN, OTHER_UPN = "B801200005001", "L806200020017"
NHS_NUMBER = "9434765919"


def table(headings, *rows, encoding="utf-8") -> bytes:
    """A CSV of these rows; what a row does not say is empty."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, headings, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


ZOE_IN_HEALTH = {
    "local_id": "H1", "nhs_number": NHS_NUMBER, "given_names": "Zoë", "family_name": "Khan", "date_of_birth": "27/04/2016", "sex": "F", "birth_order": "1",
    "address_1": "14 High Street", "address_2": "Thornbeck", "postcode": "ts9 1aa", "health_visitor": "Ann Jones", "team": "North", "telephone": "01642 111222",
    "from": "01/05/2016", "previous_family_name": "Łuk",
}
ZOE_ON_ROLL = {
    "pupilonrolltableid": "P1", "NativeId": "9992001", "upn": UPN, "surname": "Khan", "forename": "Zoe", "dob": "2016-Apr-27 00:00:00", "sex": "F",
    "entrydate": "2020-Sep-01 00:00:00", "enrolstatus": "C", "language": "ENG", "ncyearactual": "5", "senprovision": "N", "parttime": "False",
}
ADA_LEFT = {
    "pupilnolongeronrolltableid": "Q1", "NativeId": "SCH1", "schoolcensustableid": "C1", "upn": OTHER_UPN, "surname": "Bell", "forename": "Ada",
    "dob": "2014-Mar-02 00:00:00", "sex": "F", "entrydate": "2018-Sep-01 00:00:00", "leavingdate": "2026-Jul-20 00:00:00", "ncyearleaving": "6",
}
MOTHER = {
    "laestab": "9992001", "pupil_id": "P1", "upn": UPN, "contact_id": "C7", "priority": "1", "title": "Ms", "given_names": "Noor", "family_name": "Khan",
    "relation": "PAM", "parental_responsibility": "Y", "court_order": "N", "may_have_contact": "Y", "lives_with_pupil": "Y", "address_withheld": "N",
    "address_1": "14 High Street", "postcode": "TS9 1AA", "telephone": "07700 900123", "email": "noor@example.test", "language": "URD",
}
EPISODE = {
    "local_id": "E1", "upn": UPN, "given_names": "Zoe", "family_name": "Khan", "date_of_birth": "2016-04-27", "sex": "F", "address": "14 High Street",
    "postcode": "TS9 1AA", "service": "early_help", "episode_id": "EP1", "team": "Family hub", "worker": "Sam Obi", "worker_role": "Lead practitioner",
    "telephone": "01642 333444", "from": "2025-01-10", "reason": "parenting",
}
IN_INCIDENT = {
    "incident_id": "INC1", "at": "2026-03-05T21:40", "kind": "domestic_abuse", "person_no": "1", "role": "child", "given_names": "Zoe", "family_name": "Khan",
    "date_of_birth": "2016-04-27", "sex": "F", "address": "14 High Street", "postcode": "TS9 1AA", "officer": "PC 1234", "grading": "medium",
}
SCHOOL = {
    "URN": "100001", "LA (code)": "999", "EstablishmentNumber": "2001", "EstablishmentName": "St Hilda’s Primary", "PhaseOfEducation (name)": "Primary",
    "EstablishmentStatus (name)": "Open", "OpenDate": "01-09-1998", "StatutoryLowAge": "4", "StatutoryHighAge": "11", "UKPRN": "10005034",
    "Street": "Mill Lane", "Town": "Thornbeck", "Postcode": "TS9 1AA", "HeadTitle (name)": "Mrs", "HeadFirstName": "Jo", "HeadLastName": "Ward",
}

CTF = f"""<?xml version="1.0" encoding="UTF-8"?>
<CTfile><Header><DocumentName>Common Transfer File</DocumentName><CTFversion>25.0</CTFversion>
<SourceSchool><LEA>999</LEA><Estab>2001</Estab><URN>100001</URN><SchoolName>St Hilda’s</SchoolName></SourceSchool></Header>
<CTFpupilData>
<Pupil><UPN>{UPN}</UPN><Surname>Khan</Surname><Forename>Zoë</Forename><DOB>2016-04-27</DOB><Sex>F</Sex>
<BasicDetails><FormerUPN>{OTHER_UPN}</FormerUPN><PreferredForename>Zo</PreferredForename><NCyearActual>5</NCyearActual><EnrolStatus>C</EnrolStatus></BasicDetails>
<LookedAfter><InCare>true</InCare><CareAuthority>807</CareAuthority></LookedAfter>
<Address><AddressLines><AddressLine1>14 High Street</AddressLine1></AddressLines><PostCode>TS9 1AA</PostCode></Address>
<Contacts><Contact><Order>1</Order><Surname>Khan</Surname><Forename>Noor</Forename><Relationship>PAM</Relationship><Responsible>true</Responsible>
<AddressAsPupil>true</AddressAsPupil></Contact></Contacts>
<SchoolHistory><School><LEA>999</LEA><Estab>2001</Estab><EntryDate>2020-09-01</EntryDate><LeavingDate>2026-07-20</LeavingDate></School></SchoolHistory>
</Pupil>
<Pupil><Surname>Bell</Surname><Forename>Ada</Forename><DOB>2014-03-02</DOB></Pupil>
</CTFpupilData></CTfile>
"""
CIN = f"""<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>2026</Year></CollectionDetails></Header><Children>
<Child><ChildIdentifiers><LAchildID>SC1</LAchildID><UPN>{UPN}</UPN><PersonBirthDate>2016-04-27</PersonBirthDate><Sex>F</Sex></ChildIdentifiers>
<ChildCharacteristics><Ethnicity>APKN</Ethnicity></ChildCharacteristics>
<CINdetails><CINreferralDate>2025-02-01</CINreferralDate><PrimaryNeedCode>N1</PrimaryNeedCode><ReferralNFA>false</ReferralNFA>
<Section47><S47ActualStartDate>2025-02-10</S47ActualStartDate></Section47>
<ChildProtectionPlans><CPPstartDate>2025-03-01</CPPstartDate><LatestCategoryOfAbuse>NEG</LatestCategoryOfAbuse></ChildProtectionPlans></CINdetails></Child>
<Child><ChildIdentifiers><LAchildID>SC2</LAchildID><UPNunknown>UN1</UPNunknown><ExpectedPersonBirthDate>2027-01-05</ExpectedPersonBirthDate><Sex>U</Sex></ChildIdentifiers>
<CINdetails><CINreferralDate>2026-10-01</CINreferralDate><ReferralNFA>true</ReferralNFA></CINdetails></Child>
</Children></Message>
"""
NCCIS = f"""<NCCIS><FileHeader><DateOfSend>2026-11-01</DateOfSend></FileHeader>
<YoungPersonsRecord><PersonalDetails><YoungPersonsID>9990000000001</YoungPersonsID><GivenName>Ada</GivenName><FamilyName>Bell</FamilyName>
<AddressLine1>3 Mill Lane</AddressLine1><Town>Thornbeck</Town><Postcode>TS9 1AB</Postcode><Gender>F</Gender><DOB>2009-03-02</DOB><LeadLEA>999</LeadLEA>
<UniqueLearnerNo>1000000043</UniqueLearnerNo><UniquePupilNumber>{OTHER_UPN}</UniquePupilNumber></PersonalDetails>
<Activities><Cohort><ActivityCode>230</ActivityCode><StartDate>2025-09-01</StartDate><EstablishmentName>Thornbeck College</EstablishmentName></Cohort></Activities>
</YoungPersonsRecord></NCCIS>
"""

SSD = {
    "ssd_person.csv": table(
        ssd.TABLES["ssd_person"],
        {"pers_person_id": "SC1", "pers_forename": "Zoe", "pers_surname": "Khan", "pers_sex": "F", "pers_dob": "2016-04-27", "pers_common_child_id": NHS_NUMBER},
        {"pers_person_id": "SC2", "pers_surname": "Khan", "pers_expected_dob": "2027-01-05"},
        {"pers_person_id": "SC9", "pers_forename": "Noor", "pers_surname": "Khan", "pers_sex": "F", "pers_dob": "1990-06-01", "pers_is_mother": "Y"},
        {"pers_person_id": "SC8", "pers_forename": "Ali", "pers_surname": "Khan", "pers_sex": "M", "pers_dob": "1988-06-01"},
        encoding="utf-8-sig",
    ),
    "ssd_address.csv": table(
        ssd.TABLES["ssd_address"],
        {"addr_table_id": "A1", "addr_person_id": "SC1", "addr_address_type": "Refuge", "addr_address_postcode": "TS91AA",
         "addr_address_json": '{"HOUSE": "14", "STREET": "High Street", "TOWN": "Thornbeck", "UPRN": "000100110700001"}'},
        encoding="utf-8-sig",
    ),
    "ssd_mother.csv": table(ssd.TABLES["ssd_mother"], {"moth_table_id": "M1", "moth_person_id": "SC9", "moth_childs_person_id": "SC1"}, encoding="utf-8-sig"),
    "ssd_family.csv": table(
        ssd.TABLES["ssd_family"],
        *({"fami_table_id": f"F{n}", "fami_family_id": "FAM1", "fami_person_id": person} for n, person in enumerate(["SC1", "SC9", "SC8"])),
    ),
    "ssd_linked_identifiers.csv": table(
        ssd.TABLES["ssd_linked_identifiers"],
        {"link_table_id": "L1", "link_person_id": "SC1", "link_identifier_type": "Unique Pupil Number", "link_identifier_value": UPN},
        {"link_table_id": "L2", "link_person_id": "SC1", "link_identifier_type": "Former Unique Pupil Number", "link_identifier_value": OTHER_UPN},
    ),
    "ssd_professionals.csv": table(
        ssd.TABLES["ssd_professionals"], {"prof_professional_id": "W1", "prof_professional_name": "Alice Okafor", "prof_professional_job_title": "Social worker"}
    ),
    "ssd_department.csv": table(ssd.TABLES["ssd_department"], {"dept_team_id": "T1", "dept_team_name": "Assessment North"}),
    "ssd_involvements.csv": table(
        ssd.TABLES["ssd_involvements"],
        {"invo_involvements_id": "I1", "invo_person_id": "SC1", "invo_professional_id": "W1", "invo_professional_team": "T1",
         "invo_professional_role_id": "Social worker", "invo_involvement_start_date": "2026-01-02"},
    ),
    "ssd_cla_episodes.csv": table(
        ssd.TABLES["ssd_cla_episodes"],
        {"clae_cla_episode_id": "CE1", "clae_person_id": "SC1", "clae_cla_id": "CLA1", "clae_cla_episode_start_date": "2024-01-01",
         "clae_cla_episode_ceased_date": "2024-06-01", "clae_cla_episode_ceased_reason": "X1"},
        {"clae_cla_episode_id": "CE2", "clae_person_id": "SC1", "clae_cla_id": "CLA1", "clae_cla_episode_start_date": "2024-06-01",
         "clae_cla_episode_ceased_date": "2026-02-01", "clae_cla_episode_ceased_reason": "E11"},
    ),
}
CENSUS = {
    "pupilonroll.csv": table(census.PUPILONROLL, ZOE_ON_ROLL),
    "pupilnolongeronroll.csv": table(census.PUPILNOLONGERONROLL, ADA_LEFT),
    "addressesonroll.csv": table(
        census.ADDRESSESONROLL, {"addressesonrolltableid": "A1", "pupilonrolltableid": "P1", "paon": "14", "street": "High Street", "postcode": "TS9 1AA"}
    ),
    "schoolcensus.csv": table(census.SCHOOLCENSUS, {"schoolcensustableid": "C1", "NativeId": "SCH1", "lea": "999", "estab": "2002", "urn": "100002"}),
    "school.csv": table(census.SCHOOL, {"schooltableid": "S1", "NativeId": "SCH1", "schoolcensustableid": "C1", "schoolname": "Mill Lane Primary"}),
}

GOOD: dict[str, dict[str, bytes]] = {
    "gias": {"schools.csv": table(gias.HEADINGS, SCHOOL, encoding="cp1252")},
    "school_census": CENSUS,
    "ctf": {"transfer.xml": CTF.encode()},
    "contacts": {"contacts.csv": table(contacts.HEADINGS, MOTHER)},
    "child_health": {"children.csv": table(health.HEADINGS, ZOE_IN_HEALTH)},
    "ssd": SSD,
    "cin_census": {"cin.xml": CIN.encode()},
    "early_help": {"episodes.csv": table(early_help.HEADINGS, EPISODE)},
    "nccis": {"nccis.xml": NCCIS.encode()},
    "police": {"notifications.csv": table(police.HEADINGS, IN_INCIDENT)},
}
MAIN = {"school_census": "pupilonroll.csv", "ssd": "ssd_person.csv"}
"""The file to spoil where a format has several."""


def put(folder: Path, files: dict[str, bytes]) -> Path:
    """Write files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder
