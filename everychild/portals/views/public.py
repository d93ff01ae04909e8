"""Pages that anybody may read: how accessible the service is, and what it does with what it holds."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from everychild.intake.queries import sources_heard
from everychild.kit.time import day_of
from everychild.organisations.queries import roles
from everychild.portals.presenting.families import QUIET, giver_rows, held_rows, kept_rows, law_rows, reader_rows
from everychild.portals.presenting.words import service
from everychild.sharing.agreements import retention_classes
from everychild.sharing.gateways import gateways
from everychild.sharing.holdings import terms_in_files


def accessibility(request: HttpRequest) -> HttpResponse:
    """What works, what does not yet, and whom to tell."""
    return render(request, "portals/accessibility.jinja")


def privacy(request: HttpRequest) -> HttpResponse:
    """What is held of a child and from whom, why, for how long, and what rights there are."""
    sources = [{"name": one.name, "covers": one.covers, "services": [service(code) for code in one.services]} for one in sources_heard() if not QUIET & set(one.services)]
    return render(request, "portals/privacy.jinja", {"sources": sources, "classes": retention_classes()})


def what_we_hold(request: HttpRequest) -> HttpResponse:
    """For families, without signing in: what is held, who gave it, who may see it, for how long, and what rights there are."""
    files, broken = terms_in_files()
    on, known = day_of(request.asked_at), list(roles())
    terms = [one for one in files.values() if one.in_force(on) and one.system.state in ("feeding", "replaced")]
    context = {
        "held": held_rows(terms, known), "givers": giver_rows(terms, gateways()), "readers": reader_rows(known), "kept": kept_rows(retention_classes()),
        "laws": law_rows(gateways(), on), "contact": settings.EVERYCHILD_RIGHTS_CONTACT, "broken": bool(broken),
    }  # fmt: skip
    return render(request, "portals/what_we_hold.jinja", context)
