"""Thornbeck's office: one member of staff of each role, and what its sources sent."""

from datetime import UTC, date, datetime

from django.db import connection
from django.test import Client

from everychild.formats.reading import RowProblem
from everychild.intake import actions
from everychild.intake.models import Batch, Source
from everychild.organisations.actions import employ
from everychild.organisations.models import Team, User

TODAY = date(2026, 11, 21)
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
HOSTILE = "<img src=x onerror=alert(1)>"
NAMES = {
    "data_office": "Kit Soames", "information_governance": "Ayesha Rahman", "adoption_officer": "Mona Ellery", "user_admin": "Noor Baptiste", "social_worker": "Alice Okafor",
    "front_door": "Bob Hartley", "school_office": "Charlie Nowak",
}  # fmt: skip


def nothing_yet() -> None:
    """Nobody works here and nothing has come, for the length of a test: another test may have left a town standing."""
    if Source.objects.exists() or Team.objects.exists() or User.objects.exists():
        with connection.cursor() as sql:
            sql.execute("truncate intake_source, sharing_agreement, organisations_team, organisations_user cascade")


def member(role: str, **more) -> User:
    """The member of staff of this role."""
    return employ(username=f"town.{role}", name=NAMES.get(role, "Sam Carter"), role=role, on=TODAY, email=f"{role}@thornbeck.example", **more)


def signed_in(role: str) -> Client:
    """A browser in which the member of staff of this role is signed in."""
    client = Client()
    client.force_login(member(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


def source(code: str = "census", name: str = "School census", **more) -> None:
    """A source as its agreement describes it."""
    said = {
        "system": "COLLECT",
        "steward": "School census officer",
        "state": "feeding",
        "services": ("school",),
        "covers": "",
        "covers_ages": (),
        "interval_days": 120,
    }
    actions.know_source(code=code, name=name, **{**said, **more})


def batch(*, code: str = "census", rows: int = 4, flagged: int = 1, quarantined: int = 1, problems: list[RowProblem] | None = None, status: str = "loaded", why: str = "",
          path: str = "census/pupilonroll.csv", dropped: dict | None = None, at: datetime = AT, as_at: date = date(2026, 10, 1), by: int = 0) -> Batch:  # fmt: skip
    """A batch with its counts and problems."""
    made = actions.open_batch(
        source=code, reader="school_census", path=path, sha256="5" * 64, encoding="utf-8", as_at=as_at, at=at, by=by, because="", agreement=f"{code}-2026"
    )
    counts = actions.Counts(
        rows=rows, accepted=rows - flagged - quarantined, flagged=flagged, quarantined=quarantined, new=rows - quarantined, dropped=dropped or {}
    )
    actions.close_batch(batch=made, counts=counts, status=status, stopped_because=why)
    actions.keep_first_problems(batch=made, problems=[problem()] if problems is None else problems)
    return made


def problem(*, line: int = 7, verdict: str = "quarantined", code: str = "birth_date_missing", value: str = "", sealed: bool = False) -> RowProblem:
    """Something wrong with one row."""
    if sealed:
        return RowProblem("census/pupilonroll.csv", "", 0, None, None, None, "quarantined", actions.ADOPTION, actions.HELD, actions.HELD_DO)
    return RowProblem(
        "census/pupilonroll.csv", "pupilonroll", line, f"pupil-{line}", "DOB", value, verdict, code, "There is no date of birth.", "Ask the school for it."
    )
