"""A practitioner's children: their list, the record of one, why its parts are one child, and the purpose and involvement that the worker declares."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from everychild.kit.problems import Problem
from everychild.kit.time import now, today
from everychild.ledger.actions import record as ledger_record
from everychild.portals import hits
from everychild.portals.context import pages_of
from everychild.portals.forms_children import Declaring, Involving
from everychild.portals.gates import to_searchers
from everychild.portals.presenting.child import page_of_a_child
from everychild.portals.presenting.involved import own_entries
from everychild.portals.presenting.mine import counts_of, rows_of
from everychild.portals.presenting.why import joined
from everychild.portals.views.deciding import decided_about
from everychild.schooling.queries import rolls_of
from everychild.sharing.actions.door import open_record
from everychild.sharing.actions.involvement import add_involvement, end_involvement
from everychild.sharing.answers import answers_about
from everychild.sharing.door import about_a_child, whose
from everychild.sharing.models import Involvement
from everychild.sharing.queries import is_involved, my_children
from everychild.sharing.record import Record
from everychild.sharing.rules import own_services

AT_ONCE = 50


@login_required
@require_safe
def first_page(request: HttpRequest) -> HttpResponse:
    """The reader's children, for those who have a list of them; the first page of the role for everybody else."""
    role = request.user.role
    if role is None or role.searches in ("everyone", "team"):
        return mine(request)
    return redirect(
        next(
            page["href"]
            for page in [*(one for one in pages_of(request.user) if one["href"] == "/roll/"), *pages_of(request.user), {"href": reverse("account_email")}]
        )
    )


@to_searchers
def mine(request: HttpRequest) -> HttpResponse:
    """The children with whom the reader, or the reader's team, is involved now, and why."""
    whole = my_children()
    whose_list = request.GET.get("whose") if request.GET.get("whose") in ("own", "team") else ""
    chosen = [one for one in whole if not whose_list or one.own == (whose_list == "own")]
    page = Paginator(chosen, AT_ONCE).get_page(request.GET.get("page"))
    ledger_record("listed_mine", refs={"shown": [str(one.person) for one in page]})
    return render(
        request, "portals/mine.jinja", {"page": page, "rows": rows_of(page, today()), "counts": counts_of(whole), "whose": whose_list, "total": len(whole)}
    )


@login_required
@require_safe
@about_a_child("record_read")
def child(request: HttpRequest, record: Record) -> HttpResponse:
    """The record: ten seconds first, then everything else, each thing with where it comes from."""
    page = page_of_a_child(record, answers_about(record), rolls_of(record.records), settings.EVERYCHILD_AUTHORITY)
    return render(request, "portals/child.jinja", page | {"decided": decided_about(record)})


@login_required
@require_safe
@about_a_child("why_one_child_read")
def why(request: HttpRequest, record: Record) -> HttpResponse:
    """Why these records are thought to be one child, field by field, without a value."""
    return render(request, "portals/why.jinja", {"record": record, "joined": joined(record)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def purpose(request: HttpRequest, ref: str) -> HttpResponse:
    """Asks why the worker needs the record, and opens it for half an hour. The answer of a search comes with the form, signed, so that what was found is what is opened."""
    person, current_ref, some_record = whose(ref)
    hit = hits.read(request.POST.get("hit", ""), current_ref, request.user)
    must_say_why = request.user.role.opens and not is_involved(person)
    declared = request.POST if "purpose" in request.POST or "reason" in request.POST else None
    form = Declaring(declared, purposes=request.user.role.purposes, must_say_why=must_say_why)
    where = _local(request.POST.get("next") or request.GET.get("next", ""), current_ref)
    if not form.is_valid():
        context = {
            "form": form,
            "wrong": bool(form.errors),
            "ref": current_ref,
            "hit": hit,
            "signed": request.POST.get("hit", "") if hit else "",
            "next": where,
            "today": today(),
        }
        return render(request, "portals/purpose.jinja", context)
    try:
        open_record(by=request.user, found=hit.record if hit else some_record, at=now(), **form.cleaned_data)
    except Problem:
        raise Http404 from None
    return redirect(where)


def _local(path: str, ref: str) -> str:
    """Where to go on: a page about this child, and nowhere else."""
    home = reverse("child", args=[ref])
    known = [home, reverse("why", args=[ref]), reverse("involve", args=[ref]), reverse("decide_death", args=[ref]), reverse("decide_address", args=[ref])]
    return path if path in known else home


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@about_a_child("involvement_form_read")
def involve(request: HttpRequest, record: Record) -> HttpResponse:
    """Adds the reader's own involvement, and lists those that they may end."""
    services = own_services(record.role.code)
    form = Involving(request.POST if request.method == "POST" else None, services=services, on=today())
    if form.is_valid():
        said = form.cleaned_data
        try:
            add_involvement(by=request.user, person=record.person, known_by=record.records[0].id, service=said["service"], role=said["role"], on=said["since"], at=request.asked_at)
        except Problem as wrong:
            form.add_error("service", str(wrong))
        else:
            messages.success(request, "Your involvement is on the record. Colleagues who may see this child will find you there.")
            return redirect(reverse("child", args=[record.ref]) + "#involved")
    return render(
        request, "portals/involve.jinja", {"record": record, "form": form, "wrong": bool(form.errors), "may_add": bool(services), "own": own_entries(record)}
    )


@login_required
@require_POST
@about_a_child("involvement_form_read")
def end(request: HttpRequest, record: Record, involvement: UUID) -> HttpResponse:
    """Ends an involvement that the reader entered. The child may leave their list with it."""
    one = get_object_or_404(Involvement, pk=involvement, entered_for_id=record.person)
    try:
        end_involvement(by=request.user, involvement=one, on=today())
    except Problem as wrong:
        messages.error(request, str(wrong))
        return redirect("involve", ref=record.ref)
    messages.success(request, "Your involvement has ended. It stays in the record as having been.")
    return redirect("first_page")
