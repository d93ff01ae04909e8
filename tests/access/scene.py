"""One child with a record from each service, and a worker of any role who stands to the child as a test asks. All rolled back at the test's end."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from everychild.kit.ids import new_id, public_ref
from everychild.organisations.models import User
from tests.thornbeck import KNOWN_AS

SERVICE_OF = {"p1": "school", "h1": "child_health", "s1": "social_care", "x1": "police"}
THING_OF = {"p1": "school", "h1": "health_involvement", "s1": "social_care_involvement", "x1": "police_involvement"}
OWN_RECORD = {"health_practitioner": "h1", "police_officer": "x1", "school_office": "p1", "safeguarding_lead": "p1", "post16_adviser": "p1"}
"""The record that names a worker of the role; of social care where it is not said."""


def ask(statement: str, *words) -> list[tuple]:
    """Run one statement and give its rows."""
    with connection.cursor() as sql:
        sql.execute(statement, words or None)
        return sql.fetchall() if sql.description else []


@dataclass
class Scene:
    """Amara, known to her school, to health, to social care and to the police, for certain one child; and one worker."""

    person: UUID
    ref: str
    strand: UUID
    records: dict[str, UUID]
    adults: dict[UUID, UUID]
    school: UUID
    elsewhere: UUID
    involvements: dict[str, UUID] = field(default_factory=dict)
    own: UUID | None = None

    def stands(self, relation: str, user: User) -> None:
        """The worker comes into the relation."""
        match relation:
            case "allocated_worker" | "sealed" | "held" | "address_withheld" | "only_thought_to_be_the_same_child":
                self.is_worker(user)
            case "team_of_the_worker":
                self.is_in_team(user)
            case "on_my_schools_roll":
                User.objects.filter(pk=user.pk).update(school=self.school)
            case "on_another_schools_roll":
                User.objects.filter(pk=user.pk).update(school=self.elsewhere)
            case "opened_with_a_purpose":
                self.opens(user, "30 minutes")
            case "opening_run_out":
                self.opens(user, "-1 second")
            case "involvement_ended":
                self.is_worker(user, ended=True)
                self.is_in_team(user, ended=True)
        if relation in ("sealed", "held"):
            self.opens(user, "30 minutes")
            ask("update people_person set sealed_at = now() where id = %s", self.person)
            ask("update people_sourcerecord set held = %s where id = any(%s)", relation == "held", list(self.records.values()))
        if relation == "address_withheld":
            ask("update people_person set address_withheld = true where id = %s", self.person)
        if relation == "only_thought_to_be_the_same_child":
            self.grows_another_strand()

    def is_worker(self, user: User, *, ended: bool = False) -> None:
        worker = new_id()
        ask("insert into organisations_worker (id, source_code, local_id, name, role, telephone, user_id) values (%s, 'scene', %s, '', '', '', %s)", worker, str(worker), user.pk)
        self._involved(user, "worker_id", worker, ended)

    def is_in_team(self, user: User, *, ended: bool = False) -> None:
        team = new_id()
        ask("insert into organisations_team (id, agency_id, name, duty_telephone) select %s, id, %s, '' from organisations_agency limit 1", team, str(team))
        ask("insert into organisations_place (id, user_id, team_id, leads, from_on) values (%s, %s, %s, false, current_date - 9)", new_id(), user.pk, team)
        self._involved(user, "team_id", team, ended)

    def _involved(self, user: User, column: str, who: UUID, ended: bool) -> None:
        key = OWN_RECORD.get(user.role_id, "s1")
        self.own = add_involvement(self.records[key], "post16" if user.role_id == "post16_adviser" else SERVICE_OF[key], **{column: who}, ended=ended)

    def opens(self, user: User, how_long: str) -> None:
        ask(
            """insert into sharing_opening (id, person_id, record_id, user_id, ground, purpose, reason, opened_at, until)
               values (%s, %s, %s, %s, 'door', 'child_protection', '', now() - interval '1 hour', now() + %s::interval)""",
            new_id(), self.person, self.records["s1"], user.pk, how_long,
        )  # fmt: skip

    def grows_another_strand(self) -> None:
        """Records of each service that are only thought to be the same child's."""
        strand = new_id()
        ask("insert into people_strand (id, person_id) values (%s, %s)", strand, self.person)
        for key, service in SERVICE_OF.items():
            thought = add_record(self.person, strand, source_of(key), f"thought {key}")
            add_involvement(thought, service)
            add_withholding(thought, self.person)


def source_of(key: str) -> str:
    return {"p1": "census", "h1": "health", "s1": "social_care", "x1": "police"}[key]


def add_record(person: UUID, strand: UUID, source: str, local_id: str) -> UUID:
    """A record with one row in every table of facts."""
    record = new_id()
    ask(
        """insert into people_sourcerecord (id, source_code, local_id, kind, batch_id, version, digest, as_at, stem, held)
           select %s, %s, %s, 'child', id, 1, '', current_date, '', false from intake_batch limit 1""",
        record, source, local_id,
    )  # fmt: skip
    ask("insert into people_membership (record_id, strand_id, person_id) values (%s, %s, %s)", record, strand, person)
    add_facts(record, person)
    return record


def add_facts(record: UUID, person: UUID) -> None:
    ask(
        """insert into people_described (record_id, fields, as_at)
           values (%s, '{"given_names": "Amara", "family_name": "Okonkwo", "born_on": "2015-03-27", "upn": "X", "nhs_number": "9"}', current_date) on conflict do nothing""",
        record,
    )  # fmt: skip
    ask("insert into people_dataflag (id, record_id, field, code, message) values (%s, %s, '', 'doubt', '')", new_id(), record)
    ask("insert into people_link (id, record_id, person_id, method, at, by, levels, model, reason) values (%s, %s, %s, 'person', now(), 0, '[]', '', '')", new_id(), record, person)
    ask("insert into people_address (id, record_id, lines, postcode, uprn, kind, withheld) values (%s, %s, 'x', '', '', 'home', false)", new_id(), record)
    ask("insert into people_caution (id, record_id, kind, owner) values (%s, %s, 'dog', '')", new_id(), record)
    ask("insert into sharing_happening (id, record_id, service, kind, reference, grading) values (%s, %s, 'missing', 'missing', '', '')", new_id(), record)


def add_involvement(record: UUID, service: str, *, ended: bool = False, **who: UUID) -> UUID:
    made = new_id()
    columns = {"worker_id": None, "team_id": None, "user_id": None, "school_id": None} | who
    ask(
        """insert into sharing_involvement (id, record_id, service, reference, organisation, worker_id, team_id, user_id, school_id, worker_name, worker_role, telephone, to_on, ended_because, authority, category, lead)
           values (%s, %s, %s, '', '', %s, %s, %s, %s, '', '', '', case when %s then current_date - 1 end, '', '', '', false)""",
        made, record, service, *columns.values(), ended,
    )  # fmt: skip
    return made


def add_withholding(record: UUID, person: UUID, *, hidden_from: str = "police_officer") -> UUID:
    """A decision that somebody took not to tell the police where the child lives."""
    made = new_id()
    ask(
        """insert into sharing_withholding (id, record_id, person_id, items, organisation, kind, hidden_from, reason, why, decided_by_id, decided_at, review_on, outcome, review_note)
           select %s, %s, %s, '{address}', 'Thornbeck Police', 'police', array[%s], 'more_harm', 'x', id, now(), current_date + 30, '', '' from organisations_user limit 1""",
        made, record, person, hidden_from,
    )  # fmt: skip
    return made


def set_scene() -> Scene:
    """Amara as Thornbeck knows her, alone at a school of her own, and known to the police too."""
    (person, ref, strand), = ask(
        "select p.id, p.ref, m.strand_id from people_sourcerecord r join people_membership m on m.record_id = r.id join people_person p on p.id = m.person_id where r.local_id = %s",
        KNOWN_AS["p1"],
    )  # fmt: skip
    records = {key: ask("select id from people_sourcerecord where local_id = %s", KNOWN_AS.get(key, key))[0][0] for key in ("p1", "h1", "s1")}
    ask("""insert into intake_source (code, name, system, steward, state, services, covers, covers_ages)
           values ('police', 'Police', '', '', 'feeding', '{police}', '', '{0,18}') on conflict do nothing""")
    schools = [new_id(), new_id()]
    for school in schools:
        ask("""insert into organisations_school (id, laestab, urn, ukprn, name, authority, phase, kind, status, address, postcode, telephone, head)
               values (%s, %s, '', '', 'Rowan', '', '', '', '', '', '', '', '')""", school, str(school))  # fmt: skip
    adults = dict(ask("select m.record_id, m.person_id from people_relationship r join people_membership m on m.record_id = r.adult_id where r.record_id = %s", records["p1"]))
    ask("delete from sharing_involvement where record_id = any(%s)", list(records.values()))
    for table in ("people_dataflag", "people_link", "people_address", "people_caution", "sharing_happening"):
        ask(f"update people_membership set link_id = null; delete from {table} where record_id = any(array[{', '.join(repr(str(one)) for one in records.values())}]::uuid[])")
    for record in records.values():
        add_facts(record, person)
    ask("""insert into people_decision (id, person_id, about, answer, reason, by, at, reports)
           select uuidv7(), id, 'death', 'death_open', '', 0, now(), '{}' from people_person""")
    records["x1"] = add_record(person, strand, "police", "x1")
    ask("update schooling_roll set school_id = %s where record_id = %s", schools[0], records["p1"])
    scene = Scene(person, ref, strand, records, adults, *schools)
    add_withholding(records["s1"], person)
    for key, service in SERVICE_OF.items():
        scene.involvements[key] = add_involvement(records[key], service, **({"school_id": schools[0]} if key == "p1" else {}))
    return scene


def worker_of(role: str) -> User:
    """A member of staff of this role, with no team, school or child."""
    return User.objects.create(username=f"{role}-{public_ref()}", role_id=role)
