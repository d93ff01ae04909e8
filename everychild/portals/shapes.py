"""A request that no browser makes of a page of ours is refused before anybody reads it: what the database, or a library, could only stumble over."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed

METHODS = ("GET", "HEAD", "POST")
ACCOUNTS = "/accounts/"
SECOND_STEP = "/accounts/2fa/authenticate/"


def well_formed(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """No method that no page has, no NUL in the path or in a cookie, no text but in UTF-8, and no `next` that is not an address."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if "\0" in request.path:
            raise Http404
        if (request.encoding or "utf-8").lower() not in ("utf-8", "utf8"):
            raise BadRequest("Text is sent here in UTF-8.")
        for name in [name for name, value in request.COOKIES.items() if "\0" in value]:
            del request.COOKIES[name]
        _check_next(request)
        if request.method == "POST" and request.path == SECOND_STEP and "code" not in request.POST:
            raise BadRequest("A code is sent here; the library would take anything else for a passkey, which we do not offer.")
        return get_response(request)

    return answer


def _check_next(request: HttpRequest) -> None:
    """The sign-in library takes the address apart without asking whether it is one."""
    if not request.path.startswith(ACCOUNTS):
        return
    for said in (request.GET, request.POST):
        for address in said.getlist("next"):
            try:
                urlsplit(address)
            except ValueError:
                raise BadRequest("This is not an address to go on to.") from None
            if "\0" in address:
                raise BadRequest("This is not an address to go on to.")
