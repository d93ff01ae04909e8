"""A line in the log for each sign-in, refusal, sign-out and change to how somebody signs in. Never what was typed."""

import logging

from allauth.account import signals as account
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa import signals as second_step
from django.contrib.auth import signals as auth
from django.http import HttpRequest

log = logging.getLogger("everychild.signing")


def listen() -> None:
    """Hear the libraries' announcements, each by the object that announces it."""
    for deed, signal in DEEDS.items():
        signal.connect(_written_down(deed), weak=False, dispatch_uid=f"everychild {deed}")


DEEDS = {
    "signed in": auth.user_logged_in,
    "signed out": auth.user_logged_out,
    "sign-in refused": auth.user_login_failed,
    "password changed": account.password_changed,
    "password set": account.password_set,
    "password chosen by a link": account.password_reset,
    "second step added": second_step.authenticator_added,
    "second step removed": second_step.authenticator_removed,
    "recovery codes made anew": second_step.authenticator_reset,
}


def _written_down(deed: str):
    def hear(sender: object, request: HttpRequest | None = None, user: object = None, **_: object) -> None:
        level = logging.WARNING if deed == "sign-in refused" else logging.INFO
        log.log(level, "%s: user %s%s", deed, getattr(user, "pk", None) or "unknown", _how(request, deed), extra={"request": request} if request else {})

    return hear


def _how(request: HttpRequest | None, deed: str) -> str:
    """With what somebody signed in: a password, a code, another organisation's word."""
    if deed != "signed in" or not hasattr(request, "session"):
        return ""
    methods = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    return f" by {', '.join(sorted({str(one.get('type') or one['method']) for one in methods}))}" if methods else ""
