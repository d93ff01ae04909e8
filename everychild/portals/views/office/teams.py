"""Teams: who is in them, and the number that is answered when a worker is out."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from everychild.kit.problems import Problem
from everychild.organisations import queries
from everychild.organisations.models import Place, Team
from everychild.portals.forms_staff import AddTeam, ChangeTeam, TeamSieve
from everychild.portals.gates import opens_to
from everychild.portals.views.office.lists import asked, page_of, sent
from everychild.sharing.actions import staffing


@opens_to("users")
def teams(request: HttpRequest) -> HttpResponse:
    """Every team that we know, whether its members have accounts here or not."""
    sieve = TeamSieve(request.GET)
    page = page_of(queries.teams(**asked(sieve)), request)
    return render(request, "portals/office/teams.jinja", {"sieve": sieve, "page": page, "rows": [_row(one) for one in page]})


def _row(one: Team) -> dict:
    return {
        "name": {"text": one.name, "href": reverse("office_team", args=[one.pk])},
        "agency": one.agency.name,
        "duty": one.duty_telephone or "None known",
        "members": one.members,
    }


@opens_to("users")
def team(request: HttpRequest, team: UUID) -> HttpResponse:
    """One team: its members, and its duty number to change."""
    one = get_object_or_404(queries.teams(), pk=team)
    form = ChangeTeam(sent(request), initial={"duty_telephone": one.duty_telephone})
    if request.method == "POST" and form.is_valid():
        staffing.change_team(by=request.user, team=one, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("office_team", one.pk)
    page = page_of(queries.members_of(one), request)
    return render(request, "portals/office/team.jinja", {"team": one, "form": form, "page": page, "rows": [_member(place) for place in page]})


def _member(place: Place) -> dict:
    role = place.user.role.label if place.user.role else "No role yet"
    return {
        "name": {"text": str(place.user), "href": reverse("office_user", args=[place.user_id])},
        "role": role,
        "leads": "Yes" if place.leads else "No",
        "since": place.from_on,
    }


@opens_to("users")
def add(request: HttpRequest) -> HttpResponse:
    """A new team."""
    form = AddTeam(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = staffing.add_team(by=request.user, **form.cleaned_data)
            return redirect("office_team", made.pk)
        except Problem as said:
            form.add_error("name", str(said))
    return render(
        request, "portals/office/user_form.jinja", {"form": form, "title": "Add a team", "button": "Add this team", "back_to": reverse("office_teams")}
    )
