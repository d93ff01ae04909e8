"""Signing out: the session ends here, and the browser is told to forget what it kept of us."""

from allauth.account.views import LogoutView
from django.http import HttpRequest, HttpResponse


class SignOut(LogoutView):
    """The library ends the session; pages that the browser may still hold go with it."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        answer = super().post(request, *args, **kwargs)
        answer["Clear-Site-Data"] = '"cache", "storage"'
        return answer


sign_out = SignOut.as_view()
