"""What a duty worker needs in ten seconds."""

from collections.abc import Mapping, Sequence

from everychild.kit.words import day
from everychild.portals.presenting.involved import allocated, duty_number, number_of, other_authorities, worker_of
from everychild.portals.presenting.words import ABUSE, authority, interpreter, language, one_line, service, since, year_group
from everychild.schooling.models import Roll
from everychild.sharing.answers import Answered
from everychild.sharing.models import Involvement
from everychild.sharing.record import Record


def glance_items(record: Record, answers: Mapping[str, Answered], rolls: Sequence[Roll], own: str) -> list[dict]:
    """Items of the `glance` macro, the most pressing first. `own`: the code of this authority."""
    return [
        _worker(record, answers),
        _missing(record, answers),
        _plan(record, answers),
        _looked_after(record, answers, own),
        _lives(record),
        _school(record, rolls, answers),
        _speaks(record),
    ]


def header_tags(record: Record) -> list[dict]:
    """What must be seen beside the name wherever the page is scrolled."""
    told = [
        (record.death_reported, "A source reports a death", "red"), (record.open_involvements("missing"), "Missing now", "red"),
        (record.open_involvements("protection_plan"), "Child protection plan", "red"), (record.open_involvements("looked_after"), "Looked after", "amber"),
        (record.open_involvements("child_in_need"), "Child in need", "amber"), (record.address_withheld, "Address withheld", "plum"),
        (record.cautions, "Staff-safety warning", "red"), ("interpreter" in record.fields and interpreter(record.fields["interpreter"].value), "Interpreter needed", "teal"),
    ]  # fmt: skip
    return [{"text": words, "tone": tone} for is_so, words, tone in told if is_so]


def _worker(record: Record, answers: Mapping[str, Answered]) -> dict:
    one = allocated(record)
    if one is not None:
        numbers = one_line((number_of(one), f"duty {duty}" if (duty := duty_number(one)) else ""))
        team = one.team.name if one.team else one.organisation
        return {
            "label": "Allocated worker",
            "value": worker_of(one),
            "more": one_line((service(one.service), team, numbers or "no number is known")),
            "href": "#involved",
        }
    if record.open_involvements("social_care", "child_in_need", "protection_plan", "looked_after"):
        return {
            "label": "Allocated worker",
            "value": "Nobody is named",
            "more": "Social care is involved. Ring its front door.",
            "tone": "amber",
            "href": "#involved",
        }
    return _no_state("Allocated worker", answers.get("social_care"), "None")


def _missing(record: Record, answers: Mapping[str, Answered]) -> dict:
    return _state("Missing now", record.open_involvements("missing"), answers.get("missing"), "Yes", "red")


def _plan(record: Record, answers: Mapping[str, Answered]) -> dict:
    on_plan = record.open_involvements("protection_plan")
    if on_plan:
        kind = ABUSE.get(on_plan[0].category)
        return _state("Plan", on_plan, answers.get("protection_plan"), f"Child protection plan{f': {kind}' if kind else ''}", "red")
    in_need = record.open_involvements("child_in_need")
    if in_need:
        return _state("Plan", in_need, answers.get("child_in_need"), "Child in need", "amber")
    return _no_state("Plan", answers.get("protection_plan"), "None")


def _looked_after(record: Record, answers: Mapping[str, Answered], own: str) -> dict:
    others = one_line(authority(code, own) for code in other_authorities(record, own))
    in_care = record.open_involvements("looked_after")
    if in_care:
        whose = authority(in_care[0].authority, own) or others or authority(own, own)
        return _state("Looked after", in_care, answers.get("looked_after"), f"Yes, by {whose}", "amber")
    if others:
        return {
            "label": "Looked after",
            "value": "Perhaps",
            "more": f"{others} is involved. Ask it whether the child is looked after.",
            "tone": "amber",
            "href": "#authorities",
        }
    return _no_state("Looked after", answers.get("looked_after"), "No")


def _state(label: str, open_ones: Sequence[Involvement], answered: Answered | None, yes: str, tone: str) -> dict:
    """A state that a service says holds now; else what its silence means."""
    if not open_ones:
        return _no_state(label, answered, "No")
    stale = f"As it stood on {day(answered.heard_on)}." if answered and answered.answer == "silent" else ""
    return {"label": label, "value": yes, "more": one_line((since(open_ones[0].from_on), stale), ". "), "tone": tone, "href": "#involved"}


def _no_state(label: str, answered: Answered | None, no: str, maybe: str = "Possibly") -> dict:
    """Why the page cannot say yes. A no is a no only when a service that covers the child said so lately."""
    if answered is None or answered.answer == "unasked":
        return {"label": label, "value": "Not known", "more": "Nobody has been asked."}
    if answered.answer == "closed":
        return {"label": label, "value": "You may not know", "more": "Ask the safeguarding lead, or the service itself.", "tone": "plum"}
    if answered.thought:
        return {
            "label": label,
            "value": maybe,
            "more": "A record that is only thought to be of this child says so. Ring the service.",
            "tone": "amber",
            "href": "#involved",
        }
    who = one_line(answered.sources)
    if answered.answer == "silent":
        return {"label": label, "value": "Not known", "more": f"{who} has not answered since {day(answered.heard_on)}.", "tone": "amber", "href": "#not-known"}
    return {"label": label, "value": no, "more": f"{who}, {day(answered.heard_on)}", "tone": "green"}


def _lives(record: Record) -> dict:
    if not record.may("address"):
        return {"label": "Lives at", "value": "You may not know", "tone": "plum"}
    if record.address_withheld:
        return {"label": "Lives at", "value": "Withheld for safety", "more": "Ask the safeguarding lead.", "tone": "plum"}
    present = next((one for one in record.addresses if one.to_on is None or one.to_on >= record.on), None)
    if present is None:
        return {"label": "Lives at", "value": "Not known"}
    return {
        "label": "Lives at",
        "value": one_line((*present.lines.splitlines(), present.postcode)),
        "more": f"{record.sources[present.record.source_code].name}, {day(present.record.as_at)}",
        "href": "#identity",
    }


def _school(record: Record, rolls: Sequence[Roll], answers: Mapping[str, Answered]) -> dict:
    here = [roll for roll in rolls if roll.left_on is None or roll.left_on >= record.on]
    if not here:
        return _no_state("School", answers.get("school"), "On no roll", "Possibly on a roll")
    schools = {roll.school.name: roll for roll in reversed(here)}
    first = here[0]
    more = "More than one school has the child on its roll." if len(schools) > 1 else one_line((year_group(first.year_group), first.school.telephone))
    return {"label": "School", "value": one_line(schools, " and "), "more": more, "href": "#school", "tone": "amber" if len(schools) > 1 else ""}


def _speaks(record: Record) -> dict:
    if not record.may("language"):
        return {"label": "Language", "value": "You may not know", "tone": "plum"}
    said = record.fields
    spoken = language(said["first_language"].value) if "first_language" in said else "Not known"
    needs = [
        interpreter(said["interpreter"].value) if "interpreter" in said else "",
        str(said["communication_needs"].value) if "communication_needs" in said else "",
    ]
    return {"label": "Language", "value": spoken, "more": one_line(needs, ". "), "tone": "teal" if any(needs) else ""}
