"""A link by which somebody chooses their own password: it works once and for three days. No administrator ever types one."""

from allauth.account.forms import ResetPasswordForm, default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.http import HttpRequest
from django.urls import reverse

from everychild.kit.problems import Problem
from everychild.organisations.models import User
from everychild.sharing.actions import staffing


def link_for(request: HttpRequest, user: User) -> str:
    """The whole address of the page on which this user chooses a password."""
    return request.build_absolute_uri(path_for(user))


def path_for(user: User) -> str:
    """The page on which this user chooses a password, once."""
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)})


def send_link(request: HttpRequest, user: User) -> None:
    """The same link, sent to the user's own address as if they had forgotten their password."""
    if not user.email:
        raise Problem("No link was sent: the account has no email address.")
    staffing.account_for_link(by=request.user, user=user, shown=False)
    letter = ResetPasswordForm({"email": user.email})
    if not letter.is_valid():
        raise Problem("No link was sent: the email address of this account is not one that can be written to.")
    letter.save(request)
