"""Making and keeping organisations: roles from their file, schools from the register, users, teams and workers."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import connection, transaction

from everychild.formats.facts import Establishment
from everychild.kit.ids import new_id
from everychild.organisations.models import Agency, Place, Role, School, Team, User, Worker

ROLES = Path(__file__).with_name("roles.toml")


def read_roles(*, path: Path = ROLES) -> list[Role]:
    """The roles as the file has them become the roles of this installation; a role that left the file keeps nothing."""
    made = []
    for code, said in tomllib.loads(path.read_text()).items():
        role, _ = Role.objects.update_or_create(code=code, defaults={"scope": Role.Scope.STRAND, **said})
        made.append(role)
    nothing = {"items": [], "services": [], "purposes": [], "pages": [], "opens": False, "searches": "none"}
    Role.objects.exclude(code__in=[role.code for role in made]).update(**nothing)
    return made


@dataclass(frozen=True, slots=True)
class SchoolsReceived:
    """How many schools of a register were new, had changed, and were as we knew them."""

    new: int = 0
    changed: int = 0
    same: int = 0


def one_names_at_a_time() -> None:
    """Until this transaction ends nobody else makes schools, agencies or teams known: two loads that name the same ones in another order would wait for each other for ever."""
    with connection.cursor() as sql:
        sql.execute("select pg_advisory_xact_lock(48319)")


@transaction.atomic
def receive_schools(*, schools: Iterable[Establishment]) -> SchoolsReceived:
    """Schools as the national register has them today: new ones are added, known ones brought up to date, none removed."""
    one_names_at_a_time()
    rows = [
        School(
            laestab=one.laestab, urn=one.urn, ukprn=one.ukprn or "", name=one.name, authority=one.authority or "",
            phase=one.phase or "", kind=one.kind or "", status=one.status or "", opened_on=one.opened_on,
            closed_on=one.closed_on, low_age=one.low_age, high_age=one.high_age, capacity=one.capacity,
            address=", ".join(one.lines), postcode=one.postcode or "", telephone=one.telephone or "", head=one.head or "",
        )
        for one in schools
        if one.laestab
    ]  # fmt: skip
    kept = [field.name for field in School._meta.fields if field.name not in ("id", "laestab")]
    latest = {row.laestab: row for row in rows}
    known = {row.laestab: row for row in School.objects.filter(laestab__in=latest)}
    changed = [row for row in latest.values() if row.laestab in known and any(getattr(row, name) != getattr(known[row.laestab], name) for name in kept)]
    new = [row for row in latest.values() if row.laestab not in known]
    School.objects.bulk_create([*new, *changed], update_conflicts=True, unique_fields=["laestab"], update_fields=kept, batch_size=1000)
    return SchoolsReceived(len(new), len(changed), len(known) - len(changed))


def know_schools(*, names: Mapping[str, str]) -> None:
    """Schools that a file names and the register has not told us of: kept by their number until it does."""
    one_names_at_a_time()
    School.objects.bulk_create(
        [School(laestab=laestab, name=name or f"School {laestab}", authority=laestab[:3], status="not in the register") for laestab, name in names.items()],
        ignore_conflicts=True, batch_size=1000,
    )  # fmt: skip


def know_team(*, agency: str, kind: str, team: str, duty_telephone: str = "") -> Team:
    """The team of that name, made where it is new."""
    known = Team.objects.filter(agency__name=agency, name=team).first()
    if known is not None:
        return known
    one_names_at_a_time()
    owner, _ = Agency.objects.get_or_create(name=agency, defaults={"kind": kind})
    known, _ = Team.objects.get_or_create(agency=owner, name=team, defaults={"duty_telephone": duty_telephone})
    return known


def know_workers(*, source: str, workers: Iterable[tuple[str, str | None, str | None, str | None, Team | None]]) -> None:
    """Workers as a source names them (id, name, role, telephone, team); what the source no longer says of one is kept."""
    rows = {
        local_id: (new_id(), source, local_id, (name or "")[:160], (role or "")[:120], (telephone or "")[:40], team.pk if team else None)
        for local_id, name, role, telephone, team in workers
    }
    with connection.cursor() as sql:
        sql.executemany(
            """insert into organisations_worker (id, source_code, local_id, name, role, telephone, team_id) values (%s, %s, %s, %s, %s, %s, %s)
               on conflict (source_code, local_id) do update set
                 name = coalesce(nullif(excluded.name, ''), organisations_worker.name), role = coalesce(nullif(excluded.role, ''), organisations_worker.role),
                 telephone = coalesce(nullif(excluded.telephone, ''), organisations_worker.telephone), team_id = coalesce(excluded.team_id, organisations_worker.team_id)""",
            list(rows.values()),
        )


@transaction.atomic
def employ(*, username: str, name: str, role: str, on: date, email: str = "", team: Team | None = None, leads: bool = False,
           school: School | None = None, password: str | None = None) -> User:  # fmt: skip
    """A member of staff has an account, a role and a place; asked again, the account is brought up to date."""
    first, _, last = name.partition(" ")
    user, made = User.objects.update_or_create(
        username=username, defaults={"first_name": first, "last_name": last, "email": email, "role_id": role, "school": school, "is_active": True}
    )
    if password:
        user.set_password(password)
        user.save(update_fields=["password"])
    elif made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    if team:
        Place.objects.get_or_create(user=user, team=team, to_on=None, defaults={"leads": leads, "from_on": on})
    return user


def is_user(*, worker: Worker, user: User | None) -> Worker:
    """This worker of a source is this user: their involvements become the user's."""
    worker.user = user
    worker.save(update_fields=["user"])
    return worker


@transaction.atomic
def change_user(*, user: User, name: str, email: str, role: str, school: School | None, telephone: str) -> User:
    """What we know of a user is brought up to date; a new role is in force from their next page."""
    user.first_name, _, user.last_name = name.partition(" ")
    user.email, user.role_id, user.school, user.telephone = email, role, school, telephone
    user.save(update_fields=["first_name", "last_name", "email", "role", "school", "telephone"])
    return user


@transaction.atomic
def leave(*, user: User, on: date) -> User:
    """A member of staff leaves today: the account is closed, every sign-in ends, and so do their places in teams."""
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    for session in UserSession.objects.filter(user=user):
        session.end()
    for place in user.places.filter(to_on=None):
        leave_team(place=place, on=on)
    return user


def come_back(*, user: User) -> User:
    """Somebody who left is back: the account is open again, with no place in any team and no password."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    return user


def remove_second_step(*, user: User) -> int:
    """The authenticator app and recovery codes of somebody who lost their telephone are taken away; how many there were."""
    return Authenticator.objects.filter(user=user).delete()[0]


def join_team(*, user: User, team: Team, on: date, leads: bool = False) -> Place:
    """A user has a place in a team from a day on; asked again, only whether they lead it changes."""
    place, made = Place.objects.get_or_create(user=user, team=team, to_on=None, defaults={"from_on": on, "leads": leads})
    if not made and place.leads != leads:
        place.leads = leads
        place.save(update_fields=["leads"])
    return place


def leave_team(*, place: Place, on: date) -> None:
    """A place ends with that day; one that began on it was a mistake and is taken away."""
    if place.from_on >= on:
        place.delete()
        return
    place.to_on = on
    place.save(update_fields=["to_on"])


def give_duty_number(*, team: Team, telephone: str) -> Team:
    """The number that is answered when a worker of the team is out."""
    team.duty_telephone = telephone
    team.save(update_fields=["duty_telephone"])
    return team
