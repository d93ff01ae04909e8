"""Who is involved with a child and how to reach them, and which authority answers for what."""

from collections.abc import Sequence

from everychild.kit.words import day
from everychild.portals.presenting.words import ABUSE, authority, one_line, service
from everychild.schooling.models import Roll
from everychild.sharing.models import Involvement
from everychild.sharing.record import Record

SOCIAL_CARE = ("social_care", "child_in_need", "protection_plan", "looked_after")
PLANS = ("protection_plan", "child_in_need", "looked_after", "missing", "enquiry")
"""What a service keeps rather than a service: it stands with its service and has seldom a worker of its own."""


def worker_of(one: Involvement) -> str:
    """The name of whoever is involved, as the source has it now."""
    return one.worker_name or (one.worker.name if one.worker else "") or (str(one.user) if one.user else "")


def number_of(one: Involvement) -> str:
    """The number that reaches them."""
    return (
        one.telephone
        or (one.worker.telephone if one.worker else "")
        or (one.user.telephone if one.user else "")
        or (one.school.telephone if one.school else "")
    )


def duty_number(one: Involvement) -> str:
    """The number of their team that somebody answers when they are out."""
    return one.team.duty_telephone if one.team else ""


def allocated(record: Record) -> Involvement | None:
    """The worker to ring first: social care's own allocated worker, else any that it names, else the lead of early help."""
    social, early = record.open_involvements(*SOCIAL_CARE), record.open_involvements("early_help", "youth")
    named = [*(one for one in social if one.lead), *social, *(one for one in early if one.lead), *early]
    return next((one for one in named if worker_of(one)), None)


def people_rows(record: Record, involvements: Sequence[Involvement]) -> list[dict]:
    """Rows of the `people` macro. A worker who is named for a service and for its plan stands there once, since the earlier day."""
    rows: dict[tuple, dict] = {}
    for one in involvements:
        row = _row(record, one)
        key = (row["name"], row["team"], row["to_on"], row["source"]) if row["name"] else one.pk
        if known := rows.get(key):
            known["role"] = "; ".join(dict.fromkeys((*known["role"].split("; "), row["role"])))
            known["from_on"] = min(filter(None, (known["from_on"], row["from_on"])), default=None)
        else:
            rows[key] = row
    return list(rows.values())


def _row(record: Record, one: Involvement) -> dict:
    at_school = one.school is not None and not worker_of(one)
    team = one.team.name if one.team else one.organisation if not at_school else ""
    duty = duty_number(one)
    return {
        "name": one.school.name if at_school else worker_of(one), "role": one_line((_service(one), one.worker_role)), "team": one_line((team, f"duty number {duty}" if duty else "")),
        "telephone": number_of(one), "from_on": one.from_on, "to_on": one.to_on, **_whose_word(record, one),
    }  # fmt: skip


def _whose_word(record: Record, one: Involvement) -> dict:
    if one.entered_for_id:
        return {"source": "Entered here"}
    return {"source": record.sources[one.record.source_code].name, "on": one.record.as_at}


def _service(one: Involvement) -> str:
    kind = ABUSE.get(one.category, "") if one.service == "protection_plan" else ""
    return f"{service(one.service)} ({kind})" if kind else service(one.service)


def open_now(record: Record) -> list[Involvement]:
    """Involvements that have not ended."""
    return [one for one in record.involvements if one.to_on is None or one.to_on >= record.on]


def ended(record: Record) -> list[Involvement]:
    """Involvements that are over."""
    return [one for one in record.involvements if one.to_on is not None and one.to_on < record.on]


def own_entries(record: Record) -> list[dict]:
    """The reader's own open entries, each with what ends it."""
    mine = [one for one in open_now(record) if one.user_id == record.reader.pk and one.entered_for_id]
    return [{"id": one.id, "service": service(one.service), "role": one.worker_role, "since": one.from_on} for one in mine]


def other_authorities(record: Record, own: str) -> list[str]:
    """Codes of other authorities whose social care is involved now."""
    found = record.open_involvements(*SOCIAL_CARE)
    return list(dict.fromkeys(one.authority for one in found if one.authority and one.authority != own))


def responsible(record: Record, rolls: Sequence[Roll], own: str) -> list[dict]:
    """Which authority answers for what: rows of the `facts` macro."""
    schools = {roll.school.authority: roll for roll in rolls if roll.left_on is None or roll.left_on >= record.on}
    educating = [{"label": "School", "value": authority(code, own), "rule": f"the authority of {roll.school.name}"} for code, roll in schools.items() if code]
    return [
        _care(record, own),
        *(educating or [{"label": "School", "value": None, "unknown": "Not known: the child is on no roll that you may see"}]),
        _home(record),
    ]


def _care(record: Record, own: str) -> dict:
    label, others = "Social care", other_authorities(record, own)
    if not set(SOCIAL_CARE).intersection(record.role.services):
        return {"label": label, "value": None, "unknown": "You may not know"}
    if others:
        return {
            "label": label,
            "value": one_line(authority(code, own) for code in others),
            "rule": "another authority's social care is involved: ask it whether the child is looked after",
        }
    involved = record.open_involvements(*SOCIAL_CARE)
    if not involved:
        return {"label": label, "value": None, "unknown": "No authority's social care is known to be involved now"}
    began = min((one.from_on for one in involved if one.from_on), default=None)
    return {"label": label, "value": authority(own, own), "rule": f"involved since {day(began)}" if began else ""}


def _home(record: Record) -> dict:
    hidden = record.address_withheld or not record.may("address")
    return {"label": "Where the child lives", "value": None, "unknown": "Not shown" if hidden else "Not known: no register of addresses is connected yet"}
