"""Powers and duties to tell, in words."""

from datetime import date

from everychild.kit.words import day
from everychild.portals.office_words import ITEMS, in_words, tag
from everychild.portals.presenting.withholding import KINDS
from everychild.portals.presenting.words import PURPOSES
from everychild.sharing.rules import ANY_ITEM, Gateway

KIND = {"duty": "A duty", "power": "A power", "ground": "A ground"}
NOT_CHECKED = ("Check whether it has begun", "amber")


def standing(one: Gateway, on: date) -> dict:
    """How it stands on a day, as a tag."""
    if not one.commenced:
        return tag(NOT_CHECKED, "It lets nothing through until somebody has")
    if one.in_force(on):
        return tag(("In force", "green"), f"From {day(one.from_on)}")
    return tag(("Not in force", "red"), f"Ended on {day(one.to_on)}" if one.to_on and one.to_on < on else f"From {day(one.from_on)}")


def gateway_row(one: Gateway, on: date) -> dict:
    """A row of a table of gateways."""
    return {
        "gateway": {"text": f"{one.statute}, {one.section}", "more": one.says}, "kind": KIND[one.kind], "standing": standing(one, on),
        "basis": {"text": f"UK GDPR Article {one.article_6}", "more": f"Article {one.article_9}{'; Schedule 1 ' + one.schedule_1 if one.schedule_1 else ''}"},
        "confidentiality": one.confidentiality, "who": [f"{_of(by)} may tell {', '.join(_of(told).lower() for told in sorted(whom))}" for by, whom in sorted(one.who_may_tell.items())],
        "items": "Whatever the case needs" if ANY_ITEM in one.items else [in_words(item, ITEMS) for item in sorted(one.items)],
        "purposes": [PURPOSES[code][0] if code in PURPOSES else in_words(code) for code in sorted(one.purposes)] or "No purpose at the door",
        "source": {"text": one.source, "more": "From memory: check before you rely on it" if one.from_memory else ""},
    }  # fmt: skip


def _of(kind: str) -> str:
    return KINDS.get(kind, in_words(kind)).replace("team of this ", "")
