"""Settling what is wrong: one problem, all of a kind in a batch, or one that only the adoption officer may read."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from everychild.intake import actions, queries
from everychild.intake.models import Batch
from everychild.kit import problems
from everychild.kit.time import now
from everychild.portals.forms_office import Settle
from everychild.portals.gates import opens_to
from everychild.portals.office_words import VERDICT, in_words
from everychild.portals.views.office.lists import sent


@opens_to("loading")
def settle(request: HttpRequest, batch: UUID, problem: int) -> HttpResponse:
    """One problem is settled."""
    one = get_object_or_404(queries.batch_of(batch))
    wrong = get_object_or_404(queries.problems_of(one), pk=problem)
    return _settled(request, wrong, reverse("office_problems", args=[batch]), {"batch": one})


@opens_to("adoption")
def settle_held(request: HttpRequest, problem: int) -> HttpResponse:
    """One row that was held for the adoption officer is settled."""
    wrong = get_object_or_404(queries.held_for_adoption(), pk=problem)
    return _settled(request, wrong, reverse("office_adoption"), {"batch": wrong.batch, "sealed": True})


def _settled(request: HttpRequest, wrong, back: str, context: dict) -> HttpResponse:
    form = Settle(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.settle(problem=wrong, by=request.user.pk, at=now(), how=form.words())
            messages.success(request, "Settled. What you did is written in the account.")
        except problems.Problem as said:
            messages.warning(request, str(said))
        return redirect(back)
    return render(request, "portals/office/settle.jinja", context | {"problem": wrong, "verdict": VERDICT[wrong.verdict], "form": form, "back_to": back})


@opens_to("loading")
def settle_alike(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Every unsettled problem of one kind in a batch is settled with one answer."""
    one = get_object_or_404(queries.batch_of(batch))
    verdict, code = request.GET.get("verdict", ""), request.GET.get("code", "")
    kind = next((kind for kind in queries.kinds_of_problem(one) if (kind["verdict"], kind["code"]) == (verdict, code)), None)
    back = reverse("office_problems", args=[batch])
    if kind is None or not kind["waiting"]:
        messages.info(request, "Nothing of that kind is waiting to be settled.")
        return redirect(back)
    form = Settle(sent(request))
    if request.method == "POST" and form.is_valid():
        return _all_settled(request, one, kind, form, back)
    context = {"batch": one, "kind": kind, "kind_words": in_words(code), "verdict": VERDICT[verdict], "form": form, "back_to": back}
    return render(request, "portals/office/settle_alike.jinja", context)


def _all_settled(request: HttpRequest, batch: Batch, kind: dict, form: Settle, back: str) -> HttpResponse:
    how = form.words()
    count = actions.settle_alike(batch=batch, verdict=kind["verdict"], code=kind["code"], by=request.user.pk, at=now(), how=how)
    messages.success(request, f"{count} settled. What you did is written in the account.")
    return redirect(back)
