"""When the lights go out: whether there is a fresh extract, and the account of who used one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from everychild.kit.problems import Problem
from everychild.kit.words import day, instant
from everychild.portals.forms_emergency import ReviewUse, WriteDownUse
from everychild.portals.gates import may_open, opens_to
from everychild.portals.office_words import tag
from everychild.portals.views.office.lists import page_of, sent
from everychild.sharing.actions import emergency as actions
from everychild.sharing.emergency import account
from everychild.sharing.models import EmergencyUse

CHOOSE_AMONG = 60
"""Extracts to choose from: two months of nights."""


@opens_to("emergency")
def emergency(request: HttpRequest) -> HttpResponse:
    """The last extract, how old it is, and the uses that the reader may know."""
    last, only_waiting, reviews = account.last_extract(), request.GET.get("waiting") == "yes", may_open(request, "emergency_review")
    page = page_of(account.uses(waiting=only_waiting), request)
    context = {
        "last": last, "late": account.is_late(last, request.asked_at), "reviews": reviews, "waiting": account.uses(waiting=True).count(), "only_waiting": only_waiting,
        "page": page, "rows": [_use(one, reviews) for one in page], "extracts": [_extract(one) for one in account.extracts()[:10]],
    }  # fmt: skip
    return render(request, "portals/office/emergency.jinja", context)


def _use(one: EmergencyUse, reviews: bool) -> dict:
    waits = {"text": "Review", "href": reverse("office_emergency_review", args=[one.pk])} if reviews else tag(("Waits for review", "amber"))
    return {
        "when": {"text": instant(one.from_at), "more": f"to {instant(one.to_at)}"}, "who": {"text": one.opened_by, "more": f"Written down by {one.written_by}, {day(one.written_at)}"},
        "why": one.why, "children": one.children or "None", "extract": {"text": instant(one.extract.made_at), "more": one.extract.digest[:12]},
        "state": tag(("Reviewed", "green"), one.review) if one.reviewed_at else waits,
    }  # fmt: skip


def _extract(one) -> dict:
    return {
        "made": {"text": instant(one.made_at), "more": one.digest[:12]},
        "children": one.children,
        "used": one.times_used,
        "file": tag(("Deleted", "plain")) if one.removed_at else "Kept",
    }


@opens_to("emergency")
def used(request: HttpRequest) -> HttpResponse:
    """Somebody writes down that an extract was opened."""
    form = WriteDownUse(sent(request), extracts=account.extracts()[:CHOOSE_AMONG], initial={"opened_by": str(request.user)})
    back = reverse("office_emergency")
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_down_use(by=request.user, at=request.asked_at, **form.said())
            messages.success(request, "Written down. The information-governance lead will review it.")
            return redirect(back)
        except Problem as said:
            form.add_error(None, str(said))
    return render(
        request, "portals/office/user_form.jinja", {"form": form, "title": "Write down that an extract was opened", "button": "Write it down", "back_to": back}
    )


@opens_to("emergency_review")
def review(request: HttpRequest, use: UUID) -> HttpResponse:
    """The lead says what came of one use."""
    one = get_object_or_404(account.uses(), pk=use)
    form = ReviewUse(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.review_use(by=request.user, use=one, review=form.cleaned_data["review"], at=request.asked_at)
            messages.success(request, "Reviewed.")
            return redirect("office_emergency")
        except Problem as said:
            form.add_error(None, str(said))
    return render(request, "portals/office/emergency_review.jinja", {"one": one, "form": form})
