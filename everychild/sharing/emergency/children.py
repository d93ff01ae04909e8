"""The children of an extract: those on plans, looked after or missing, as the duty worker of the night needs them. A few questions for all of them together.

Never in it: a sealed identity, a held row, a withheld address, a service that is not named here, and what is only thought to be the same child.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import F, Q

from everychild.formats.identifiers import authorities
from everychild.kit.ids import show_ref
from everychild.kit.words import day
from everychild.people.models import Address, Caution, Described, Membership, Relationship
from everychild.people.names import fold
from everychild.people.rules import Said, shown
from everychild.sharing.models import Involvement

REASONS = {"missing": "Missing now", "protection_plan": "Child protection plan", "looked_after": "Looked after", "child_in_need": "Child in need plan"}
"""Why a child is in the extract, the gravest first."""
PLANS = ("protection_plan", "child_in_need")
WORKERS_OF = ("social_care", *PLANS, "looked_after")
"""The services whose workers are named. Whoever else is involved is not for a file."""
RELATIONS = {
    "PAM": "mother", "PAF": "father", "STM": "stepmother", "STF": "stepfather", "FOM": "foster mother", "FOF": "foster father", "CAR": "carer", "FAM": "family member",
    "REL": "relative", "SWR": "social worker", "CHM": "childminder", "DOC": "doctor", "HTC": "head teacher", "TCH": "teacher", "RLG": "religious contact", "OTH": "other contact",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counted:
    """How many children an extract holds, in all and of each kind; one child may be of several."""

    children: int
    on_plans: int
    looked_after: int
    missing: int
    shielded: int


@dataclass(frozen=True, slots=True)
class Shielded:
    """What may be said of a shielded child: a name, a birth date and whom to ring."""

    name: str
    born_on: date | None
    ask: str


def shielded_children() -> dict[UUID, Shielded]:
    """Person -> what may be said of them. The one place that asks for shields; where this installation has none yet, nobody is shielded."""
    with connection.cursor() as sql:
        sql.execute("select to_regclass('public.sharing_shield') is not null")
        if not sql.fetchone()[0]:
            return {}
        sql.execute("select person_id, given_names, family_name, born_on, lead_name, lead_telephone from sharing_shield where lifted_at is null")
        rows = sql.fetchall()
    return {
        person: Shielded(f"{given} {family}".strip() or "Name not known", born_on, f"{lead}, {telephone}")
        for person, given, family, born_on, lead, telephone in rows
    }


def children_in_need_of_finding(*, on: date, own_authority: str) -> tuple[list[dict], Counted]:
    """Each child as the file has them, by name, and how many there are."""
    reasons = _reasons(on, own_authority)
    shields = shielded_children()
    open_strands = [strand for strand, found in reasons.items() if found["person"] not in shields]
    told = _told(open_strands, on)
    made, seen_shields = [], set()
    for strand, found in reasons.items():
        shield = shields.get(found["person"])
        if shield is None:
            made.append(_child(found, told[strand], on))
        elif found["person"] not in seen_shields:
            seen_shields.add(found["person"])
            made.append({"name": shield.name, "born": day(shield.born_on), "shielded": True, "ask": shield.ask})
    made.sort(key=lambda one: fold(one["name"]))
    return made, _counted(made)


def _counted(made: list[dict]) -> Counted:
    """Of a shielded child it is not even counted why they are here."""
    kinds = [set(one.get("kinds", ())) for one in made]
    return Counted(
        children=len(made), on_plans=sum(1 for one in kinds if one & set(PLANS)), looked_after=sum(1 for one in kinds if "looked_after" in one),
        missing=sum(1 for one in kinds if "missing" in one), shielded=sum(1 for one in made if one["shielded"]),
    )  # fmt: skip


def _in_force(on: date) -> Q:
    return Q(to_on=None) | Q(to_on__gte=on)


def _reasons(on: date, own_authority: str) -> dict[UUID, dict]:
    """Strand -> the person, and why they are here: (service, since, authority). Strand by strand, because what is known for certain of a child ends there."""
    rows = (
        Involvement.objects.filter(_in_force(on), service__in=REASONS, record__held=False, record__membership__person__sealed_at=None, record__membership__person__merged_into=None)
        .values_list("record__membership__strand_id", "record__membership__person_id", "record__membership__person__ref", "record__membership__person__address_withheld",
                     "record__membership__person__death_reported", "service", "from_on", "authority")
    )  # fmt: skip
    names, found = authorities(), {}
    for strand, person, ref, withheld, death, service, since, authority in rows:
        one = found.setdefault(strand, {"person": person, "ref": ref, "withheld": withheld, "death": death, "why": {}})
        known = one["why"].get(service)
        code = authority or own_authority
        if known is None or (since or date.min) < (known[0] or date.min):
            one["why"][service] = (since, names.get(code, f"authority {code}").split(" (")[0])
    for strand in _in_refuge(found, on):
        found[strand]["withheld"] = True
    return found


def _in_refuge(strands: Collection[UUID], on: date) -> set[UUID]:
    """Strands of families whom a refuge shelters: where they are stands in no file, whoever else has an address of them."""
    rows = Involvement.objects.filter(_in_force(on), service="refuge", record__membership__strand_id__in=strands)
    return set(rows.values_list("record__membership__strand_id", flat=True))


def _told(strands: Collection[UUID], on: date) -> dict[UUID, dict[str, list]]:
    """Strand -> all that its records say, by kind."""
    strand_of = dict(Membership.objects.filter(strand_id__in=strands, record__held=False).values_list("record_id", "strand_id"))
    told: dict[UUID, dict[str, list]] = defaultdict(lambda: defaultdict(list))
    for kind, rows in (
        ("described", Described.objects.select_related("record")),
        ("contacts", Relationship.objects.select_related("adult")),
        ("addresses", Address.objects.filter(_in_force(on), withheld=False).order_by(F("from_on").desc(nulls_last=True), "record_id")),
        ("cautions", Caution.objects.all()),
        ("workers", Involvement.objects.filter(_in_force(on), service__in=WORKERS_OF).select_related("worker__team", "team").order_by("-lead", "-from_on")),
    ):
        for row in rows.filter(record_id__in=strand_of):
            told[strand_of[row.record_id]][kind].append(row)
    return told


def _child(found: dict, told: dict[str, list], on: date) -> dict:
    why = sorted(found["why"].items(), key=lambda one: list(REASONS).index(one[0]))
    said: dict[str, list[Said]] = defaultdict(list)
    for row in told["described"]:
        for field, value in row.fields.items():
            said[field].append(Said(value, row.record.source_code, row.as_at))
    value = {field: chosen.value for field in ("given_names", "family_name", "known_as", "born_on") if (chosen := shown(field, said.get(field, ())))}
    return {
        "name": " ".join(str(value[part]) for part in ("given_names", "family_name") if value.get(part)) or "Name not known", "known_as": value.get("known_as", ""),
        "born": day(value.get("born_on")), "ref": show_ref(found["ref"]), "shielded": False, "kinds": [service for service, _ in why],
        "why": [{"what": REASONS[service], "since": day(since), "authority": authority} for service, (since, authority) in why],
        "workers": _workers(told["workers"]), "contacts": _contacts(told["contacts"]), "death": found["death"], "withheld": found["withheld"],
        "addresses": [] if found["withheld"] else _addresses(told["addresses"]),
        "cautions": [{"what": one.kind, "owner": one.owner, "review": day(one.review_on)} for one in told["cautions"]],
    }  # fmt: skip


def _addresses(rows: Iterable[Address]) -> list[str]:
    """Every place where a source says that the child lives now: at night it is better to know two doors than the wrong one."""
    return list(dict.fromkeys(words for one in rows if (words := ", ".join(part for part in (*one.lines.splitlines(), one.postcode) if part))))


def _workers(rows: Iterable[Involvement]) -> list[dict]:
    """Who is allocated, and the number that is answered when they are not there; each once."""
    made = []
    for one in rows:
        team = one.team or (one.worker.team if one.worker else None)
        said = {
            "name": one.worker_name or (one.worker.name if one.worker else ""), "role": one.worker_role or (one.worker.role if one.worker else ""),
            "telephone": one.telephone or (one.worker.telephone if one.worker else ""), "team": team.name if team else "", "duty": team.duty_telephone if team else "",
        }  # fmt: skip
        if (said["name"] or said["team"]) and said not in made:
            made.append(said)
    return made


def _contacts(rows: Iterable[Relationship]) -> list[dict]:
    """The adults, each once by name. One whom any source keeps from the child has no number here: nobody rings them by mistake."""
    found: dict[str, list[Relationship]] = defaultdict(list)
    for one in sorted(rows, key=lambda row: (row.priority or 99, row.adult.name)):
        found[fold(one.adult.name)].append(one)
    return [_contact(said) for said in found.values()]


def _contact(said: list[Relationship]) -> dict:
    apart = any(one.may_have_contact is False for one in said)
    numbers = dict.fromkeys(one.adult.telephone for one in said if one.adult.telephone)
    return {
        "name": said[0].adult.name, "relation": next((RELATIONS[one.relation] for one in said if one.relation in RELATIONS), "adult"), "never": apart,
        "court": any(one.court_order for one in said), "responsible": any(one.parental_responsibility for one in said), "lives_with": any(one.lives_with for one in said),
        "telephone": "" if apart else ", ".join(numbers), "safe": " ".join(dict.fromkeys(one.safe_contact for one in said if one.safe_contact)),
        "interpreter": any(one.adult.interpreter.strip().casefold() not in ("", "n", "no", "none", "false", "0") for one in said),
    }  # fmt: skip
