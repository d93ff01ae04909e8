"""For the information-governance lead: the record of processing, the gateways, and the tables of the impact assessment, as the files say them today."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from everychild.kit.time import day_of
from everychild.organisations.queries import roles
from everychild.portals.gates import opens_to
from everychild.portals.office_words import ITEMS, in_words, tag
from everychild.portals.presenting.gateways import gateway_facts, gateway_row, name_of, standing, telling_rows
from everychild.sharing.agreements import retention_classes
from everychild.sharing.gateways import gateways
from everychild.sharing.holdings import agreements, terms_in_files
from everychild.sharing.processing import Activity, Fact, Risk, activities, facts, risks

LEFT = {"low": "green", "medium": "amber", "high": "red"}


@opens_to("access")
def processing(request: HttpRequest) -> HttpResponse:
    """What an auditor asks for, made from the files that bind."""
    terms, broken = terms_in_files()
    known, files, on = list(roles()), [one for one in terms.values() if one.in_force(day_of(request.asked_at))], day_of(request.asked_at)
    context = {
        "broken": broken, "activities": [_activity(one) for one in activities(files, gateways(), known)], "gateways": [gateway_row(one, reverse("office_gateway", args=[one.code]), on) for one in gateways().values()],
        "facts": [_fact(one) for one in facts(files, known)], "risks": [_risk(one) for one in risks()], "contact": settings.EVERYCHILD_RIGHTS_CONTACT,
    }  # fmt: skip
    return render(request, "portals/office/processing.jinja", context)


@opens_to("agreements")
def gateway(request: HttpRequest, code: str) -> HttpResponse:
    """One gateway, whole, and the agreements that stand on it."""
    one = gateways().get(code)
    if one is None:
        raise Http404
    listed, _ = agreements()
    context = {
        "one": one, "name": name_of(one), "standing": standing(one, day_of(request.asked_at)), "facts": gateway_facts(one), "telling": telling_rows(one),
        "agreements": [{"title": {"text": each.title, "href": reverse("office_agreement", args=[each.code])}, "review": each.review_on} for each in listed if code in each.gateways],
    }  # fmt: skip
    return render(request, "portals/office/gateway.jinja", context)


def _activity(one: Activity) -> dict:
    stands_on = "; ".join(name_of(each) for each in one.gateways) or "None needed: it tells of no child"
    grounds = "; ".join([f"Article {each}" for each in (*one.bases, *one.conditions)])
    return {
        "what": {"text": one.what, "more": one.why}, "of_whom": {"text": one.of_whom, "more": f"Controllers: {', '.join(one.controllers)}"},
        "items": [in_words(item, ITEMS) for item in one.items], "gateways": {"text": stands_on, "more": grounds},
        "seen_by": {"text": ", ".join(one.seen_by) or "Nobody of a child", "more": f"Kept: {kept(one.retention)}"},
    }  # fmt: skip


def kept(code: str) -> str:
    """How long a class is kept."""
    said = retention_classes().get(code)
    if said is None:
        return f"The class {code} is not defined"
    return f"{said['years']} years from {said['start']}" if said["years"] else f"Until {said['start']}"


def _fact(one: Fact) -> dict:
    return {
        "item": {"text": in_words(one.item, ITEMS), "more": one.covers}, "sent_by": list(one.sent_by), "seen_by": list(one.seen_by) or "Nobody",
        "kept": [kept(code) for code in one.kept_as], "risks": len(one.risks),
    }  # fmt: skip


def _risk(one: Risk) -> dict:
    return {
        "risk": {"text": one.risk, "more": f"It harms {one.harms}"}, "items": "Every kind of fact" if "any" in one.items else [in_words(item, ITEMS) for item in one.items],
        "likelihood": f"{one.likelihood.capitalize()}, {one.harm}", "measures": one.measures, "left": tag((one.left.capitalize(), LEFT[one.left])),
    }  # fmt: skip
