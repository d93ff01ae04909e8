"""Decisions not to tell, in words: the lawful reasons, the kinds of organisation, and rows for the record and for the lead."""

from datetime import date

from everychild.kit.words import day
from everychild.portals.office_words import ITEMS, in_words, tag
from everychild.sharing.models import Withholding

REASONS = {
    Withholding.Reason.MORE_HARM: ("Telling would do the child more harm than good", "Children Act 2004, sections 16LA(3) and 16LC(7)"),
    Withholding.Reason.NUMBER_NOT_KNOWN: ("The child’s number is not known", "Children Act 2004, section 16LC(8)"),
    Withholding.Reason.TOO_LONG: ("Finding the child’s number would take too long", "Children Act 2004, section 16LC(8)"),
    Withholding.Reason.NO_GATEWAY: ("No power or duty lets them be told", "There is no gateway in force for it"),
    Withholding.Reason.CONFIDENCE: ("It was told in confidence, and nothing outweighs that", "Common-law duty of confidentiality"),
    Withholding.Reason.NOT_NEEDED: ("They do not need it for what they do", "Sharing goes only so far as it may help them do their work"),
    Withholding.Reason.HARM_TO_ANOTHER: ("Telling would put somebody else in danger", "UK GDPR; Human Rights Act 1998, Articles 2 and 8"),
}
KINDS = {
    "council": "A team of this council", "another_council": "Another council", "school": "A school", "college": "A college or training provider", "childcare": "A nursery or childminder",
    "health": "A health service", "police": "The police", "youth_justice": "Youth justice", "housing": "Housing", "voluntary": "A charity or community group",
    "adoption_agency": "An adoption agency", "department": "The government",
}  # fmt: skip
OUTCOMES = {"": ("Not told", "plum"), "confirmed": ("Not told, confirmed", "plum"), "shared": ("Shared since", "green"), "withdrawn": ("Withdrawn", "plain")}
NOT_CHOSEN = ("establishment", "other")


def what(one: Withholding) -> str:
    """What is not told, on one line."""
    return ", ".join(in_words(item, ITEMS) for item in one.items)


def reason(one: Withholding) -> tuple[str, str]:
    """The lawful reason and where it stands."""
    return REASONS.get(one.reason, (in_words(one.reason), ""))


def who(one: Withholding) -> str:
    """Who decided, with their role."""
    return f"{one.decided_by}, {one.decided_by.role.label}" if one.decided_by.role else str(one.decided_by)


def state(one: Withholding, on: date) -> dict:
    """How it stands on a day, as a tag."""
    if one.stands and one.review_on < on:
        return tag(("Review overdue", "red"), f"It was due on {day(one.review_on)}")
    return tag(OUTCOMES[one.outcome], f"Looked at again by {day(one.review_on)}" if one.stands else f"On {day(one.reviewed_at)}")


def row(one: Withholding, href: str, on: date) -> dict:
    """A row of a table of decisions."""
    return {
        "what": {"text": what(one), "href": href}, "to": {"text": one.organisation, "more": KINDS.get(one.kind, in_words(one.kind))}, "reason": reason(one)[0],
        "who": {"text": who(one), "more": f"On {day(one.decided_at)}"}, "state": state(one, on),
    }  # fmt: skip


def facts_of(one: Withholding) -> list[dict]:
    """The decision whole, for its own page."""
    words, law = reason(one)
    told = [
        {"label": "What is not told", "value": what(one)}, {"label": "To whom", "value": one.organisation, "rule": KINDS.get(one.kind, in_words(one.kind))},
        {"label": "Lawful reason", "value": words, "rule": law}, {"label": "Why", "value": one.why}, {"label": "Decided by", "value": who(one), "rule": f"on {day(one.decided_at)}"},
        {"label": "Looked at again by", "value": one.review_on if one.stands else None, "unknown": "It has ended"},
    ]  # fmt: skip
    if one.reviewed_at:
        told.append({"label": "Last review", "value": OUTCOMES[one.outcome][0], "rule": f"{one.reviewed_by}, {day(one.reviewed_at)}"})
        told.append({"label": "What the review said", "value": one.review_note, "unknown": "Nothing more"})
    return told
