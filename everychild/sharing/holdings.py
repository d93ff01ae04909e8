"""Questions of the office: which agreements there are, in files and in what was loaded, and what they let us hold for whom."""

from dataclasses import dataclass
from datetime import date

from everychild.formats.items import ITEMS
from everychild.intake import queries as intake
from everychild.intake.models import Source
from everychild.organisations.models import Role
from everychild.people.rules import prime_sources
from everychild.sharing.agreements import BrokenAgreement, Terms, read_terms, retention_classes
from everychild.sharing.answers import NOT_CONNECTED
from everychild.sharing.catalogue import Gap, Held, Reader, Sender, gaps, held, standing
from everychild.sharing.models import Agreement


@dataclass(frozen=True, slots=True)
class Listed:
    """An agreement as the office reads it, whether or not anything was loaded under it."""

    code: str
    source: str
    title: str
    controllers: tuple[str, ...]
    purpose: str
    basis: str
    gateways: tuple[str, ...]
    items: tuple[str, ...]
    retention: str
    signed_by: str
    signed_on: date
    review_on: date
    ends_on: date | None
    in_a_file: bool
    loaded: bool

    def standing(self, on: date) -> str:
        """How it stands on a day."""
        return standing(signed_on=self.signed_on, review_on=self.review_on, ends_on=self.ends_on, on=on)

    @property
    def keeps(self) -> dict | None:
        """The retention class: when the time starts, how many years, on what basis; None for a class that nobody defined."""
        return retention_classes().get(self.retention)


SAID = ("title", "controllers", "purpose", "basis", "gateways", "items", "retention", "signed_by", "signed_on", "review_on", "ends_on")


def terms_in_files() -> tuple[dict[str, Terms], str]:
    """The agreements' files by source, and a sentence about the one that cannot be read, if one cannot."""
    try:
        return read_terms(), ""
    except BrokenAgreement as broken:
        return {}, str(broken)
    except OSError as broken:
        return {}, f"The folder of agreements cannot be read: {broken.strerror}."


def agreements() -> tuple[list[Listed], str]:
    """Every agreement, of a file or of an earlier load, by title; and what is wrong with the files."""
    files, broken = terms_in_files()
    loaded = intake.agreements_with_loads()
    of_files = {terms.code: terms for terms in files.values()}
    known = {one.code: one for one in Agreement.objects.all()} | of_files
    rows = [
        Listed(code=code, source=one.source if code in of_files else one.source_code, in_a_file=code in of_files, loaded=code in loaded, **_said(one))
        for code, one in known.items()
    ]
    return sorted(rows, key=lambda row: (row.title, row.code)), broken


def _said(one: Terms | Agreement) -> dict:
    return {name: tuple(value) if isinstance(value := getattr(one, name), (list, tuple)) else value for name in SAID}


def agreement_of(code: str) -> Listed | None:
    """One agreement by its code."""
    return next((one for one in agreements()[0] if one.code == code), None)


@dataclass(frozen=True, slots=True)
class Holdings:
    """What we hold, what is missing, and the systems behind it."""

    rows: list[Held]
    gaps: list[Gap]
    senders: list[Sender]
    broken: str


def holdings(*, on: date) -> Holdings:
    """What the agreements in force on that day let us hold, from whom and for whom."""
    listed, broken = agreements()
    senders = _senders(listed, on)
    readers = [Reader(role.label, tuple(role.items), tuple(role.services)) for role in Role.objects.order_by("label") if role.items]
    rows = held(ITEMS, senders, prime_sources(), readers)
    return Holdings(rows, gaps(rows, senders, readers, _dropped(listed, senders), NOT_CONNECTED), senders, broken)


def _dropped(listed: list[Listed], senders: list[Sender]) -> dict[str, dict[str, int]]:
    """source -> item -> values that came and were let fall, unless an agreement lists the item by now."""
    source_of = {one.code: one.source for one in listed}
    agreed = {one.source: one.items for one in senders}
    fell: dict[str, dict[str, int]] = {}
    for agreement, items in intake.dropped_under_agreements().items():
        source = source_of.get(agreement, agreement)
        of_source = fell.setdefault(source, {})
        for item, count in items.items():
            if item not in agreed.get(source, ()):
                of_source[item] = of_source.get(item, 0) + count
    return fell


def _senders(listed: list[Listed], on: date) -> list[Sender]:
    """Sources that were loaded and sources that only a file names, each with the items of its agreement in force."""
    items = {one.source: one.items for one in listed if one.standing(on) not in ("not_yet", "ended")}
    loaded = {one.source for one in listed if one.loaded}
    files, _ = terms_in_files()
    known = {
        code: Sender(code, terms.title, terms.system.name, terms.system.steward, terms.system.state, items.get(code, ()), terms.system.services, code in loaded)
        for code, terms in files.items()
    }
    for one in Source.objects.all():
        if one.code not in known:
            known[one.code] = Sender(one.code, one.name, one.system, one.steward, one.state, items.get(one.code, ()), tuple(one.services), one.code in loaded)
    return sorted(known.values(), key=lambda one: one.name)
