"""A worker's alerts and their answers, and for who leads a team what nobody has answered."""

from collections import Counter
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from everychild.kit.problems import Problem
from everychild.kit.words import instant
from everychild.ledger.actions import record as ledger_record
from everychild.portals.forms_children import Answering
from everychild.portals.gates import opens_to, to_searchers
from everychild.portals.office_words import tag
from everychild.portals.views.office.lists import page_of
from everychild.sharing.queries import my_children
from everychild.work import actions, queries
from everychild.work.models import Alert


@to_searchers
@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """What waits for the reader's answer, each with its child and the four answers."""
    page = page_of(queries.waiting_alerts(request.user), request)
    children = {one.person: one for one in my_children()} if page.object_list else {}
    ledger_record("listed_alerts", refs={"shown": [str(one.person_id) for one in page]})
    rows = [{"alert": one, "child": children.get(one.person_id), "overdue": one.due_at < request.asked_at} for one in page]
    return render(
        request, "portals/alerts.jinja", {"page": page, "rows": rows, "answers": [pair for pair in Alert.Outcome.choices if pair[0] != Alert.Outcome.PASSED_ON]}
    )


@to_searchers
@require_POST
def answer(request: HttpRequest, alert: UUID) -> HttpResponse:
    """One press, and the alert is answered."""
    one = get_object_or_404(Alert, pk=alert)
    form = Answering(request.POST)
    if form.is_valid():
        try:
            actions.answer_alert(by=request.user, alert=one, at=request.asked_at, **form.cleaned_data)
        except Problem as said:
            messages.warning(request, str(said))
        else:
            messages.success(request, "Answered. It is off your list.")
    else:
        messages.warning(request, " ".join(words for wrong in form.errors.values() for words in wrong))
    return redirect("alerts")


@opens_to("team")
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """Numbers of what the reader's team has not answered, each of which opens its list."""
    every, at = queries.team_alerts(), request.asked_at
    worker, overdue = request.GET.get("worker", ""), request.GET.get("overdue") == "yes"
    chosen = [one for one in every if worker in ("", str(one.owner)) and (not overdue or one.due_at < at)]
    here = reverse("team_alerts")
    late = sum(1 for one in every if one.due_at < at)
    numbers = [{"figure": len(every), "words": "not answered", "href": here}, {"figure": late, "words": "overdue", "href": f"{here}?overdue=yes"}]
    names = {one.owner: one.owner_name for one in every}
    by_worker = [
        {"figure": count, "words": names[owner], "href": f"{here}?worker={owner}"} for owner, count in Counter(one.owner for one in every).most_common()
    ]
    page = page_of(chosen, request)
    return render(
        request,
        "portals/team_alerts.jinja",
        {"numbers": numbers, "by_worker": by_worker, "page": page, "rows": [_row(one, at) for one in page], "narrowed": bool(worker or overdue)},
    )


def _row(one: queries.TeamAlert, at) -> dict:
    due = tag(("Overdue", "red"), f"since {instant(one.due_at)}") if one.due_at < at else instant(one.due_at)
    return {"worker": one.owner_name, "kind": Alert.Kind(one.kind).label, "raised": instant(one.raised_at), "due": due}
