"""The sign-in page and one's own account; the library does the signing in."""

from allauth.account.views import LoginView
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from everychild.portals.demo_people import demo_people


class SignIn(LoginView):
    """A password, another organisation's sign-in where one is set up, and in the demonstration one named person for each role."""

    def get_context_data(self, **kwargs: object) -> dict:
        context = super().get_context_data(**kwargs)
        context["other_doors"] = other_doors(self.request)
        context["demo_people"] = demo_people() if settings.EVERYCHILD_DEMO else []
        return context


sign_in = SignIn.as_view()


def other_doors(request: HttpRequest) -> list[dict]:
    """The identity providers that this installation trusts, each with its name and where signing in begins."""
    return [{"name": str(door.name), "href": door.get_login_url(request)} for door in get_adapter().list_providers(request)]


@login_required
def your_account(request: HttpRequest) -> HttpResponse:
    """Who Everychild thinks you are, and how you sign in."""
    return render(request, "portals/your_account.jinja", {"two_steps": is_mfa_enabled(request.user)})
