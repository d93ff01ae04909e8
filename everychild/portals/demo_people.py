"""The named people of the demonstration, who let a visitor in with one click."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from everychild.organisations import queries


def demo_people() -> list[dict]:
    """Who they are, and what the role of each may do."""
    return [
        {"name": user.get_full_name(), "username": user.get_username(), "role": user.role.label, "sentence": user.role.sentence}
        for user in queries.demo_people()
        if user.role
    ]


@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Lets a visitor in as one of them and as nobody else; anywhere but in the demonstration there is no such page."""
    if not settings.EVERYCHILD_DEMO:
        raise Http404
    username = request.POST.get("username", "")
    if "\0" in username:  # which the database cannot even look for
        raise Http404
    user = get_object_or_404(queries.demo_people(), username=username)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return HttpResponseRedirect("/")
