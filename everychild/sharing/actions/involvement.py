"""Involvement arrives, is added and ended."""

from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from everychild.formats.facts import Happened, Involved
from everychild.kit.announcing import announce
from everychild.kit.bulk import Pour, Pours
from everychild.kit.ids import new_id
from everychild.kit.problems import Problem, Refused
from everychild.ledger.actions import record as ledger_record
from everychild.organisations.models import User
from everychild.sharing.announcements import InvolvementsBegan
from everychild.sharing.models import Involvement
from everychild.sharing.rules import own_services

INVOLVEMENT = (
    "record_id", "service", "reference", "organisation", "team_id", "worker_id", "school_id", "worker_name", "worker_role", "telephone",
    "from_on", "to_on", "ended_because", "authority", "category", "lead",
)  # fmt: skip


class InvolvementsReceived:
    """Who is involved, as the files of one batch say."""

    def __init__(self):
        self.pours = Pours(
            Pour("sharing_involvement", INVOLVEMENT, own_id=True),
            Pour("sharing_happening", ["record_id", "service", "kind", "reference", "on", "grading"], own_id=True),
        )

    def take(self, *, fact: Involved, record: str, team: UUID | None, worker: UUID | None) -> None:
        """One involvement, of a record that is new or has changed."""
        texts = {"organisation": 160, "worker_name": 160, "worker_role": 120, "telephone": 60, "ended_because": 120, "authority": 60, "category": 60}
        said = {name: (getattr(fact, name) or "")[:most] for name, most in texts.items()}
        self.pours["sharing_involvement"].add(
            (record, fact.service, fact.reference[:120], said["organisation"], team, worker, None, said["worker_name"], said["worker_role"], said["telephone"],
             fact.from_on, fact.to_on, said["ended_because"], said["authority"], said["category"], fact.lead)
        )  # fmt: skip

    def take_school(self, *, record: str, school: str, name: str, reference: str, from_on: date | None, to_on: date | None) -> None:
        """The school is a service involved with its pupil: so its staff's ground is found like anybody's."""
        self.pours["sharing_involvement"].add((record, "school", reference[:120], name[:160], None, None, school, "", "", "", from_on, to_on, "", "", "", False))

    def happened(self, *, fact: Happened, record: str) -> None:
        """One dated event of a service."""
        on = fact.at.date() if isinstance(fact.at, datetime) else fact.at
        self.pours["sharing_happening"].add((record, fact.service, fact.kind[:60], fact.reference[:120], on, (fact.grading or "")[:40]))


def forget_involvements_of(*, records: list[str]) -> None:
    """What a changed record said before gives way to what it says now; what people entered here stays."""
    with connection.cursor() as sql:
        sql.execute("create temporary table if not exists services_said_before (record_id uuid, service text) on commit drop")
        sql.execute(
            "insert into services_said_before select record_id, service from sharing_involvement where record_id = any(%s::uuid[]) and to_on is null and entered_for_id is null", [records]
        )
        sql.execute("delete from sharing_involvement where record_id = any(%s::uuid[]) and entered_for_id is null", [records])
        sql.execute("delete from sharing_happening where record_id = any(%s::uuid[])", [records])


def announce_new_involvements(*, batch: UUID, at: datetime) -> None:
    """Services of which the records of this batch did not speak before are told of, all in one announcement. Not for the first file of a source: there all is new."""
    with connection.cursor() as sql:
        sql.execute("create temporary table if not exists services_said_before (record_id uuid, service text) on commit drop")
        sql.execute(
            """select i.id from people_sourcerecord r join sharing_involvement i on i.record_id = r.id
               where r.batch_id = %s and i.to_on is null and i.entered_for_id is null and i.service <> 'school'
                 and not exists (select 1 from services_said_before b where b.record_id = i.record_id and b.service = i.service)""",
            [batch],
        )
        began = tuple(involvement for (involvement,) in sql.fetchall())
    if began:
        announce(InvolvementsBegan(began, at))


def end_involvements_of(*, records: list[str], on: date) -> None:
    """Involvements of records that a full extract no longer holds have ended by its day; what people entered here stays."""
    with connection.cursor() as sql:
        sql.execute(
            "update sharing_involvement set to_on = %s, ended_because = 'no longer sent' where record_id = any(%s::uuid[]) and to_on is null and entered_for_id is null", [on, records]
        )


@transaction.atomic
def add_involvement(*, by: User, person: UUID, known_by: UUID, service: str, role: str, on: date, at: datetime) -> Involvement:
    """A practitioner says that they are involved with a child whom they may see. It hangs on the person."""
    if by.role is None or service not in own_services(by.role.code):
        raise Refused("Your role does not speak for this service. Ask a worker of that service to enter it.")
    if Involvement.objects.filter(entered_for_id=person, user=by, service=service, to_on=None).exists():
        raise Problem("You have entered this already, and it has not ended.")
    involvement = Involvement(
        id=new_id(), record_id=known_by, entered_for_id=person, user=by, service=service, reference=f"entered {on.isoformat()}", worker_name=str(by), worker_role=role[:120],
        telephone=by.telephone, from_on=on,
    )  # fmt: skip
    involvement.save(force_insert=True)
    ledger_record("involvement_added", person=person, words={"service": service, "role": role})
    announce(InvolvementsBegan((involvement.id,), at))
    return involvement


@transaction.atomic
def end_involvement(*, by: User, involvement: Involvement, on: date) -> Involvement:
    """A practitioner ends an involvement that they entered; one that a source sent is ended at the source."""
    if involvement.user_id != by.pk or involvement.entered_for_id is None:
        raise Refused("Only the practitioner who entered an involvement can end it here; one that another system sent is ended there.")
    if involvement.from_on and on < involvement.from_on:
        raise Problem("An involvement cannot end before it began.")
    involvement.to_on = on
    involvement.save(update_fields=["to_on"])
    ledger_record("involvement_ended", person=involvement.entered_for_id, words={"service": involvement.service})
    return involvement
