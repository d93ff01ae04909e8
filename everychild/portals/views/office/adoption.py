"""Rows that would join a child to an identity sealed by an adoption order: for the adoption officer alone, in words that name nobody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from everychild.intake.models import Problem
from everychild.intake.queries import held_for_adoption
from everychild.organisations.queries import names_of
from everychild.portals.gates import opens_to
from everychild.portals.views.office.lists import page_of

TO_DO = "Find out from the sender what happened, and have the row sent as the adoption order needs it."


@opens_to("adoption")
def adoption(request: HttpRequest) -> HttpResponse:
    """What waits for the adoption officer, then what was settled."""
    page = page_of(held_for_adoption(), request)
    names = names_of(one.settled_by for one in page)
    return render(request, "portals/office/adoption.jinja", {"page": page, "rows": [_row(one, names) for one in page]})


def _row(one: Problem, names: dict[int, str]) -> dict:
    settled = {"text": "Settled", "tone": "green", "more": f"{one.settled_how} ({names.get(one.settled_by, 'somebody')})"}
    waiting = {"text": "Settle", "href": reverse("office_settle_held", args=[one.pk])}
    return {
        "source": {"text": one.batch.source.name, "more": f"Batch {one.batch_id}"}, "when": one.batch.loaded_at, "what": one.message, "do": TO_DO,
        "state": settled if one.settled_at else waiting,
    }  # fmt: skip
