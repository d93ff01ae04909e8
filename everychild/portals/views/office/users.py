"""Users: who may sign in, as what, and in which teams."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from everychild.intake.queries import source_names
from everychild.kit.problems import Problem
from everychild.kit.time import today
from everychild.organisations import queries
from everychild.organisations.models import User
from everychild.portals.forms_staff import AddUser, ChangeUser, JoinTeam, StaffSieve, TieToWorker
from everychild.portals.gates import opens_to
from everychild.portals.password_links import link_for, send_link
from everychild.portals.views.office.lists import asked, page_of, sent
from everychild.sharing.actions import staffing

OPEN, CLOSED = {"text": "Open", "tone": "green"}, {"text": "Closed", "tone": "plain"}


@opens_to("users")
def users(request: HttpRequest) -> HttpResponse:
    """Everybody who has an account."""
    sieve = StaffSieve(request.GET)
    page = page_of(queries.staff(**asked(sieve)), request)
    return render(request, "portals/office/users.jinja", {"sieve": sieve, "page": page, "rows": [_row(one) for one in page]})


def _row(one: User) -> dict:
    return {
        "name": {"text": str(one), "href": reverse("office_user", args=[one.pk]), "more": one.username}, "role": one.role.label if one.role else "No role yet",
        "where": one.school.name if one.school else [place.team.name for place in one.open_places], "account": OPEN if one.is_active else CLOSED,
        "last": one.last_login or "Never", "steps": {"text": "On", "tone": "green"} if one.second_step else {"text": "Off", "tone": "amber"},
    }  # fmt: skip


def staff_member(number: int) -> User:
    """The user of this number, with teams and second step."""
    return get_object_or_404(queries.staff(), pk=number)


@opens_to("users")
def add(request: HttpRequest) -> HttpResponse:
    """A new user. The link by which they choose a password is shown this once."""
    form = AddUser(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = staffing.add_user(by=request.user, on=today(), **form.said())
            return _show_link(request, made)
        except Problem as said:
            form.add_error(None, str(said))
    return render(
        request, "portals/office/user_form.jinja", {"form": form, "title": "Add a user", "button": "Add this user", "back_to": reverse("office_users")}
    )


@opens_to("users")
def user(request: HttpRequest, number: int) -> HttpResponse:
    """One user, and a form for a place in another team."""
    one = staff_member(number)
    form = JoinTeam(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            staffing.join_team(by=request.user, user=one, on=today(), **form.cleaned_data)
            messages.success(request, f"{one} has a place in {form.cleaned_data['team']}.")
            return redirect("office_user", one.pk)
        except Problem as said:
            form.add_error(None, str(said))
    context = {"one": one, "form": form, "own": one.pk == request.user.pk, "workers": list(queries.workers_known_as(one)), "sources": source_names()}
    return render(request, "portals/office/user.jinja", context)


@opens_to("users")
def change(request: HttpRequest, number: int) -> HttpResponse:
    """A user's name, address, role or school."""
    one = staff_member(number)
    staffing.check_not_oneself(by=request.user, user=one)
    known = {"name": str(one), "email": one.email, "telephone": one.telephone, "role": one.role_id, "school": one.school.laestab if one.school else ""}
    form = ChangeUser(sent(request), initial=known, user=one)
    back = reverse("office_user", args=[one.pk])
    if request.method == "POST" and form.is_valid():
        staffing.change_user(by=request.user, user=one, **form.said())
        messages.success(request, "Saved.")
        return redirect(back)
    return render(request, "portals/office/user_form.jinja", {"form": form, "title": f"Change {one}", "button": "Save", "back_to": back})


@opens_to("users")
def close(request: HttpRequest, number: int) -> HttpResponse:
    """A user leaves today."""
    one = staff_member(number)
    text = f"{one} cannot sign in any more from this moment, wherever they are signed in now, and their places in teams end today. What they did stays in the account."
    return _confirm(
        request, one, f"Close the account of {one}", text, "Close the account", lambda: staffing.close_account(by=request.user, user=one, on=today())
    )


@opens_to("users")
def reopen(request: HttpRequest, number: int) -> HttpResponse:
    """A user who left is back."""
    one = staff_member(number)
    text = (
        f"{one} may sign in again as {one.role.label if one.role else 'a user without a role'}, once they have chosen a password. Give them their teams anew."
    )
    return _confirm(request, one, f"Open the account of {one} again", text, "Open the account", lambda: staffing.open_account(by=request.user, user=one))


@opens_to("users")
def remove_second_step(request: HttpRequest, number: int) -> HttpResponse:
    """A user has lost their telephone."""
    one = staff_member(number)
    text = f"Only after you are sure that it is {one} who asks: ring them back on a number that you know. Until they set up another app, the password alone signs them in."
    return _confirm(request, one, f"Remove the second step of {one}", text, "Remove it", lambda: staffing.remove_second_step(by=request.user, user=one))


@opens_to("users")
def leave_team(request: HttpRequest, number: int, place: UUID) -> HttpResponse:
    """A user's place in a team ends."""
    one = staff_member(number)
    held = get_object_or_404(one.places.filter(to_on=None).select_related("team", "user"), pk=place)
    text = f"From tomorrow {one} sees no child by being in {held.team}."
    return _confirm(request, one, f"Take {one} out of {held.team}", text, "Take them out", lambda: staffing.leave_team(by=request.user, place=held, on=today()))


@opens_to("users")
def tie(request: HttpRequest, number: int) -> HttpResponse:
    """A user is the worker whom a source names: both are shown before it is done."""
    one = staff_member(number)
    staffing.check_not_oneself(by=request.user, user=one)
    form = TieToWorker(sent(request), names=source_names())
    back = reverse("office_user", args=[one.pk])
    if request.method == "POST" and form.is_valid():
        try:
            staffing.tie_to_worker(by=request.user, user=one, worker=form.found)
            messages.success(request, f"{one} is {form.found.name or form.found.local_id} from now on.")
            return redirect(back)
        except Problem as said:
            form.add_error("local_id", str(said))
    return render(
        request, "portals/office/user_form.jinja", {"form": form, "title": f"Say who {one} is in a source", "button": "Tie them together", "back_to": back}
    )


@opens_to("users")
def untie(request: HttpRequest, number: int, worker: UUID) -> HttpResponse:
    """A user is not the worker whom a source names."""
    one = staff_member(number)
    named = get_object_or_404(queries.workers_known_as(one), pk=worker)
    text = f"{one} no longer sees the children whom the source allocates to {named.name or named.local_id}."
    return _confirm(request, one, f"Untie {one} from a source's worker", text, "Untie them", lambda: staffing.untie_from_worker(by=request.user, worker=named))


@opens_to("users")
def link(request: HttpRequest, number: int) -> HttpResponse:
    """A way to choose a password: shown for somebody who never signed in, sent to their own address for anybody else."""
    one = staff_member(number)
    if one.last_login is None and one.is_active:
        text = "You will see a link once. Give it to them in person or by a way that nobody else reads; it works once, and for three days."
        if request.method == "POST":
            return _show_link(request, one)
    else:
        text = (
            f"A link goes to {one.email}. You do not see it, because they have signed in before."
            if one.email
            else "They have no email address here: give them one first."
        )
    return _confirm(request, one, f"A new password for {one}", text, "Make the link", lambda: send_link(request, one))


def _show_link(request: HttpRequest, one: User) -> HttpResponse:
    staffing.account_for_link(by=request.user, user=one, shown=True)
    return render(request, "portals/office/link.jinja", {"one": one, "link": link_for(request, one)})


def _confirm(request: HttpRequest, one: User, title: str, text: str, button: str, do: Callable[[], object]) -> HttpResponse:
    """Asked first, done on the button; what makes no sense is said on the user's page."""
    staffing.check_not_oneself(by=request.user, user=one)
    back = reverse("office_user", args=[one.pk])
    if request.method != "POST":
        return render(request, "portals/office/confirm.jinja", {"title": title, "text": text, "button": button, "back_to": back})
    try:
        do()
        messages.success(request, "Done. It is written in the account.")
    except Problem as said:
        messages.warning(request, str(said))
    return redirect(back)
