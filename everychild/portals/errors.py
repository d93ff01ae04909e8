"""What a worker reads when a page cannot be given: why, and whom to ask. Never a trace."""

import logging
import secrets
import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

from everychild.kit.logs import where

ASK = "Ask your team manager, or the information-governance lead of your organisation."
REFUSED = "Your role does not allow this page."
log = logging.getLogger("everychild.unexpected")


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the sentence comes from whoever refused, and so may the person to ask."""
    words = str(exception or "") or REFUSED
    return render(request, "portals/refused.jinja", {"sentence": words, "ask": getattr(exception, "ask", ASK)}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: says the same whether there is no such page or no such child whom this worker may know."""
    return render(request, "portals/not_found.jinja", status=404)


def unexpected(request: HttpRequest) -> HttpResponse:
    """500: our fault. The page needs no database and no session; its reference number finds in the log what kind of error it was, and where."""
    reference = secrets.token_hex(4).upper()
    log.error("reference %s: %s %s\n%s", reference, request.method, request.path, where(sys.exception()))
    return HttpResponse(get_template("portals/unexpected.jinja").render({"reference": reference}), status=500)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what was sent is not what a page of ours sends."""
    return HttpResponse(get_template("portals/bad_request.jinja").render({}), status=400)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form whose secret is missing or old: signing in again, or a page open since yesterday."""
    return HttpResponse(get_template("portals/form_expired.jinja").render({"address": request.path}), status=403)
