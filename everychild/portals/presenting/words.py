"""Codes of children's records in words that a parent can read."""

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from everychild.formats.identifiers import authorities
from everychild.kit.words import day

SERVICES = {
    "school": "School", "child_health": "Child health", "social_care": "Social care", "child_in_need": "Child in need", "protection_plan": "Child protection plan",
    "looked_after": "Looked after", "adoption": "Adoption", "contact": "Contact with social care", "enquiry": "Child protection enquiry", "early_help": "Early help",
    "youth": "Youth service", "post16": "Post-16 service", "police": "Police", "missing": "Missing", "refuge": "Refuge", "mental_health": "Mental health services",
    "youth_justice": "Youth justice", "housing": "Housing", "adult_services": "Adult services",
}  # fmt: skip
PURPOSES = {
    "safeguarding_enquiry": ("A safeguarding enquiry", "Somebody is worried about this child, and you are finding out who knows them."),
    "new_contact": ("A new contact", "Somebody has rung or written about this child."),
    "child_protection": ("Child protection", "There is reason to think that the child suffers, or is likely to suffer, significant harm."),
    "missing_child": ("A missing child", "The child is missing, or has just been found."),
    "direct_work": ("Direct work", "You or your team work with this child."),
    "assessment": ("An assessment", "You are assessing what the child needs."),
    "supervision": ("Supervision", "You answer for a worker of this child."),
    "school_administration": ("School administration", "The child is on your roll."),
    "safeguarding_in_school": ("Safeguarding in school", "You answer for the safety of the pupils on your roll."),
    "direct_care": ("Direct care", "The child is on your caseload."),
    "participation": ("Learning and work after 16", "Your service follows where the young person learns or works."),
}
RELATIONS = {
    "PAM": "mother", "PAF": "father", "STM": "stepmother", "STF": "stepfather", "FOM": "foster mother", "FOF": "foster father", "CAR": "carer", "FAM": "other family member",
    "REL": "other relative", "SWR": "social worker", "CHM": "childminder", "DOC": "doctor", "HTC": "head teacher", "TCH": "teacher", "RLG": "religious contact", "OTH": "other contact",
}  # fmt: skip
SEXES = {"F": "Female", "M": "Male", "U": "Not known or not stated"}
ABUSE = {"NEG": "neglect", "PHY": "physical abuse", "SAB": "sexual abuse", "EMO": "emotional abuse", "MUL": "more than one kind of abuse"}
BIRTH_DATE_IS = {
    "expected": "Expected: the child is not yet born", "assessed": "Assessed, because nobody could prove it", "estimated": "Estimated", "unknown": "The source doubts it",
}  # fmt: skip
FIELDS = {
    "given_names": "Given names", "family_name": "Family name", "known_as": "Known as", "previous_family_names": "Former family names", "born_on": "Date of birth",
    "birth_date_is": "How sure the date of birth is", "sex": "Sex", "nhs_number": "NHS number", "upn": "UPN (pupil number)", "former_upns": "Former UPNs",
    "uln": "ULN (learner number)", "ethnicity": "Ethnicity", "first_language": "First language", "interpreter": "Interpreter", "communication_needs": "Communication needs",
    "nationality": "Nationality", "telephone": "Telephone", "email": "Email", "died_on": "Date of death",
}  # fmt: skip
HAPPENINGS = {
    "contact": "Somebody contacted social care", "section_47": "Child protection enquiry (section 47)", "initial_conference": "Initial child protection conference",
    "legal_status": "Legal status changed", "referral_without_further_action": "Referral, no further action", "placed_for_adoption": "Placed for adoption",
    "domestic_abuse": "Police notification: domestic abuse", "missing": "Police notification: missing", "found": "Police notification: found",
    "exploitation_concern": "Police notification: worry about exploitation", "neglect": "Police notification: neglect", "drugs": "Police notification: drugs",
}  # fmt: skip
YEARS = {
    "E1": "Early years 1",
    "E2": "Early years 2",
    "N1": "Nursery 1",
    "N2": "Nursery 2",
    "R": "Reception",
    "X": "Not following the national curriculum",
    "M": "Mixed year class",
}
ENROLMENTS = {"M": "main school of two", "S": "second school of two", "F": "further education", "O": "other provider", "G": "guest", "P": "previous pupil"}


def in_words(code: str, words: dict[str, str]) -> str:
    """A code in its words; one that nobody has worded is at least readable.

    >>> in_words("PAM", RELATIONS), in_words("music_therapy", SERVICES)
    ('mother', 'Music therapy')
    """
    return words.get(code) or code.replace("_", " ").capitalize()


def service(code: str) -> str:
    """A service, or a plan that it keeps, by name."""
    return in_words(code, SERVICES)


@cache
def _codes() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("codes.toml").read_text("utf-8"))


def value_in_words(field: str, value: object) -> object:
    """The value of a field as a reader sees it; codes that nobody has worded stay as they were sent.

    >>> value_in_words("sex", "F"), value_in_words("born_on", "2017-03-27"), value_in_words("first_language", "POL"), value_in_words("nhs_number", "9434765919")
    ('Female', '27 March 2017', 'Polish', '943 476 5919')
    """
    text = str(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(str(each) for each in value)
    if field in ("born_on", "died_on"):
        return day(text)
    if field == "nhs_number" and len(text) == 10:
        return f"{text[:3]} {text[3:6]} {text[6:]}"
    if field == "interpreter":
        return interpreter(text) or "No interpreter needed"
    words = {"sex": SEXES, "birth_date_is": BIRTH_DATE_IS, "first_language": _codes()["languages"], "ethnicity": _codes()["ethnicities"]}.get(field, {})
    return words.get(text, text)


def language(code: object) -> str:
    """A language by name."""
    return str(value_in_words("first_language", code))


def interpreter(said: object) -> str:
    """Whether an interpreter is needed, as sources say it: by a letter, a word or a language; empty where none is.

    >>> interpreter("Y"), interpreter("N"), interpreter("British Sign Language"), interpreter(None)
    ('Interpreter needed', '', 'Interpreter needed: British Sign Language', '')
    """
    text = "" if said is None else str(said).strip()
    if text.casefold() in ("", "n", "no", "none", "false", "0"):
        return ""
    return "Interpreter needed" if text.casefold() in ("y", "yes", "true", "1") else f"Interpreter needed: {text}"


def year_group(code: str) -> str:
    """A national curriculum year as people say it.

    >>> year_group("7"), year_group("R"), year_group("")
    ('Year 7', 'Reception', '')
    """
    return YEARS.get(code) or (f"Year {code}" if code else "")


def authority(code: str, own: str) -> str:
    """A local authority by name; an unknown code says itself.

    >>> authority("807", "999"), authority("", "999")
    ('Redcar and Cleveland', '')
    """
    name = authorities().get(code, f"Authority {code}" if code else "").partition(" (")[0]
    return f"{name} (this authority)" if code == own and name else name


def one_line(parts: Iterable[object], between: str = ", ") -> str:
    """What is known of several things, on one line."""
    return between.join(str(part) for part in parts if part)


def since(on: date | None) -> str:
    """From when, where that is known."""
    return f"Since {day(on)}" if on else "The source does not say since when"
