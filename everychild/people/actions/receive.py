"""Records arrive: kept as sent, in versions, with a person each until they are matched."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from django.db import connection

from everychild.formats.facts import Adult, AtAddress, Cautioned, Child, Relation
from everychild.formats.reading import RowProblem, Sent
from everychild.kit.bulk import Pour, Pours
from everychild.kit.ids import new_id_texts, public_ref
from everychild.people.actions.decide import ADDRESS_REPORT, DEATH_REPORT, answered_by_a_person, keep_decisions
from everychild.people.describing import described, search_place, search_words, shown_name
from everychild.people.standard import COLUMNS, standardise

MANY = 1_000
"""Things of one batch from which the tables' statistics are worth making anew."""

FACTS = ("people_described", "people_standard", "people_searchable", "people_address", "people_caution", "people_dataflag", "people_relationship", "people_adult")


@dataclass(frozen=True, slots=True)
class Known:
    """What we hold already of one id of a source."""

    record_id: str
    version: int
    digest: bytes
    as_at: date
    held: bool = False
    latest: tuple[int, bytes] = (0, b"")
    """Number and digest of the latest version, which is not the one in force when an older file came later, or the record is held."""


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one record: `new`, `changed`, `same`, or `older` than what is held."""

    record_id: str
    outcome: str


class Receiving:
    """The records of one batch on their way in. Everything happens in the caller's transaction; call `finish` at the end."""

    def __init__(self, *, batch: UUID, source: str, as_at: date, at: datetime, mapping: str = ""):
        """`mapping`: a digest of the council's own mapping, where it is by one that the file is read."""
        self.batch, self.source, self.as_at, self.at, self.mapping = str(batch), source, as_at, at, mapping
        self.known_before = _count(source)
        self.known: dict[str, Known] = {}
        self.seen_again = self.taken = 0
        self.changed: list[str] = []
        self.confirmed: list[str] = []
        self.pours = _pours()
        self.ids = new_id_texts()

    def look_up(self, local_ids: list[str]) -> None:
        """What is held already of the things that are about to be taken."""
        self.known = _known(self.source, local_ids)

    def take(self, thing: Sent, *, dropped: Iterable[str] = ()) -> Received:
        """One child's or adult's rows. The same again changes nothing; a later version stands beside the earlier one.

        The same is what was let in alike: rows of which the agreement dropped other items (`dropped`), or that another mapping read, say something new.
        """
        self.taken += 1
        content = json.dumps([{"table": row.table, "sent": row.sent} for row in thing.rows], ensure_ascii=False, sort_keys=True, default=str)
        digest = sha256("\n".join([content, *sorted(dropped), *([self.mapping] if self.mapping else [])]).encode()).digest()
        known = self.known.get(thing.local_id)
        line = thing.rows[0].line if thing.rows else 0
        if known is not None:
            self.seen_again += 1
            beside = known.held or self.as_at < known.as_at
            if digest == known.digest or (beside and digest == known.latest[1]):
                if digest == known.digest and self.as_at > known.as_at:
                    self.confirmed.append(known.record_id)
                return Received(known.record_id, "same")
            record, version = known.record_id, known.latest[0] + 1
        else:
            record, version = next(self.ids), 1
        self.pours["people_recordversion"].add((record, version, self.batch, line, self.as_at, digest, content))
        if known is not None and beside:
            self.known[thing.local_id] = replace(known, latest=(version, digest))
            return Received(record, "older")
        if known is None:
            self._add_record(thing, record, digest)
        else:
            self.changed.append(record)
            self.pours["people_sourcerecord"].add((record, self.source, thing.local_id, thing.kind, self.batch, version, digest, self.as_at, _stem(thing), False))
        self._say(thing, record)
        self.known[thing.local_id] = Known(record, version, digest, self.as_at, latest=(version, digest))
        return Received(record, "new" if known is None else "changed")

    def _add_record(self, thing: Sent, record: str, digest: bytes) -> None:
        # A strand of one record needs no other id than its person's.
        person = strand = next(self.ids)
        self.pours["people_person"].add((person, public_ref(), thing.kind, self.at, False, False))
        self.pours["people_sourcerecord"].add((record, self.source, thing.local_id, thing.kind, self.batch, 1, digest, self.as_at, _stem(thing), False))
        self.pours["people_strand"].add((strand, person))
        self.pours["people_membership"].add((record, strand, person))

    def _say(self, thing: Sent, record: str) -> None:
        addresses = [fact for fact in thing.facts if isinstance(fact, AtAddress)]
        for fact in thing.facts:
            if isinstance(fact, Child):
                self._say_child(fact, record, addresses)
            elif isinstance(fact, Adult):
                self._say_adult(fact, record)
            elif isinstance(fact, Relation):
                self.pours["people_relationship"].add(_relationship(fact, record))
            elif isinstance(fact, Cautioned):
                self.pours["people_caution"].add((record, fact.kind[:80], (fact.owner or "")[:160], fact.review_on))
        for address in addresses:
            self.pours["people_address"].add(_address(address, record))
        for problem in thing.problems:
            if problem.verdict == "flagged":
                self.pours["people_dataflag"].add(_flag(problem, record))

    def _say_child(self, child: Child, record: str, addresses: list[AtAddress]) -> None:
        now, before = _current(addresses)
        standard = standardise(child, now, before)
        postcode, house = search_place(now)
        self.pours["people_described"].add((record, json.dumps(described(child), ensure_ascii=False), self.as_at))
        self.pours["people_standard"].add(standard.as_row(record, self.source))
        self.pours["people_searchable"].add(
            (record, search_words(child), shown_name(child)[:240], child.born_on, child.sex or "", standard.upn or (standard.upns[0] if standard.upns else ""), standard.nhs or "", standard.uln or "", postcode, house)
        )  # fmt: skip

    def _say_adult(self, adult: Adult, record: str) -> None:
        name = " ".join(part for part in (adult.title, adult.given_names, adult.family_name) if part) or "Name not known"
        texts = (adult.sex, adult.telephone, adult.email, adult.language, adult.interpreter)
        self.pours["people_adult"].add((record, name[:240], adult.born_on, *((text or "")[:200] for text in texts)))

    def flush(self) -> None:
        """What has gathered goes into the tables; facts of a record that has changed give way to the new ones."""
        with connection.cursor() as sql:
            if self.changed:
                for table in FACTS:
                    key = "adult_id" if table == "people_relationship" else "record_id"
                    if table != "people_adult":
                        sql.execute(f"delete from {table} where {key} = any(%s::uuid[])", [self.changed])
                self.changed = []
            if self.confirmed:
                # The same again on a later day: what is shown was true on that day too.
                for table, key in (("people_sourcerecord", "id"), ("people_described", "record_id")):
                    sql.execute(f"update {table} set as_at = %s where {key} = any(%s::uuid[]) and as_at < %s", [self.as_at, self.confirmed, self.as_at])
                self.confirmed = []
        self.pours.empty()

    def finish(self) -> None:
        """The last rows, and what follows from them: whose adults these are, whose address is withheld, whose death was reported."""
        self.flush()
        with connection.cursor() as sql:
            if self.taken > MANY:
                # The planner knows nothing yet of rows that came in this very transaction, and would join them one by one.
                sql.execute(_LEARN)
            for statement in _FOLLOWS:
                sql.execute(statement, {"batch": self.batch, "source": self.source})
        keep_decisions(batch=self.batch)


@lru_cache(maxsize=64)
def _stem_of(path: str) -> str:
    return Path(path).stem[:80]


def _stem(thing: Sent) -> str:
    return _stem_of(thing.rows[0].path)


def _count(source: str) -> int:
    with connection.cursor() as sql:
        sql.execute("select count(*) from people_sourcerecord where source_code = %s", [source])
        return sql.fetchone()[0]


def _known(source: str, local_ids: list[str]) -> dict[str, Known]:
    with connection.cursor() as sql:
        sql.execute(
            """select r.local_id, r.id::text, r.version, r.digest, r.as_at, r.held, v.version, v.digest from people_sourcerecord r
               cross join lateral (select version, digest from people_recordversion v where v.record_id = r.id order by version desc limit 1) v
               where r.source_code = %s and r.local_id = any(%s)""",
            [source, local_ids],
        )
        return {row[0]: Known(row[1], row[2], bytes(row[3]), row[4], row[5], (row[6], bytes(row[7]))) for row in sql.fetchall()}


def _pours() -> Pours:
    again = "on conflict (id) do update set batch_id = excluded.batch_id, version = excluded.version, digest = excluded.digest, as_at = excluded.as_at, stem = excluded.stem"
    adult = "on conflict (record_id) do update set name = excluded.name, born_on = excluded.born_on, sex = excluded.sex, telephone = excluded.telephone, email = excluded.email, language = excluded.language, interpreter = excluded.interpreter"
    return Pours(
        Pour("people_person", ["id", "ref", "kind", "made_at", "address_withheld", "death_reported"]),
        Pour("people_sourcerecord", ["id", "source_code", "local_id", "kind", "batch_id", "version", "digest", "as_at", "stem", "held"], otherwise=again),
        Pour("people_recordversion", ["record_id", "version", "batch_id", "line", "as_at", "digest", "content"], own_id=True),
        Pour("people_strand", ["id", "person_id"]),
        Pour("people_membership", ["record_id", "strand_id", "person_id"]),
        Pour("people_described", ["record_id", "fields", "as_at"]),
        Pour("people_standard", COLUMNS),
        Pour("people_searchable", ["record_id", "names", "shown_name", "born_on", "sex", "upn", "nhs_number", "uln", "postcode", "house"]),
        Pour("people_address", ["record_id", "lines", "postcode", "uprn", "kind", "from_on", "to_on", "withheld"], own_id=True),
        Pour("people_adult", ["record_id", "name", "born_on", "sex", "telephone", "email", "language", "interpreter"], otherwise=adult),
        Pour(
            "people_relationship",
            ["adult_id", "child_source", "child_key", "relation", "parental_responsibility", "court_order", "may_have_contact", "lives_with", "priority", "safe_contact"],
            own_id=True,
        ),
        Pour("people_caution", ["record_id", "kind", "owner", "review_on"], own_id=True),
        Pour("people_dataflag", ["record_id", "field", "code", "message"], own_id=True),
    )


def _current(addresses: list[AtAddress]) -> tuple[AtAddress | None, list[AtAddress]]:
    """The address in force (the open one that began last), and the others."""
    ordered = sorted(addresses, key=lambda one: (one.to_on is None, one.from_on or date.min), reverse=True)
    return (ordered[0], ordered[1:]) if ordered and ordered[0].to_on is None else (None, ordered)


def _address(address: AtAddress, record: str) -> tuple:
    return (record, "\n".join(address.lines), (address.postcode or "")[:10], (address.uprn or "")[:12], address.kind[:20], address.from_on, address.to_on, address.withheld)


def _relationship(said: Relation, record: str) -> tuple:
    source, key = ("upn", f"{said.child_laestab or ''}/{said.child_upn}") if said.child_upn else ("own", said.child)
    return (
        record, source, key[:160], said.relation[:10], said.parental_responsibility, said.court_order,
        said.may_have_contact, said.lives_with, said.order, said.safe_contact or "",
    )  # fmt: skip


def _flag(problem: RowProblem, record: str) -> tuple:
    return (record, (problem.field or "")[:120], problem.code[:60], problem.message)


_LEARN = """analyze people_sourcerecord (id, source_code, local_id, batch_id, kind), people_relationship (record_id, adult_id, child_source, child_key),
    people_address (record_id, withheld), people_membership, people_searchable (record_id, upn), people_standard (record_id, upn, nhs, dob)"""

_FOLLOWS = (
    # The child whom the source names by its own id, whichever of the two records came with this batch.
    """update people_relationship r set record_id = child.id
       from people_sourcerecord adult, people_sourcerecord child
       where r.record_id is null and r.child_source = 'own' and adult.id = r.adult_id and adult.batch_id = %(batch)s
         and child.source_code = adult.source_code and child.local_id = r.child_key and child.kind = 'child'""",
    """update people_relationship r set record_id = child.id
       from people_sourcerecord adult, people_sourcerecord child
       where r.record_id is null and r.child_source = 'own' and adult.id = r.adult_id and child.batch_id = %(batch)s
         and child.source_code = adult.source_code and child.local_id = r.child_key and child.kind = 'child'""",
    """update people_person p set address_withheld = true
       from people_sourcerecord r join people_address a on a.record_id = r.id join people_membership m on m.record_id = r.id
       where r.batch_id = %(batch)s and m.person_id = p.id and a.withheld and not p.address_withheld and """
    + answered_by_a_person("address", ADDRESS_REPORT, answer="address_shown"),
    """update people_person p set death_reported = true
       from people_sourcerecord r join people_membership m on m.record_id = r.id join people_described d on d.record_id = r.id
       where r.batch_id = %(batch)s and m.person_id = p.id and d.fields ? 'died_on' and not p.death_reported and """
    + answered_by_a_person("death", DEATH_REPORT, answer="death_in_error"),
)

_WITHHELD_WITH_AN_ADULT = """
update people_person p set address_withheld = true
from people_address a join people_sourcerecord s on s.id = a.record_id join people_relationship l on l.adult_id = a.record_id join people_membership m on m.record_id = l.record_id
where a.withheld and l.lives_with and m.person_id = p.id and not p.address_withheld and """ + answered_by_a_person("address", ADDRESS_REPORT.replace("r.", "s."), answer="address_shown")


def withhold_with_adults() -> None:
    """A child who lives with an adult whose address is withheld is shown nowhere either, whichever of the two records came first."""
    with connection.cursor() as sql:
        sql.execute(_WITHHELD_WITH_AN_ADULT)


def unflag(*, source: str, local_id: str, code: str) -> None:
    """A doubt about a record is settled without a new version of it."""
    with connection.cursor() as sql:
        sql.execute("delete from people_dataflag f using people_sourcerecord r where r.id = f.record_id and r.source_code = %s and r.local_id = %s and f.code = %s", [source, local_id, code])


def fade(*, batch: UUID, source: str, on: date) -> list[str]:
    """Records of a source that sends everything each time and did not send these: kept, and to be said anew should they come again. Their ids."""
    with connection.cursor() as sql:
        sql.execute(
            """update people_sourcerecord r set digest = ''::bytea
               where r.source_code = %s and r.batch_id <> %s and r.digest <> ''::bytea
                 and not exists (select 1 from intake_rowverdict v where v.batch_id = %s and v.local_id = r.local_id) returning r.id::text""",
            [source, batch, batch],
        )
        return [record for (record,) in sql.fetchall()]
