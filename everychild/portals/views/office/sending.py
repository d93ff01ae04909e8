"""Sending files to be loaded, and what came of them."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from everychild.exchange.sending import send as send_files
from everychild.intake import queries
from everychild.intake.models import SentFile
from everychild.kit.time import now, today
from everychild.organisations.queries import names_of
from everychild.portals.forms_office import SendFiles
from everychild.portals.gates import opens_to
from everychild.portals.office_words import SENT, STATUS, in_words, tag
from everychild.portals.views.office.lists import page_of, sent
from everychild.sharing.holdings import terms_in_files

LONG = timedelta(minutes=5)
OUTCOME = {**STATUS, "unchanged": ("The same as before", "teal")}


@opens_to("loading")
def send(request: HttpRequest) -> HttpResponse:
    """Files come in and wait for whoever loads them; nothing is read here."""
    terms, broken = terms_in_files()
    form = SendFiles(
        sent(request), request.FILES if request.method == "POST" else None, sources={code: one.title for code, one in terms.items()}, today=today()
    )
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        files = [(one.name, one.chunks()) for one in said.pop("files")]
        made = send_files(files=files, by=request.user.pk, at=now(), **said)
        return redirect("office_sent", made.pk)
    return render(request, "portals/office/send.jinja", {"form": form, "broken": broken})


@opens_to("loading")
def everything_sent(request: HttpRequest) -> HttpResponse:
    """Everything that was sent through the pages, the newest first."""
    page = page_of(queries.sent_files(), request)
    names = names_of(one.sent_by for one in page)
    rows = [
        {"what": {"text": one.names[0], "href": reverse("office_sent", args=[one.pk]), "more": f"and {len(one.names) - 1} more" if len(one.names) > 1 else ""},
         "when": {"text": one.sent_at, "more": f"by {names.get(one.sent_by, 'somebody')}"}, "status": tag(SENT[one.status], "Only a try" if one.dry_run else ""), "as_at": one.as_at}
        for one in page
    ]  # fmt: skip
    return render(request, "portals/office/sent_files.jinja", {"page": page, "rows": rows})


@opens_to("loading")
def sent_file(request: HttpRequest, key: UUID) -> HttpResponse:
    """What was sent together, and what came of each file."""
    one = get_object_or_404(SentFile, pk=key)
    began = one.began_at or one.sent_at
    context = {
        "sent": one, "status": SENT[one.status], "who": names_of([one.sent_by]).get(one.sent_by, "somebody"), "files": _files(one),
        "slow": one.ended_at is None and now() - began > LONG, "over": one.ended_at is not None,
    }  # fmt: skip
    return render(request, "portals/office/sent.jinja", context)


def _files(one: SentFile) -> list[dict]:
    known = queries.source_names()
    return [_file(file, known.get(file["source"], file["source"] or "Not recognised")) for file in (one.answer or {}).get("files", [])]


def _file(file: dict, source: str) -> dict:
    counts = {name: file[name] for name in ("rows", "accepted", "flagged", "quarantined", "new", "changed", "same")}
    kinds = [f"{in_words(code)} ({times:,})" for _, code, times in file["kinds"]]
    return counts | {
        "source": {"text": source, "href": reverse("office_load", args=[file["batch"]]) if file["batch"] else "", "more": file["message"] or ""},
        "status": tag(OUTCOME.get(file["status"], (in_words(file["status"]), "plain")), file["do"] or ""), "kinds": kinds or "Nothing",
    }  # fmt: skip
