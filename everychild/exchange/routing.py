"""Which facts of a record go to which room: rolls to schooling, involvement to sharing. People keeps the rest."""

from uuid import UUID

from everychild.formats.facts import Happened, Involved, OnRoll
from everychild.formats.reading import Sent
from everychild.organisations.actions import know_schools, know_team, know_workers
from everychild.organisations.models import School, Team, Worker
from everychild.schooling.actions import RollsReceived
from everychild.sharing.actions.involvement import InvolvementsReceived, forget_involvements_of


class Routing:
    """The facts of one batch, gathered by room. Schools, teams and workers are made known the first time a file names them."""

    def __init__(self, *, source: str, agency: str):
        self.source, self.agency = source, agency
        self.schools = {laestab: str(key) for laestab, key in School.objects.values_list("laestab", "id")}
        self.names = dict(School.objects.values_list("laestab", "name"))
        self.teams: dict[tuple[str, str], Team] = {(team.agency.name, team.name): team for team in Team.objects.select_related("agency")}
        self.workers: dict[str, UUID] = dict(Worker.objects.filter(source_code=source).values_list("local_id", "id"))
        self.rolls = RollsReceived(schools=self.schools)
        self.involvements = InvolvementsReceived()
        self.changed: list[str] = []

    def take(self, thing: Sent, *, record: str, changed: bool) -> None:
        """The facts of one record that is new or has changed."""
        if changed:
            self.changed.append(record)
        for fact in thing.facts:
            if isinstance(fact, OnRoll):
                self._roll(fact, record)
            elif isinstance(fact, Involved):
                team = self._team(fact)
                self.involvements.take(fact=fact, record=record, team=team.pk if team else None, worker=self._worker(fact, team))
            elif isinstance(fact, Happened):
                self.involvements.happened(fact=fact, record=record)

    def _roll(self, fact: OnRoll, record: str) -> None:
        if fact.school not in self.schools:
            know_schools(names={fact.school: fact.school_name or ""})
            self.schools[fact.school] = str(School.objects.get(laestab=fact.school).pk)
            self.names[fact.school] = fact.school_name or f"School {fact.school}"
        self.rolls.take(fact=fact, record=record)
        self.involvements.take_school(
            record=record, school=self.schools[fact.school], name=self.names[fact.school], reference=fact.school, from_on=fact.entered_on, to_on=fact.left_on
        )

    def _team(self, fact: Involved) -> Team | None:
        if not fact.team:
            return None
        key = ((fact.organisation or self.agency)[:160], fact.team[:160])
        if key not in self.teams:
            self.teams[key] = know_team(agency=key[0], kind=self.source, team=key[1])
        return self.teams[key]

    def _worker(self, fact: Involved, team: Team | None) -> UUID | None:
        local_id = (fact.worker or fact.worker_name or "")[:80]
        if not local_id:
            return None
        if local_id not in self.workers:
            know_workers(source=self.source, workers=[(local_id, fact.worker_name, fact.worker_role, fact.telephone, team)])
            self.workers[local_id] = Worker.objects.only("id").get(source_code=self.source, local_id=local_id).pk
        return self.workers[local_id]

    def forget_changed(self) -> None:
        """What changed records said before gives way."""
        if self.changed:
            self.rolls.forget(records=self.changed)
            forget_involvements_of(records=self.changed)
            self.changed = []

    def flush(self) -> None:
        """What has gathered goes into the tables."""
        self.rolls.pour.empty()
        self.involvements.pours.empty()
