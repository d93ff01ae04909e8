"""For information governance: who looked, and who may see what."""

import hashlib
import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from everychild.kit.time import day_of
from everychild.ledger import queries
from everychild.ledger.models import Entry
from everychild.organisations.models import User
from everychild.organisations.queries import roles, staff, users_like
from everychild.portals.forms_office import LookSieve
from everychild.portals.gates import opens_to
from everychild.portals.office_words import ITEMS, SEARCHES, VERBS, in_words
from everychild.portals.presenting.words import PURPOSES, SERVICES
from everychild.portals.views.office.lists import asked, page_of
from everychild.portals.views.office.withheld import counts as withheld_counts

NOBODY = "A user who is no longer known"
AS_ITSELF = {
    "everychild_jobs": "The service, loading", "everychild_matching": "The service, matching", "everychild_web": "Somebody not signed in", "everychild_owner": "Whoever runs the service",
}  # fmt: skip


@opens_to("looks")
def looks(request: HttpRequest) -> HttpResponse:
    """Who did what and when, the latest first; never whom it was about."""
    sieve = LookSieve(request.GET)
    said = asked(sieve)
    actors = users_like(said["who"]) if said["who"] else None
    page = page_of(queries.entries(actors=actors, verb=said["verb"], from_on=said["from_on"], to_on=said["to_on"]), request)
    known = {one.pk: one for one in staff().filter(pk__in={entry.actor for entry in page})}
    return render(request, "portals/office/looks.jinja", {"sieve": sieve, "page": page, "rows": [_look(one, known.get(one.actor)) for one in page], "withheld": _withheld(request)})


def _withheld(request: HttpRequest) -> list[dict]:
    """The decisions not to share that have not ended, and those whose review is overdue."""
    return [one | {"words": words} for one, words in zip(withheld_counts(day_of(request.asked_at))[::2], ("reviews of decisions not to share are overdue", "decisions not to share stand"), strict=True)]


def _look(one: Entry, user: User | None) -> dict:
    who = (
        {"text": str(user), "more": user.role.label if user.role else "No role"}
        if user
        else {"text": NOBODY if one.actor else AS_ITSELF.get(one.role, "The service itself")}
    )
    return {"when": one.at, "who": who, "verb": in_words(one.verb, VERBS), "purpose": _purpose(one.purpose), "children": _children(one)}


def _purpose(code: str) -> str:
    """A purpose by name; what a job does for a standing purpose of its own is at least readable."""
    return PURPOSES[code][0] if code in PURPOSES else in_words(code)


def _children(one: Entry) -> str:
    """How many children an entry was about: a number, and no reference."""
    refs = one.refs or {}
    count = 1 if one.person_id else max((len(refs[name]) for name in ("found", "shown") if isinstance(refs.get(name), list)), default=0)
    return f"{count:,}" if count else ""


@opens_to("access")
def access(request: HttpRequest) -> HttpResponse:
    """Roles, what each may see of a child, and of which services: a table that a lead can sign."""
    known = list(roles())
    told = [[one.code, one.searches, one.opens, one.scope, one.purposes, one.items, one.services, one.pages] for one in known]
    edition = hashlib.sha256(json.dumps(told).encode()).hexdigest()[:12]
    return render(request, "portals/office/access.jinja", {"rows": [_role(one) for one in known], "edition": edition})


def _role(one) -> dict:
    return {
        "role": {"text": one.label, "more": one.sentence}, "searches": {"text": SEARCHES.get(one.searches, one.searches), "more": "Only what their own school holds" if one.scope == "records" else ""},
        "opens": "Yes, for half an hour, with a purpose" if one.opens else "No", "purposes": [_purpose(purpose) for purpose in one.purposes],
        "items": [in_words(item, ITEMS) for item in one.items] or "No fact of a child", "services": [in_words(service, SERVICES) for service in one.services] or "None",
    }  # fmt: skip
