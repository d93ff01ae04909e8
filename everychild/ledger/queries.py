"""Questions to the ledger: how large it is, whether it is whole, and who did what."""

import datetime
import uuid
from dataclasses import asdict, dataclass

from django.db import connection
from django.db.models import QuerySet

from everychild.kit.time import LONDON
from everychild.ledger.models import Entry

MOST_PROBLEMS = 1000  # told one by one; all are counted


@dataclass(frozen=True)
class Problem:
    """One thing that is not as it was sealed. `kind`: changed, removed, inserted, altered, seal_removed, uncertified, cut, head."""

    kind: str
    entry: uuid.UUID | None
    seal: int | None
    message: str


@dataclass(frozen=True)
class Disposal:
    """Content that was taken away, and the entry that certifies it."""

    certificate: uuid.UUID
    disposed_on: datetime.date | None
    retention_class: str
    entries: int
    certified: bool


@dataclass(frozen=True)
class Verdict:
    """What verifying found. Entries that are not sealed yet match their own hash, but nothing proves that none is missing."""

    entries: int
    sealed: int
    seals: int
    problems: tuple[Problem, ...]
    problems_total: int
    disposals: tuple[Disposal, ...]

    @property
    def ok(self) -> bool:
        return self.problems_total == 0

    def as_json(self) -> dict:
        """The object of `everychild ledger verify`."""
        return {
            "entries": self.entries,
            "sealed": self.sealed,
            "unsealed": self.entries - self.sealed,
            "ok": self.ok,
            "problems": [asdict(problem) for problem in self.problems],
            "problems_total": self.problems_total,
            "seals": self.seals,
            "disposed": [asdict(disposal) for disposal in self.disposals],
        }


@dataclass(frozen=True)
class Head:
    """The end of the chain: the last seal, and how much lies under it."""

    seal: int
    upto_xid: int
    entries: int
    head: str  # hexadecimal


def head() -> Head | None:
    """The end of the chain as it stands, or None while nothing is sealed."""
    size = _rows("select sealed, seals, upto_xid, head from ledger_size()")[0]
    sealed, seals, upto, last = size
    return Head(seals, upto, sealed, bytes(last).hex()) if seals else None


def verdict(exported: Head | None = None) -> Verdict:
    """Whether every entry and seal is as it was made; with a head that was exported, whether the end is still there too."""
    entries, sealed, seals = _rows("select entries, sealed, seals from ledger_size()")[0]
    disposals = tuple(Disposal(*row) for row in _rows("select * from ledger_disposals()"))
    problems = [Problem(*row) for row in _rows("select * from ledger_changed_entries()")]
    problems += [Problem(*row) for row in _rows("select * from ledger_broken_seals()")]
    problems += [
        Problem("uncertified", disposal.certificate, None, f"No certificate names exactly these {disposal.entries} entries whose content is gone.")
        for disposal in disposals
        if not disposal.certified
    ]
    if exported is not None:
        problems += _against(exported)
    return Verdict(entries, sealed, seals, tuple(problems[:MOST_PROBLEMS]), len(problems), disposals)


def entries_about(person_id: uuid.UUID) -> QuerySet[Entry]:
    """Who looked at a person or changed what is held, the latest first."""
    return Entry.objects.filter(person_id=person_id).order_by("-at")


def entries(*, actors: list[int] | None = None, verb: str = "", from_on: datetime.date | None = None, to_on: datetime.date | None = None) -> QuerySet[Entry]:
    """Entries of these users, of this kind, of these days in London, the latest first."""
    found = Entry.objects.order_by("-id")  # ids sort by age, and have the index
    if actors is not None:
        found = found.filter(actor__in=actors)
    if verb:
        found = found.filter(verb=verb)
    if from_on:
        found = found.filter(at__gte=datetime.datetime.combine(from_on, datetime.time.min, LONDON))
    return found.filter(at__lt=datetime.datetime.combine(to_on + datetime.timedelta(days=1), datetime.time.min, LONDON)) if to_on else found


def _against(exported: Head) -> list[Problem]:
    found = _rows("select upto_xid, head, sealed from ledger_seal_of(%s)", [exported.seal])[0]
    upto, head_now, sealed = found
    if head_now is None:
        return [Problem("cut", None, exported.seal, f"Seal {exported.seal}, which was exported, is not there: the end of the ledger was cut off.")]
    if (upto, bytes(head_now).hex(), sealed) != (exported.upto_xid, exported.head, exported.entries):
        return [Problem("head", None, exported.seal, f"Seal {exported.seal} is not the one that was exported.")]
    return []


def _rows(question: str, values: list | None = None) -> list[tuple]:
    with connection.cursor() as sql:
        sql.execute(question, values)
        return sql.fetchall()
