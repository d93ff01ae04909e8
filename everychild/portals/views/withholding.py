"""Deciding not to share something about a child, and looking at that again."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from everychild.kit.problems import Problem
from everychild.portals.forms_withholding import Review, Withhold
from everychild.portals.presenting.withholding import facts_of
from everychild.sharing.actions.withholding import review_withholding, withhold
from everychild.sharing.door import about_a_child
from everychild.sharing.record import Record
from everychild.sharing.rules import can_withhold
from everychild.sharing.withheld import withholdings_about


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@about_a_child("withholding_form_read")
def decide(request: HttpRequest, record: Record) -> HttpResponse:
    """A decision not to share something is taken and stands on the record."""
    form = Withhold(request.POST if request.method == "POST" else None, on=record.on)
    if form.is_valid():
        try:
            withhold(by=request.user, person=record.person, known_by=record.records[0].id, on=record.on, **form.cleaned_data)
        except Problem as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, "Your decision is on the record. Workers of the organisation that is not told do not see it.")
            return redirect(reverse("child", args=[record.ref]) + "#withheld")
    context = {"record": record, "form": form, "wrong": bool(form.errors), "may": can_withhold(record.role.scope)}
    return render(request, "portals/withhold.jinja", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@about_a_child("withholding_read")
def review(request: HttpRequest, record: Record, withholding: UUID) -> HttpResponse:
    """One decision, whole; while it stands it can be confirmed, or ended."""
    one = get_object_or_404(withholdings_about(record.person), pk=withholding)
    form = Review(request.POST if request.method == "POST" else None, on=record.on)
    if form.is_valid():
        try:
            review_withholding(by=request.user, withholding=one, on=record.on, **form.cleaned_data)
        except Problem as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, "The review is on the record.")
            return redirect(reverse("child", args=[record.ref]) + "#withheld")
    back = {"href": reverse("child", args=[record.ref]), "text": "Back to the record"}
    return render(
        request, "portals/withholding.jinja", {"one": one, "facts": facts_of(one), "form": form, "wrong": bool(form.errors), "back": back, "about": record.name}
    )
