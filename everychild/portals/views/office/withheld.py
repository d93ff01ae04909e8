"""For the information-governance lead: what was decided not to be shared, with whom and why, and whether it has been looked at again. Never about whom."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from everychild.kit.problems import Problem
from everychild.kit.time import day_of
from everychild.ledger.actions import record as ledger_record
from everychild.portals.forms_withholding import Review, WithheldSieve
from everychild.portals.gates import opens_to
from everychild.portals.presenting.withholding import facts_of, row
from everychild.portals.views.office.lists import asked, page_of
from everychild.sharing.actions.withholding import review_withholding
from everychild.sharing.withheld import how_many_withheld, withholdings


@opens_to("looks")
def withheld(request: HttpRequest) -> HttpResponse:
    """The decisions, those whose review is the longest due first."""
    on, sieve = day_of(request.asked_at), WithheldSieve(request.GET)
    page = page_of(withholdings(state=asked(sieve)["state"], on=on), request)
    ledger_record("listed_withheld", refs={"shown": [str(one.person_id) for one in page]})
    rows = [row(one, reverse("office_withholding", args=[one.pk]), on) for one in page]
    return render(request, "portals/office/withheld.jinja", {"sieve": sieve, "page": page, "rows": rows, "counts": counts(on)})


def counts(on) -> list[dict]:
    """Numbers, each of which opens its list."""
    many, href = how_many_withheld(on=on), reverse("office_withheld")
    told = [
        ("overdue", many.overdue, "reviews overdue"),
        ("soon", many.soon, "reviews due within 30 days"),
        ("standing", many.standing, "still not shared"),
        ("ended", many.ended, "ended"),
    ]
    return [{"figure": figure, "words": words, "href": f"{href}?state={state}"} for state, figure, words in told]


@opens_to("looks")
@require_http_methods(["GET", "HEAD", "POST"])
def withholding(request: HttpRequest, decision: UUID) -> HttpResponse:
    """One decision, whole; the lead ends or confirms it where nobody who knows the child does."""
    on = day_of(request.asked_at)
    one = get_object_or_404(withholdings(on=on), pk=decision)
    form = Review(request.POST if request.method == "POST" else None, on=on)
    if form.is_valid():
        try:
            review_withholding(by=request.user, withholding=one, on=on, **form.cleaned_data)
        except Problem as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, "The review is written in the account.")
            return redirect("office_withheld")
    elif request.method != "POST":
        ledger_record("withholding_read", person=one.person_id, refs={"withholding": str(one.pk)})
    back = {"href": reverse("office_withheld"), "text": "All decisions not to share"}
    return render(
        request,
        "portals/withholding.jinja",
        {"one": one, "facts": facts_of(one), "form": form, "wrong": bool(form.errors), "back": back, "about": "A child whom you do not see"},
    )
