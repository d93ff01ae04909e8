"""A value of a row is corrected here, and the source is asked: the row, the queries of a source, and their file for its steward."""

import csv
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from everychild.exchange.correcting import Row, correct_row, row_of
from everychild.intake import actions, queries
from everychild.intake.models import Correction, Problem
from everychild.kit.problems import Problem as Wrong
from everychild.kit.time import now
from everychild.ledger.actions import record as ledger_record
from everychild.organisations.queries import names_of
from everychild.portals.forms_office import Correct, Withdraw
from everychild.portals.gates import opens_to
from everychild.portals.office_words import QUERY, VERDICT, tag
from everychild.portals.views.office.lists import page_of, sent

HEADINGS = ("your id", "table", "line", "field", "as you sent it", "as we corrected it", "how we know", "corrected by", "corrected on", "file of")


@opens_to("loading")
def correct(request: HttpRequest, batch: UUID, problem: int) -> HttpResponse:
    """One row in which something is wrong, with a form for other values."""
    one = get_object_or_404(queries.batch_of(batch))
    wrong = get_object_or_404(queries.problems_of(one).select_related("batch__source"), pk=problem)
    row = row_of(wrong)
    ledger_record("row_read", refs={"batch": str(batch), "problem": problem})
    form = Correct(sent(request), **_asked(row))
    if not row.why_not() and form.is_valid():
        try:
            correct_row(row=row, changes=form.changes(), because=form.cleaned_data["because"], by=request.user.pk, at=now())
        except Wrong as said:
            form.add_error(None, str(said))
        else:
            messages.success(request, "Corrected. The row is being loaded, and the source is asked about it.")
            return redirect("office_queries", code=one.source_id)
    said = [{"label": field, "value": row.value(field)} for field in row.fields if row.value(field)]
    context = {"batch": one, "problem": wrong, "verdict": VERDICT[wrong.verdict], "row": said, "why_not": row.why_not(), "form": form, "back_to": reverse("office_problems", args=[batch])}
    return render(request, "portals/office/correct.jinja", context)


def _asked(row: Row) -> dict:
    """The fields in which something is wrong, each with what stands there, and the others."""
    named = Problem.objects.filter(batch_id=row.batch.pk, table=row.problem.table, line=row.problem.line, sealed=False).order_by("pk").values_list("field", flat=True)
    first = [row.problem.field, *named]
    wrong = {field: row.value(field) for field in dict.fromkeys(first) if field in row.fields}
    return {"wrong": wrong, "others": [field for field in row.fields if field not in wrong]}


@opens_to("loading")
def queries_of(request: HttpRequest, code: str) -> HttpResponse:
    """What was corrected here of a source's rows: what it has not answered first."""
    if code not in queries.source_names():
        raise Http404
    page = page_of(queries.corrections_of(code), request)
    names = names_of(one.by for one in page)
    ledger_record("queries_read", refs={"corrections": [str(one.pk) for one in page]}, words={"source": code})
    context = {"code": code, "source": queries.source_names()[code], "page": page, "rows": [_query_row(one, names) for one in page], "open": queries.open_queries(code).count()}
    return render(request, "portals/office/queries.jinja", context)


def _query_row(one: Correction, names: dict[int, str]) -> dict:
    withdraw = {"text": "Withdraw", "href": reverse("office_withdraw", args=[one.pk])} if one.state == Correction.State.OPEN else ""
    return {
        "where": {"text": one.local_id or "No id", "more": f"Line {one.line} of {one.table}, file of {one.batch.as_at:%-d %B %Y}"}, "field": one.field,
        "as_sent": one.as_sent or "Nothing", "as_corrected": one.as_corrected or "Nothing", "because": one.because,
        "who": {"text": names.get(one.by, "somebody who is not a user any more"), "more": f"{one.at:%-d %B %Y}"}, "state": tag(QUERY[one.state], one.said), "do": withdraw,
    }  # fmt: skip


@opens_to("loading")
def download(request: HttpRequest, code: str) -> HttpResponse:
    """The open queries of a source as a file for its steward."""
    if code not in queries.source_names():
        raise Http404
    found = list(queries.open_queries(code).select_related("batch"))
    names = names_of(one.by for one in found)
    ledger_record("queries_downloaded", refs={"corrections": [str(one.pk) for one in found]}, words={"source": code})
    answer = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="queries-{code}.csv"'})
    answer.write("\ufeff")
    writer = csv.writer(answer)
    writer.writerow(HEADINGS)
    for one in found:
        who = names.get(one.by, "")
        said = (one.local_id, one.table, one.line, one.field, one.as_sent, one.as_corrected, one.because, who, one.at.date().isoformat(), one.batch.as_at.isoformat())
        writer.writerow([_plain(cell) for cell in said])
    return answer


def _plain(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(cell)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


@opens_to("loading")
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """One query is withdrawn, with a reason."""
    one = get_object_or_404(Correction.objects.select_related("source"), pk=key, sealed=False)
    back, form = reverse("office_queries", args=[one.source_id]), Withdraw(sent(request))
    if form.is_valid():
        try:
            actions.withdraw_query(query=one, why=form.cleaned_data["why"], by=request.user.pk, at=now())
            messages.success(request, "Withdrawn. The value corrected here stands until the source sends the row again.")
        except Wrong as said:
            messages.warning(request, str(said))
        return redirect(back)
    return render(request, "portals/office/withdraw.jinja", {"query": one, "form": form, "back_to": back})
