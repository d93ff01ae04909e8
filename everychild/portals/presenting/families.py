"""What we hold, who gave it, who may see it and for how long, in words for a family: made from agreements, gateways, roles and retention classes, and from no child's record."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from everychild.portals.presenting.words import service
from everychild.sharing.agreements import Terms
from everychild.sharing.processing import Role, facts
from everychild.sharing.rules import Gateway, own_services

PLAIN = {
    "name": "Names", "date_of_birth": "Date of birth", "sex": "Boy or girl", "address": "Where a child lives", "nhs_number": "NHS number", "upn": "School number (UPN)",
    "uln": "Learner number, from age 14 (ULN)", "ethnicity": "Ethnic group", "language": "Language, and help to talk or read", "nationality": "Nationality",
    "telephone": "Phone and email", "school": "School and year group", "sen": "Extra help in school", "relations": "Parents, carers and family",
    "involvement": "Which services help", "worker": "Who the worker is, and how to reach them", "category": "Why a service helps", "events": "Dates when something took place",
    "death": "Date of death", "cautions": "Warnings to keep staff safe",
}  # fmt: skip
KEPT = {
    "person": "A child’s place in our list", "source_record": "What a service told us", "education_record": "What a school told us", "involvement": "Which service helped, and when",
    "opening": "Who opened a record, and why", "withholding": "What we chose not to pass on, and why", "load_account": "A list of the files that came", "ledger": "A list of each look",
}  # fmt: skip
QUIET = frozenset({"refuge", "adoption", "mental_health", "sexual_health", "substance_misuse", "domestic_abuse", "youth_justice"})
"""Services that are not named here as senders: that a refuge sends us its list would tell where to look."""
SOME_OTHERS = "Some other services that help families"


def is_quiet(terms: Terms) -> bool:
    """Whether naming this sender could put somebody in danger."""
    return bool(QUIET & set(terms.system.services))


def held_rows(terms: Iterable[Terms], roles: Sequence[Role]) -> list[dict]:
    """Each kind of fact, and who gives it to us."""
    quiet = {one.title for one in terms if is_quiet(one)}
    return [{"what": PLAIN.get(one.item, one.covers.capitalize()), "from": _named(one.sent_by, quiet)} for one in facts(terms, roles)]


def _named(senders: Sequence[str], quiet: set[str]) -> list[str]:
    return [one for one in senders if one not in quiet] + [SOME_OTHERS] * any(one in quiet for one in senders)


def giver_rows(terms: Iterable[Terms], gateways: Mapping[str, Gateway]) -> list[dict]:
    """Who gives us what they hold, about whom, and what the law says of it; a sender whose name could harm is not among them."""
    shown = [one for one in terms if not is_quiet(one) and one.system.covers]
    return [
        {
            "who": {"text": one.title, "more": ", ".join(one.controllers)},
            "about": _capital(one.system.covers),
            "why": " ".join(gateways[code].says for code in one.gateways[:1]),
        }
        for one in sorted(shown, key=lambda one: one.title)
    ]


def reader_rows(roles: Iterable[Role]) -> list[dict]:
    """Who may see something of a child, in each role's own sentence; a role of a service that could harm by its name is not among them."""
    shown = [one for one in roles if one.items and not QUIET & set(own_services(one.code))]
    return [{"who": one.label, "what": one.sentence, "services": _services(one)} for one in shown]


def _services(role: Role) -> str:
    named = [service(code).lower() for code in role.services if code not in QUIET]
    return "That these help: " + ", ".join(named) if named else "Nothing of other services"


def law_rows(gateways: Mapping[str, Gateway], on: date) -> list[dict]:
    """Which laws let us tell each other, each in a plain sentence."""
    return [{"law": f"{one.statute}, {one.section}", "says": one.says} for one in gateways.values() if one.in_force(on)]


def kept_rows(classes: Mapping[str, Mapping]) -> list[dict]:
    """How long each thing stays."""
    return [{"what": KEPT[code], "how_long": _how_long(said)} for code, said in classes.items() if code in KEPT]


def _how_long(said: Mapping) -> str:
    return f"{said['years']} years, from {said['start']}" if said["years"] else f"Until {said['start']}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
