"""Who may have an account: staff whom the user administrator added, however they sign in. Nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.shortcuts import render


class ClosedDoor(DefaultAccountAdapter):
    """Accounts are given, not taken."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class KnownStaff(DefaultSocialAccountAdapter):
    """Signing on through an organisation's own identity provider: the address must be that of a user whom we know."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin) -> None:
        if sociallogin.is_existing:
            return
        from everychild.organisations.queries import active_user_of_address

        verified = [address.email for address in sociallogin.email_addresses if address.verified]
        user = active_user_of_address(verified[0]) if verified else None
        if user is None:
            sentence = "Your organisation knows you, but Everychild does not. Ask your user administrator to add you."
            raise ImmediateHttpResponse(render(request, "portals/refused.jinja", {"sentence": sentence}, status=403))
        sociallogin.connect(request, user)
