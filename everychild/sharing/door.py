"""The door. Every page about a child comes through here: a purpose, the gateway, the ledger, and then a `Record`.

A child who is not there, one whom the reader may not know and one who is sealed get the same answer, in the same words.
"""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from everychild.kit.ids import read_ref
from everychild.kit.time import day_of
from everychild.ledger.actions import record as ledger_record
from everychild.sharing.models import Opening
from everychild.sharing.passing import check_gateway
from everychild.sharing.record import Record

View = Callable[..., HttpResponse]


def about_a_child(verb: str) -> Callable[[View], View]:
    """The view gets a `Record` in place of the reference in its address; `verb` is what the ledger says that the reader did."""

    def dress(view: View) -> View:
        @wraps(view)
        def enter(request: HttpRequest, ref: str, **words) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            person, current_ref, _ = whose(ref)
            if current_ref != read_ref(ref) and request.method == "GET":
                return redirect(request.path.replace(ref, current_ref, 1), permanent=True)
            purpose = declared_purpose(request, person)
            if purpose is None:
                return redirect(f"/child/{current_ref}/purpose/?next={request.path}")
            record = Record(person, current_ref, request.user, purpose, day_of(request.asked_at))
            if not record.records:
                raise Http404
            gateway = check_gateway(purpose=purpose, role=request.user.role_id, on=record.on)
            ledger_record(verb, person=person, purpose=purpose, refs={"gateway": gateway, "records": [str(one.id) for one in record.records]})
            return view(request, record, **words)

        enter.is_about_a_child = True
        return enter

    return dress


def whose(ref: str) -> tuple[UUID, str, UUID]:
    """The person whom a reference means now, the reference they go by, and a record to open them by; the page is not there for anybody else."""
    bare = read_ref(ref)
    if bare is None:
        raise Http404
    with connection.cursor() as sql:
        sql.execute("select person_id, ref, some_record from sharing_person_of(%s)", [bare])
        found = sql.fetchone()
    if found is None:
        raise Http404
    return found


def declared_purpose(request: HttpRequest, person: UUID) -> str | None:
    """The purpose in force for this reader and child; a role with a single purpose, and a ground of its own, is not asked."""
    purposes = request.user.role.purposes if request.user.is_authenticated and request.user.role else []
    opening = Opening.objects.filter(user=request.user, person=person, until__gt=request.asked_at).order_by("-opened_at").first() if purposes else None
    if opening:
        return opening.purpose
    return purposes[0] if len(purposes) == 1 and not request.user.role.opens else None
