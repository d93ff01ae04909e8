"""What was loaded: every batch, one batch, its rows and its problems."""

from pathlib import PurePath
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from everychild.intake import queries
from everychild.intake.models import Batch, Problem, RowVerdict
from everychild.kit.charts import Bar, bars_svg
from everychild.organisations.queries import names_of
from everychild.portals.forms_office import BatchSieve, ProblemSieve, RowSieve
from everychild.portals.gates import may_open, opens_to
from everychild.portals.office_words import ITEMS, STATUS, VERDICT, in_words, tag
from everychild.portals.views.office.lists import asked, page_of

THE_COMMAND_LINE = "the command line"
WHAT_TO_DO = {
    "stopped": "Look at the problems below, have the sender mend the file, and load it again. If it is right after all, load it once more with the reason why.",
    "refused": "Look at what is said above, ask the sender for a file that can be read, and load that.",
}


@opens_to("loads")
def loads(request: HttpRequest) -> HttpResponse:
    """Every batch, the newest first."""
    sieve = BatchSieve(request.GET, sources=queries.source_names())
    page = page_of(queries.batches(**asked(sieve)), request)
    names, reads = names_of(one.loaded_by for one in page), may_open(request, "loading")
    rows = [batch_row(one, names, reads) for one in page]
    waiting = queries.not_ended().count() if reads else 0
    return render(request, "portals/office/loads.jinja", {"sieve": sieve, "page": page, "rows": rows, "reads": reads, "waiting": waiting})


def batch_row(one: Batch, names: dict[int, str], reads: bool) -> dict:
    """A line of a list of batches; `reads` where the reader may open its rows."""
    href = reverse("office_load", args=[one.pk])
    counts = {
        "rows": _number(one.rows, "office_rows", one, "", reads),
        "accepted": _number(one.accepted, "office_rows", one, "?verdict=a", reads),
        "flagged": _number(one.flagged, "office_problems", one, "?verdict=f", reads),
        "quarantined": _number(one.quarantined, "office_problems", one, "?verdict=q", reads),
    }
    return counts | {
        "source": {"text": one.source.name, "href": href, "more": one.path if one.corrects_id else PurePath(one.path).name},
        "when": {"text": one.loaded_at, "more": f"by {who(one, names)}"},
        "status": tag(STATUS[one.status]),
        "new": one.new, "changed": one.changed, "same": one.same,
    }  # fmt: skip


def _number(figure: int, name: str, batch: Batch, query: str, reads: bool) -> dict | int:
    return {"text": figure, "href": reverse(name, args=[batch.pk]) + query} if figure and reads else figure


def who(batch: Batch, names: dict[int, str]) -> str:
    """Who loaded a batch."""
    return names.get(batch.loaded_by, "somebody who is not a user any more") if batch.loaded_by else THE_COMMAND_LINE


@opens_to("loads")
def load(request: HttpRequest, batch: UUID) -> HttpResponse:
    """One batch: what it was, what became of it, and what is wrong with it."""
    one = get_object_or_404(queries.batch_of(batch))
    reads = may_open(request, "loading")
    kinds = queries.kinds_of_problem(one) if reads else []
    bars = [Bar(VERDICT[code][0], count) for code, count in (("a", one.accepted), ("f", one.flagged), ("q", one.quarantined))]
    context = {
        "batch": one, "who": who(one, names_of([one.loaded_by])), "status": STATUS[one.status], "reads": reads, "do": WHAT_TO_DO.get(one.status, ""),
        "figures": _counts(one, reads), "drawing": bars_svg(bars, "What became of the rows", label_heading="Verdict", value_heading="Rows"),
        "dropped": [{"item": in_words(item, ITEMS), "count": count} for item, count in sorted(one.dropped_items.items(), key=lambda pair: -pair[1])],
        "kinds": [_kind_row(one, kind) for kind in kinds],
    }  # fmt: skip
    return render(request, "portals/office/load.jinja", context)


def _counts(batch: Batch, reads: bool) -> list[dict]:
    listed = (
        (batch.rows, "rows in all", "office_rows", ""), (batch.accepted, "accepted", "office_rows", "?verdict=a"),
        (batch.flagged, "accepted with a flag", "office_problems", "?verdict=f"), (batch.quarantined, "quarantined", "office_problems", "?verdict=q"),
    )  # fmt: skip
    linked = [
        {"figure": figure, "words": words, "href": reverse(name, args=[batch.pk]) + query if figure and reads else ""} for figure, words, name, query in listed
    ]
    said = ((batch.new, "records new here"), (batch.changed, "records changed"), (batch.same, "records the same as before"))
    return linked + [{"figure": figure, "words": words} for figure, words in said]


def _kind_row(batch: Batch, kind: dict) -> dict:
    query = f"?verdict={kind['verdict']}&code={kind['code']}"
    return {
        "code": {"text": in_words(kind["code"]), "href": reverse("office_problems", args=[batch.pk]) + query},
        "verdict": tag(VERDICT[kind["verdict"]]), "times": kind["times"], "waiting": kind["waiting"],
    }  # fmt: skip


@opens_to("loading")
def rows(request: HttpRequest, batch: UUID) -> HttpResponse:
    """The rows of a batch, each with its verdict."""
    one = get_object_or_404(queries.batch_of(batch))
    sieve = RowSieve(request.GET)
    page = page_of(queries.rows_of(one, **asked(sieve)), request)
    return render(request, "portals/office/rows.jinja", {"batch": one, "sieve": sieve, "page": page, "rows": [_row(row) for row in page]})


def _row(row: RowVerdict) -> dict:
    return {"line": _place(row.table, row.line), "local_id": row.local_id, "verdict": tag(VERDICT[row.verdict])}


def _place(table: str, line: int) -> dict:
    return {"text": f"Line {line}" if line else "The whole file", "more": table}


@opens_to("loading")
def problems(request: HttpRequest, batch: UUID) -> HttpResponse:
    """What is wrong in a batch: where, why, and what the sender can do."""
    one = get_object_or_404(queries.batch_of(batch))
    sieve = ProblemSieve(request.GET, kinds=queries.kinds_of_problem(one))
    wanted = asked(sieve)
    page = page_of(queries.problems_of(one, **wanted), request)
    names = names_of(problem.settled_by for problem in page)
    alike = f"{reverse('office_settle_alike', args=[one.pk])}?verdict={wanted['verdict']}&code={wanted['code']}" if wanted["verdict"] and wanted["code"] else ""
    context = {"batch": one, "sieve": sieve, "page": page, "rows": [_problem_row(problem, names) for problem in page], "alike": alike}
    return render(request, "portals/office/problems.jinja", context)


def _correct_link(problem: Problem) -> dict | str:
    return {"text": "Correct", "href": reverse("office_correct", args=[problem.batch_id, problem.pk])} if problem.line and not problem.settled_at else ""


def _problem_row(problem: Problem, names: dict[int, str]) -> dict:
    settled = {"text": "Settled", "tone": "green", "more": f"{problem.settled_how} ({names.get(problem.settled_by, 'somebody')})"}
    waiting = {"text": "Settle", "href": reverse("office_settle", args=[problem.batch_id, problem.pk])}
    return {
        "line": _place(problem.table, problem.line), "local_id": problem.local_id, "field": {"text": problem.field or "–", "more": problem.value},
        "message": {"text": problem.message, "more": ""}, "do": problem.do, "verdict": tag(VERDICT[problem.verdict]),
        "state": settled if problem.settled_at else waiting, "correct": _correct_link(problem),
    }  # fmt: skip
