"""Powers and duties to tell, in words."""

from datetime import date

from everychild.kit.words import day
from everychild.portals.office_words import ITEMS, in_words, tag
from everychild.portals.presenting.withholding import KINDS
from everychild.portals.presenting.words import PURPOSES
from everychild.sharing.rules import ANY_ITEM, Gateway

KIND = {"duty": "Duty", "power": "Power", "ground": "Ground"}
NOT_CHECKED = ("Check whether it has begun", "amber")


def standing(one: Gateway, on: date) -> dict:
    """How it stands on a day, as a tag."""
    if not one.commenced:
        return tag(NOT_CHECKED, "It lets nothing through until somebody has")
    if one.in_force(on):
        return tag(("In force", "green"), f"From {day(one.from_on)}")
    return tag(("Not in force", "red"), f"Ended on {day(one.to_on)}" if one.to_on and one.to_on < on else f"From {day(one.from_on)}")


def gateway_row(one: Gateway, href: str, on: date) -> dict:
    """A row of a table of gateways."""
    return {
        "gateway": {"text": name_of(one), "href": href, "more": one.says}, "kind": KIND[one.kind], "standing": standing(one, on),
        "purposes": _purposes(one), "confidentiality": one.confidentiality,
    }  # fmt: skip


def gateway_facts(one: Gateway) -> list[dict]:
    """A gateway whole, for its own page."""
    return [
        {"label": "What it says", "value": one.says}, {"label": "Kind", "value": KIND[one.kind]}, {"label": "UK GDPR Article 6", "value": one.article_6},
        {"label": "UK GDPR Article 9", "value": one.article_9, "rule": f"Data Protection Act 2018, Schedule 1: {one.schedule_1}" if one.schedule_1 else ""},
        {"label": "Common-law duty of confidentiality", "value": one.confidentiality}, {"label": "What may be told", "value": _items(one)}, {"label": "For which purposes", "value": _purposes(one)},
        {"label": "In force from", "value": one.from_on if one.commenced else None, "unknown": NOT_CHECKED[0]}, {"label": "In force to", "value": one.to_on, "unknown": "No end"},
        {"label": "Source", "value": one.source, "rule": "From memory: check before you rely on it" if one.from_memory else ""},
    ]  # fmt: skip


def telling_rows(one: Gateway) -> list[dict]:
    """Who may tell whom by it."""
    return [{"who": _of(by), "whom": ", ".join(_of(told).lower() for told in sorted(whom))} for by, whom in sorted(one.who_may_tell.items())]


def name_of(one: Gateway) -> str:
    """Where it stands in the law."""
    return f"{one.statute}, {one.section}"


def _items(one: Gateway) -> str:
    return "Whatever the case needs" if ANY_ITEM in one.items else ", ".join(in_words(item, ITEMS) for item in sorted(one.items))


def _purposes(one: Gateway) -> str:
    named = [PURPOSES[code][0] if code in PURPOSES else in_words(code) for code in sorted(one.purposes)]
    return ", ".join(named) or "No purpose at the door: it carries agreements and returns"


def _of(kind: str) -> str:
    return KINDS.get(kind, in_words(kind)).replace("team of this ", "")
