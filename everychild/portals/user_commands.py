"""`everychild user add`: an account given at the console, which is how the first user administrator gets one."""

import argparse
import getpass
import os
import sys

from everychild.kit import commands, database_commands


def user_add(argv: list[str]) -> int:
    """Make one account, with its entry in the ledger. A password is typed at the terminal, or chosen by whoever opens the link; it never stands on the command line."""
    parser = commands.Words(description="Give somebody an account. They choose a password by the link that is printed, which works once and for three days.").takes_json()
    parser.add_argument("username")
    parser.add_argument("--name", required=True, help="the name that others see")
    parser.add_argument("--email", required=True)
    parser.add_argument("--role", required=True, help="for the first account: user_admin")
    parser.add_argument("--address", help="how browsers reach the service, for the link; https://everychild.thornbeck.example")
    parser.add_argument("--ask-password", action="store_true", help="ask for a password at the terminal in place of the link")
    said = parser.parse_args(argv)
    database_commands.ready()
    if not os.environ.get("DATABASE_URL"):
        database_commands.be_migrated()
    database_commands.as_role("owner")
    answer = give_account(said)
    if said.json:
        commands.emit(answer, said.json)
    return commands.DONE


def give_account(said: argparse.Namespace) -> dict:
    """The account that the words ask for, and the link for its password."""
    user = _made(said.username, said.name, said.email, said.role, _typed(said.username, said.name, said.email) if said.ask_password else None)
    link = None if said.ask_password else (said.address or _address()).rstrip("/") + _path(user)
    commands.progress(f"{said.name} has an account, {said.username}, as {user.role.label}.")
    if link:
        commands.progress(f"The link for choosing a password works once, and for three days: {link}")
    return {"user": user.pk, "username": user.username, "role": user.role_id, "link": link}


def _made(username: str, name: str, email: str, role: str, password: str | None):
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from everychild.kit.acting import OWNER, on_behalf_of
    from everychild.kit.problems import Problem
    from everychild.kit.time import today
    from everychild.organisations.models import Role, User
    from everychild.sharing.actions import staffing

    try:
        User.username_validator(username)
        validate_email(email)
    except ValidationError as wrong:
        raise commands.Wrong(" ".join(wrong.messages), do="Check the user name and the email address.") from None
    if not Role.objects.filter(code=role).exists():
        raise commands.Wrong(f"There is no role {role}.", field="role", do=f"Say one of: {', '.join(Role.objects.order_by('code').values_list('code', flat=True))}.")
    try:
        with on_behalf_of(None, role=OWNER, purpose="administer"):
            return staffing.add_user(by=None, username=username, name=name, email=email, role=role, school=None, telephone="", team=None, on=today(), password=password)
    except Problem as taken:
        raise commands.Wrong(str(taken), do="Nothing was changed. Choose another user name, or have a user administrator make a new link for the account that is there.") from None


def _typed(username: str, name: str, email: str) -> str:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from everychild.organisations.models import User

    if not sys.stdin.isatty():
        raise commands.Wrong("A password is asked for at a terminal, and this is none.", do="Leave out --ask-password: a link is printed instead.")
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("The same again: "):
        raise commands.Wrong("The two were not the same.", do="Try again.")
    try:
        validate_password(password, User(username=username, first_name=name, email=email))
    except ValidationError as weak:
        raise commands.Wrong(" ".join(weak.messages), do="Choose another password.") from None
    return password


def _address() -> str:
    """How browsers reach the service, as far as the settings know."""
    from django.conf import settings

    host = settings.ALLOWED_HOSTS[0]
    return f"https://{host}" if settings.SESSION_COOKIE_SECURE else f"http://{host}:8000" if host == "localhost" else f"http://{host}"


def _path(user) -> str:
    from everychild.portals.password_links import path_for

    return path_for(user)
