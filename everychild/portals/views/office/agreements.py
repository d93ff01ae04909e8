"""Data-sharing agreements: what each lets in, for what, until when, and what was let fall at the door."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from everychild.formats.items import ITEMS as COVERS
from everychild.intake.queries import dropped_under_agreements
from everychild.kit.time import today
from everychild.portals.gates import opens_to
from everychild.portals.office_words import ITEMS, STANDING, in_words, tag
from everychild.portals.presenting.gateways import gateway_row
from everychild.portals.views.office.lists import page_of
from everychild.sharing import holdings
from everychild.sharing.gateways import gateways


@opens_to("agreements")
def agreements(request: HttpRequest) -> HttpResponse:
    """Every agreement, of a file or of an earlier load."""
    listed, broken = holdings.agreements()
    dropped = dropped_under_agreements()
    page = page_of(listed, request)
    rows = [_row(one, sum(dropped.get(one.code, {}).values()), today()) for one in page]
    return render(request, "portals/office/agreements.jinja", {"page": page, "rows": rows, "broken": broken})


def _row(one: holdings.Listed, dropped: int, on: date) -> dict:
    return {
        "title": {"text": one.title, "href": reverse("office_agreement", args=[one.code]), "more": "" if one.loaded else "Nothing loaded under it yet"},
        "controllers": list(one.controllers), "standing": tag(STANDING[one.standing(on)], "" if one.in_a_file else "Its file is gone"),
        "signed": {"text": one.signed_on, "more": one.signed_by}, "review": one.review_on, "ends": one.ends_on or "No end agreed",
        "items": len(one.items), "dropped": dropped,
    }  # fmt: skip


@opens_to("agreements")
def agreement(request: HttpRequest, code: str) -> HttpResponse:
    """One agreement, whole."""
    one = holdings.agreement_of(code)
    if one is None:
        raise Http404
    dropped = dropped_under_agreements().get(code, {})
    context = {
        "agreement": one, "gateways": [gateway_row(gateways()[code], reverse("office_gateway", args=[code]), today()) for code in one.gateways if code in gateways()], "standing": STANDING[one.standing(today())],
        "items": [{"item": in_words(item, ITEMS), "covers": COVERS.get(item, "")} for item in one.items],
        "dropped": [{"item": in_words(item, ITEMS), "covers": COVERS.get(item, ""), "count": count} for item, count in dropped.items()],
    }  # fmt: skip
    return render(request, "portals/office/agreement.jinja", context)
