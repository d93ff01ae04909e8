"""The names of workers and teams, which the other objects give only as ids."""

from dataclasses import dataclass, field

from everychild.formats import identifiers
from everychild.formats.facts import Involved
from everychild.formats.tables import Table
from everychild.formats.values import Cells, code, text

_OTHER_AUTHORITY = "other authority:"


@dataclass(slots=True)
class Workers:
    """worker id -> (name, job title, department); team id -> name."""

    people: dict[str, tuple[str | None, str | None, str | None]] = field(default_factory=dict)
    teams: dict[str, str] = field(default_factory=dict)

    def learn(self, table: Table) -> None:
        """Take in ssd_professionals or ssd_department. A row that cannot be read is passed over: its id then stands without a name."""
        for row in table.rows():
            if row.trouble:
                continue
            if worker := code(row.sent.get("prof_professional_id")):
                self.people[worker] = tuple(text(row.sent.get(f"prof_professional_{what}")) for what in ("name", "job_title", "department"))
            if team := code(row.sent.get("dept_team_id")):
                self.teams[team] = text(row.sent.get("dept_team_name")) or team

    def involved(self, record: str, service: str, reference: str, worker: str | None, team: str | None, **more: object) -> Involved:
        """An involvement with the worker's and the team's names in it, and the other authority's code where the team names one."""
        called, title, department = self.people.get(worker or "", (None, None, None))
        team_name = self.teams.get(team or "", team) or department
        more = {"worker_role": title, "authority": other_authority(team_name)} | {key: value for key, value in more.items() if value is not None}
        return Involved(record, service, reference, team=team_name, worker=worker, worker_name=called, **more)


def other_authority(team: str | None) -> str | None:
    """The code of the authority in `Other authority: Redcar and Cleveland`; None for a team of ours.

    >>> other_authority("Other authority: Redcar and Cleveland")
    '807'
    """
    if team is None or not team.casefold().startswith(_OTHER_AUTHORITY):
        return None
    called = team[len(_OTHER_AUTHORITY) :].strip().casefold()
    return next((number for number, name in identifiers.authorities().items() if called in (number, name.casefold())), None)


def said(cells: Cells, column: str) -> str | None:
    """A cell's words or code."""
    return code(cells.get(column))
