"""What every answer tells the browser: run nothing that is not ours, keep nothing, show this page in nobody's frame."""

import json
import logging
from collections.abc import Callable, Iterable
from email.message import Message
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

REPORTS_PATH = "/csp-report"
LONGEST_REPORT = 8192
HEADERS = {
    "Cache-Control": "no-store, private",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
log = logging.getLogger("everychild.policy")


def policy(sign_in_origins: tuple[str, ...] = ()) -> str:
    """The Content-Security-Policy. Browsers hold a form to it through its redirects, so an identity provider elsewhere must be named.

    >>> "form-action 'self' https://login.thornbeck.example;" in policy(("https://login.thornbeck.example",))
    True
    """
    forms = " ".join(("'self'", *sign_in_origins))
    rules = (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "font-src 'none'",
        "object-src 'none'",
        "connect-src 'self'",
        f"form-action {forms}",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        f"report-uri {REPORTS_PATH}",
    )
    return "; ".join(rules)


def rules() -> dict[str, str]:
    """The headers of every answer of this installation."""
    return HEADERS | {"Content-Security-Policy": policy(tuple(getattr(settings, "EVERYCHILD_SIGN_IN_ORIGINS", ())))}


def browser_rules(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Puts the rules on every answer, files of style and script too, and takes the reports of browsers that caught us breaking them."""
    all_rules = rules()

    def answer(request: HttpRequest) -> HttpResponse:
        response = take_report(request) if request.path == REPORTS_PATH else get_response(request)
        for name, value in all_rules.items():
            response.setdefault(name, value)
        return response

    return answer


def take_report(request: HttpRequest) -> HttpResponse:
    """One line in the log for a report: the rule and the path, never the query, which may hold a name."""
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    try:
        told = json.loads(request.read(LONGEST_REPORT)).get("csp-report", {})
        rule, page, blocked = (str(told.get(key, ""))[:200] for key in ("effective-directive", "document-uri", "blocked-uri"))
        log.warning("policy report: %s refused on %r: %r", _word(rule or told.get("violated-directive", "")), _path(page), _path(blocked))
    except (ValueError, AttributeError, TypeError, RecursionError):
        return HttpResponse(status=400)
    return HttpResponse(status=204)


def _path(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts.path or parts.scheme


def _word(rule: object) -> str:
    return "".join(letter for letter in str(rule)[:60] if letter.isalnum() or letter in "- ")


def text_in_utf8(application: Callable) -> Callable:
    """A WSGI application that is only asked in UTF-8: Django looks at the address in the sender's own character set before any middleware can refuse it."""

    def answer(environ: dict, start_response: Callable) -> Iterable[bytes]:
        charset = Message()
        charset["Content-Type"] = environ.get("CONTENT_TYPE", "")
        if str(charset.get_param("charset", "utf-8")).lower() not in ("utf-8", "utf8"):
            start_response("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8"), *rules().items()])
            return [b"Text is sent here in UTF-8."]
        return application(environ, start_response)

    return answer
