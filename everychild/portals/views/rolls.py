"""A school sees its own roll. A name is asked for with POST, as on the page that finds a child, so that no name stands in an address; a year may."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from everychild.kit.problems import Refused
from everychild.kit.time import today
from everychild.kit.words import day
from everychild.ledger.actions import record as ledger_record
from everychild.organisations.models import School, User
from everychild.portals.forms_children import Sieving
from everychild.portals.gates import opens_to
from everychild.portals.presenting.words import year_group
from everychild.schooling.queries import Pupil, counts_by_year, own_pupils, who_fit

AT_ONCE, BY_NAME = 50, 200
"""Pupils on a page; and the most that a name shows, which has one page only."""


@opens_to("roll")
@require_http_methods(["GET", "HEAD", "POST"])
def roll(request: HttpRequest) -> HttpResponse:
    """The pupils on the roll of the reader's own school today, by surname."""
    school = _own_school(request.user)
    whole = own_pupils(on=today())
    counts = counts_by_year(whole)
    sieve = Sieving(request.POST if request.method == "POST" else {**request.GET.dict(), "name": ""}, years=counts)
    asked = {key: value for key, value in sieve.cleaned_data.items() if value} if sieve.is_valid() else {}
    if request.method == "POST" and "name" not in asked:
        return redirect(f"{reverse('roll')}?{urlencode(asked)}")
    page = Paginator(_asked_for(whole, asked), BY_NAME if asked.get("name") else AT_ONCE).get_page(request.GET.get("page"))
    ledger_record("listed_roll", refs={"shown": [str(one.person) for one in page]}, words={"school": school.laestab, "asked": asked})
    context = {"school": school, "sieve": sieve, "page": page, "rows": _rows(page), "counts": _counts(counts), "asked": asked}
    return render(request, "portals/roll.jinja", context)


def _asked_for(whole: list[Pupil], asked: dict) -> list[Pupil]:
    year = asked.get("year")
    return who_fit(whole, year_group="" if year == "none" else year, name=asked.get("name", ""), flagged="flagged" in asked)


def _own_school(user: User) -> School:
    if user.school is None:
        refused = Refused("Your account names no school, so there is no roll to show.")
        refused.ask = "Ask your user administrator to say which school you work at."
        raise refused
    return user.school


def _counts(counts: dict[str, int]) -> list[dict]:
    years = [{"figure": count, "words": year_group(year) or "no year given", "href": f"?year={year or 'none'}"} for year, count in counts.items()]
    return [{"figure": sum(counts.values()), "words": "pupils in all", "href": reverse("roll")}, *years]


def _rows(pupils: Iterable[Pupil]) -> list[dict]:
    return [_row(one, reverse("child", args=[one.ref])) for one in pupils]


def _row(one: Pupil, href: str) -> dict:
    name = ", ".join(part for part in (one.family_name, one.given_names) if part) or "Name not known"
    return {
        "name": {"text": name, "href": href, "more": f"Known as {one.known_as}" if one.known_as else ""}, "born": day(one.born_on), "year": year_group(one.year_group),
        "entered": one.entered_on, "flags": {"text": one.flags, "href": f"{href}#flags"} if one.flags else "",
    }  # fmt: skip
