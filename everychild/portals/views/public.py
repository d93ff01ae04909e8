"""Pages that anybody may read: how accessible the service is, and what it does with what it holds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from everychild.intake.queries import sources_heard
from everychild.portals.presenting.words import service
from everychild.sharing.agreements import retention_classes


def accessibility(request: HttpRequest) -> HttpResponse:
    """What works, what does not yet, and whom to tell."""
    return render(request, "portals/accessibility.jinja")


def privacy(request: HttpRequest) -> HttpResponse:
    """What is held of a child and from whom, why, for how long, and what rights there are."""
    sources = [{"name": one.name, "covers": one.covers, "services": [service(code) for code in one.services]} for one in sources_heard()]
    return render(request, "portals/privacy.jinja", {"sources": sources, "classes": retention_classes()})
