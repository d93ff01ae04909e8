"""A worker settles what a source has raised about a child: a reported death, a withheld address."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from everychild.kit.problems import Problem
from everychild.portals.forms_deciding import TITLES, Deciding
from everychild.sharing.actions.deciding import decide
from everychild.sharing.decisions import standing_of
from everychild.sharing.door import about_a_child
from everychild.sharing.record import Record
from everychild.sharing.rules import may_decide

DONE = {
    "death_confirmed": "The death is confirmed. The record says so.",
    "death_in_error": "The report is set aside. The same report again will not raise it; another source's will.",
    "death_open": "The death waits to be confirmed.",
    "address_shown": "The address is shown again to those who may see it. A new request to withhold it will hide it.",
    "address_withheld": "The address is withheld.",
}


def decided_about(record: Record) -> dict:
    """What the record's page says of a death and of a withheld address, and whether its reader may settle them."""
    return {"death": standing_of(record.person, "death"), "address": standing_of(record.person, "address"), "may": may_decide(record.role.code)}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@about_a_child("decision_form_read")
def death(request: HttpRequest, record: Record) -> HttpResponse:
    """Is the child dead, as a source says?"""
    return _decided(request, record, "death")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@about_a_child("decision_form_read")
def address(request: HttpRequest, record: Record) -> HttpResponse:
    """May the address be shown again?"""
    return _decided(request, record, "address")


def _decided(request: HttpRequest, record: Record, about: str) -> HttpResponse:
    standing, may = standing_of(record.person, about), may_decide(record.role.code)
    form = Deciding(request.POST if request.method == "POST" and may else None, answers=standing.may)
    if form.is_valid():
        try:
            decide(by=request.user, person=record.person, answer=form.cleaned_data["answer"], reason=form.cleaned_data["reason"])
        except Problem as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, DONE[form.cleaned_data["answer"]])
            return redirect("child", ref=record.ref)
    return render(request, "portals/decide.jinja", {"record": record, "about": about, "title": TITLES[about], "standing": standing, "may": may, "form": form, "wrong": bool(form.errors)})
