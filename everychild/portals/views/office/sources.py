"""The register of connections: which systems send us files, how fresh each is, and under which agreement."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from everychild.intake import queries
from everychild.intake.models import Source
from everychild.intake.rules import NEVER, freshness
from everychild.kit.time import today
from everychild.organisations.queries import names_of
from everychild.portals.gates import may_open, opens_to
from everychild.portals.office_words import FRESHNESS, STATE, every, how_fresh, in_words, tag
from everychild.portals.presenting.words import SERVICES
from everychild.portals.views.office.lists import page_of
from everychild.portals.views.office.loads import batch_row
from everychild.sharing.agreements import Terms
from everychild.sharing.holdings import agreements, terms_in_files


@opens_to("sources")
def sources(request: HttpRequest) -> HttpResponse:
    """Every system that is known, whether or not it has sent anything yet."""
    files, broken = terms_in_files()
    known = list(queries.sources())
    codes = {one.code for one in known}
    rows = [_source_row(one, today()) for one in known] + [_awaited_row(terms) for code, terms in files.items() if code not in codes]
    page = page_of(rows, request)
    return render(request, "portals/office/sources.jinja", {"page": page, "rows": list(page), "broken": broken})


def _fresh(one: Source, on: date) -> dict:
    """How fresh it is, as a tag; nothing is expected of a system that stands alone or is retired."""
    interval = one.interval_days if one.state in (Source.State.FEEDING, Source.State.REPLACED) else None
    return how_fresh(freshness(as_at=one.last_as_at, interval_days=interval, on=on), one.last_as_at)


def _source_row(one: Source, on: date) -> dict:
    return {
        "name": {"text": one.name, "href": reverse("office_source", args=[one.code]), "more": one.system},
        "steward": one.steward or "Nobody named", "state": tag(STATE[one.state], every(one.interval_days)), "services": [in_words(service, SERVICES) for service in one.services],
        "fresh": _fresh(one, on), "rows": one.last_rows, "rejected": one.last_quarantined, "stopped": one.times_stopped,
    }  # fmt: skip


def _awaited_row(terms: Terms) -> dict:
    """A source that an agreement's file names and that has sent nothing yet."""
    system = terms.system
    return {
        "name": {"text": terms.title, "href": reverse("office_agreement", args=[terms.code]), "more": system.name}, "steward": system.steward,
        "state": tag(STATE[system.state], every(system.interval_days)), "services": [in_words(service, SERVICES) for service in system.services],
        "fresh": tag(FRESHNESS[NEVER]), "rows": None, "rejected": None, "stopped": None,
    }  # fmt: skip


@opens_to("sources")
def source(request: HttpRequest, code: str) -> HttpResponse:
    """One system: who answers for it, how fresh it is, its agreement and its batches."""
    one = queries.sources().filter(code=code).first()
    if one is None:
        raise Http404
    page = page_of(queries.batches(source=code), request)
    names, reads, shows = names_of(batch.loaded_by for batch in page), may_open(request, "loading"), may_open(request, "loads")
    listed, broken = agreements()
    context = {
        "source": one, "state": STATE[one.state], "services": [in_words(service, SERVICES) for service in one.services], "interval": every(one.interval_days),
        "fresh": _fresh(one, today()), "agreements": [each for each in listed if each.source == code], "broken": broken,
        "page": page, "rows": [batch_row(batch, names, reads) for batch in page], "shows_loads": shows,
    }  # fmt: skip
    return render(request, "portals/office/source.jinja", context)
