"""What a user administrator does: each deed with its entry in the ledger, and none of them to themselves."""

from datetime import date

from django.db import transaction

from everychild.kit.problems import Problem, Refused
from everychild.ledger.actions import record as ledger_record
from everychild.organisations import actions as organisations
from everychild.organisations.models import Agency, Place, School, Team, User, Worker
from everychild.organisations.queries import is_taken


def check_not_oneself(*, by: User, user: User) -> None:
    """Nobody gives themselves a role, a team or a way in."""
    if by.pk == user.pk:
        raise Refused("You cannot change your own account here. Ask another user administrator.")


@transaction.atomic
def add_user(
    *, by: User | None, username: str, name: str, email: str, role: str, school: School | None, telephone: str, team: Team | None, on: date, password: str | None = None
) -> User:
    """A new member of staff has an account, as a rule without a password: a link lets them choose one. `by` is nobody at the console."""
    if is_taken(username=username, email=email):
        raise Problem("Another account has this user name or email address.")
    user = organisations.employ(username=username, name=name, role=role, on=on, email=email, team=team, school=school, password=password)
    organisations.change_user(user=user, name=name, email=email, role=role, school=school, telephone=telephone)
    ledger_record("user_added", refs={"user": user.pk, "team": str(team.pk) if team else ""}, words={"username": username, "role": role})
    return user


@transaction.atomic
def change_user(*, by: User, user: User, name: str, email: str, role: str, school: School | None, telephone: str) -> User:
    """A user's name, address, role or school changes; the ledger keeps what was and what is."""
    check_not_oneself(by=by, user=user)
    if is_taken(email=email, besides=user):
        raise Problem("Another account has this email address.")
    before = {"role": user.role_id, "email": user.email, "school": str(user.school_id or "")}
    organisations.change_user(user=user, name=name, email=email, role=role, school=school, telephone=telephone)
    ledger_record(
        "user_changed", refs={"user": user.pk}, words={"before": before, "after": {"role": role, "email": email, "school": str(school.pk) if school else ""}}
    )
    return user


@transaction.atomic
def close_account(*, by: User, user: User, on: date) -> User:
    """A member of staff leaves today."""
    check_not_oneself(by=by, user=user)
    organisations.leave(user=user, on=on)
    ledger_record("user_left", refs={"user": user.pk})
    return user


@transaction.atomic
def open_account(*, by: User, user: User) -> User:
    """Somebody who left is back."""
    check_not_oneself(by=by, user=user)
    organisations.come_back(user=user)
    ledger_record("user_returned", refs={"user": user.pk})
    return user


@transaction.atomic
def remove_second_step(*, by: User, user: User) -> None:
    """Somebody who lost their telephone can sign in with the password alone until they set up another."""
    check_not_oneself(by=by, user=user)
    organisations.remove_second_step(user=user)
    ledger_record("two_steps_removed", refs={"user": user.pk})


def account_for_link(*, by: User, user: User, shown: bool) -> None:
    """A link to choose a password was made: shown to the administrator, or sent to the user's own address."""
    check_not_oneself(by=by, user=user)
    if not user.is_active:
        raise Problem("The account is closed. Open it again before you make a link.")
    ledger_record("user_link_made", refs={"user": user.pk}, words={"to": "the administrator" if shown else "the user's address"})


@transaction.atomic
def join_team(*, by: User, user: User, team: Team, leads: bool, on: date) -> Place:
    """A user is placed in a team, and so sees the children whom the team works with."""
    check_not_oneself(by=by, user=user)
    if not user.is_active:
        raise Problem("The account is closed. Open it again before you give it a team.")
    place = organisations.join_team(user=user, team=team, on=on, leads=leads)
    ledger_record("team_joined", refs={"user": user.pk, "team": str(team.pk)}, words={"leads": leads})
    return place


@transaction.atomic
def leave_team(*, by: User, place: Place, on: date) -> None:
    """A user's place in a team ends with this day."""
    check_not_oneself(by=by, user=place.user)
    ledger_record("team_left", refs={"user": place.user_id, "team": str(place.team_id)})
    organisations.leave_team(place=place, on=on)


@transaction.atomic
def tie_to_worker(*, by: User, user: User, worker: Worker) -> Worker:
    """A user is the worker whom a source names, and so sees the children whom it allocates to that worker."""
    check_not_oneself(by=by, user=user)
    if worker.user_id is not None and worker.user_id != user.pk:
        raise Problem(f"That worker is {worker.user} already. Untie them first.")
    ledger_record("worker_tied", refs={"user": user.pk, "worker": str(worker.pk)}, words={"source": worker.source_code, "local_id": worker.local_id})
    return organisations.is_user(worker=worker, user=user)


@transaction.atomic
def untie_from_worker(*, by: User, worker: Worker) -> Worker:
    """A user is not the worker whom a source names."""
    check_not_oneself(by=by, user=worker.user)
    ledger_record("worker_untied", refs={"user": worker.user_id, "worker": str(worker.pk)}, words={"source": worker.source_code, "local_id": worker.local_id})
    return organisations.is_user(worker=worker, user=None)


@transaction.atomic
def add_team(*, by: User, agency: Agency, name: str, duty_telephone: str) -> Team:
    """A new team of an agency that we know."""
    if Team.objects.filter(agency=agency, name__iexact=name).exists():
        raise Problem("This agency has a team of that name already.")
    team = organisations.know_team(agency=agency.name, kind=agency.kind, team=name, duty_telephone=duty_telephone)
    ledger_record("team_added", refs={"team": str(team.pk)}, words={"agency": agency.name, "name": name})
    return team


@transaction.atomic
def change_team(*, by: User, team: Team, duty_telephone: str) -> Team:
    """A team has another duty number."""
    ledger_record("team_changed", refs={"team": str(team.pk)}, words={"before": team.duty_telephone, "after": duty_telephone})
    return organisations.give_duty_number(team=team, telephone=duty_telephone)
