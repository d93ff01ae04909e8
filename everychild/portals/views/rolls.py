"""A school sees its own roll."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from everychild.kit.problems import Refused
from everychild.kit.time import today
from everychild.ledger.actions import record as ledger_record
from everychild.organisations.models import User
from everychild.portals.forms_children import Sieving
from everychild.portals.gates import opens_to
from everychild.portals.presenting.words import year_group
from everychild.schooling.models import Roll
from everychild.schooling.queries import roll_counts, roll_of

AT_ONCE = 50


@opens_to("roll")
def roll(request: HttpRequest) -> HttpResponse:
    """The pupils on the roll of the reader's own school today, by surname."""
    school = _own_school(request.user)
    counts = roll_counts(school, on=today())
    sieve = Sieving(request.GET, years=counts)
    asked = sieve.cleaned_data if sieve.is_valid() else {}
    year = asked.get("year") or None
    found = roll_of(school, on=today(), year_group="" if year == "none" else year, name=asked.get("name", ""), flagged=bool(asked.get("flagged")))
    page = Paginator(found, AT_ONCE).get_page(request.GET.get("page"))
    pupils = list(page.object_list)
    ledger_record("listed_roll", refs={"shown": [str(one.record.membership.person_id) for one in pupils]}, words={"school": school.laestab, "asked": asked})
    context = {"school": school, "sieve": sieve, "page": page, "rows": _rows(pupils), "counts": _counts(counts), "total": sum(counts.values()), "narrowed": any(asked.values())}
    return render(request, "portals/roll.jinja", context)


def _own_school(user: User):
    if user.school is None:
        refused = Refused("Your account names no school, so there is no roll to show.")
        refused.ask = "Ask your user administrator to say which school you work at."
        raise refused
    return user.school


def _counts(counts: dict[str, int]) -> list[dict]:
    return [{"figure": count, "words": year_group(year) or "no year given", "href": f"?year={year or 'none'}"} for year, count in counts.items()]


def _rows(pupils: Iterable[Roll]) -> list[dict]:
    return [_row(one, one.record.described.fields, reverse("child", args=[one.record.membership.person.ref])) for one in pupils]


def _row(one: Roll, said: dict, href: str) -> dict:
    name = ", ".join(str(said[part]) for part in ("family_name", "given_names") if said.get(part)) or "Name not known"
    return {
        "name": {"text": name, "href": href, "more": f"Known as {said['known_as']}" if said.get("known_as") else ""}, "born": said.get("born_on"), "year": year_group(one.year_group),
        "entered": one.entered_on, "flags": {"text": one.flags, "href": f"{href}#flags"} if one.flags else "",
    }  # fmt: skip
