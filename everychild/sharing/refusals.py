"""A refusal is accounted for too: in a transaction of its own, after what was refused has been undone."""

import logging

from django.http import Http404, HttpRequest

from everychild.kit.acting import on_behalf_of
from everychild.kit.logs import where
from everychild.kit.problems import Refused
from everychild.ledger.actions import record as ledger_record

LONGEST = 60
log = logging.getLogger("everychild.refusals")


def note_a_refusal(request: HttpRequest, error: Exception) -> None:
    """What a view raised is kept with its request, if it refused somebody who is signed in: a role that may not, or a child who is not there for them."""
    if request.user.is_authenticated and (isinstance(error, Refused) or (isinstance(error, Http404) and _reference(request))):
        request.refusal = error


def account_for(request: HttpRequest, refusal: Exception) -> None:
    """One entry of the ledger: which page, and the reference as it was typed, never whose it is. If it cannot be written, the answer is a refusal still."""
    asked = request.resolver_match
    words = {
        "page": asked.view_name if asked else "", "method": request.method, "role": request.user.role_id or "", "reference": _reference(request)[:LONGEST],
        "because": str(refusal) if isinstance(refusal, Refused) else "not there for this reader",
    }  # fmt: skip
    try:
        with on_behalf_of(request.user.pk):
            ledger_record("refused", words=words)
    except Exception as error:
        log.error("a refusal could not be written to the ledger\n%s", where(error))


def _reference(request: HttpRequest) -> str:
    """The reference of a child in the address, as it was typed; empty where the page is about nobody."""
    return str(request.resolver_match.kwargs.get("ref", "")) if request.resolver_match else ""
