"""The list of a worker's children: who, why, and who else of the team."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from everychild.kit.words import age, day, ref
from everychild.portals.presenting.words import one_line, service
from everychild.sharing.queries import Mine

GRAVE = {"missing": "red", "protection_plan": "red", "enquiry": "red", "looked_after": "amber", "child_in_need": "amber"}


def rows_of(children: Iterable[Mine], on: date) -> list[dict]:
    """Rows of a table: name, born, why, whose."""
    return [_row(one, on) for one in children]


def _row(one: Mine, on: date) -> dict:
    (first, since), *others = one.reasons
    why = {"text": service(first), "more": one_line((f"Since {day(since)}" if since else "", *(service(code) for code, _ in others)), "; ")}
    return {
        "name": {"text": one.name, "href": reverse("child", args=[one.ref]), "more": ref(one.ref)},
        "born": {"text": one.born_on, "more": age(one.born_on, on)} if one.born_on else "Not known",
        "why": why | ({"tone": GRAVE[first]} if first in GRAVE else {}), "whose": "Yours" if one.own else one_line(("Your team’s", one.with_whom), ": "),
    }  # fmt: skip


def counts_of(children: list[Mine]) -> list[dict]:
    """How many are the reader's own and how many the team's; each number opens its list."""
    own = sum(1 for one in children if one.own)
    return [
        {"figure": len(children), "words": "children in all", "href": "/"}, {"figure": own, "words": "where you are named", "href": "/?whose=own"},
        {"figure": len(children) - own, "words": "of your team’s", "href": "/?whose=team"},
    ]  # fmt: skip
