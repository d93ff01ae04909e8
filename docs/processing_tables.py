"""The tables of docs/processing.md, as headings and rows: from the gateways, agreements, roles, retention classes and risks that stand in this repository."""

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

from everychild.sharing.agreements import read_terms, retention_classes
from everychild.sharing.gateways import HOLDER, OURS, read_gateways, read_kinds
from everychild.sharing.passing import AT_THE_DOOR
from everychild.sharing.processing import activities, facts, risks
from everychild.sharing.rules import Gateway, gateway_for

ROOT = Path(__file__).resolve().parent.parent
Table = tuple[tuple[str, ...], list[tuple]]
AS_OF = date(2026, 11, 22)
"""The day for which the table of the door is told; a gateway in force later or earlier stands in the table of gateways with its dates."""


def _terms() -> list:
    return sorted(read_terms(ROOT / "agreements").values(), key=lambda one: one.title)


def _roles() -> list:
    said = tomllib.loads((ROOT / "everychild" / "organisations" / "roles.toml").read_text("utf-8"))
    return [SimpleNamespace(code=code, **one) for code, one in said.items()]


def gateways() -> Table:
    """The powers and duties to tell, as our files have them."""
    rows = [
        (f"`{one.code}`", f"{one.statute}, {one.section}", one.says, f"from {one.from_on}" if one.commenced else "check commencement", _basis(one), one.confidentiality,
         "; ".join(f"{by} to {', '.join(sorted(told))}" for by, told in sorted(one.who_may_tell.items())), ", ".join(sorted(one.items)), ", ".join(sorted(one.purposes)) or "–",
         one.source + (" (M)" if one.from_memory else ""))
        for one in read_gateways(OURS).values()
    ]  # fmt: skip
    return ("Gateway", "Where", "What it says", "In force", "Basis and condition", "Confidentiality", "Who may tell whom", "What", "Purposes", "Source"), rows


def _basis(one: Gateway) -> str:
    return f"Article {one.article_6}; Article {one.article_9}" + (f"; Schedule 1 {one.schedule_1}" if one.schedule_1 else "")


def doors() -> Table:
    """By which gateway the door tells each role for each of its purposes."""
    known, kinds = read_gateways(OURS).values(), read_kinds(OURS)
    rows = [
        (one.label, kinds.get(one.code, "nobody has said"), purpose.replace("_", " "), _code_of(gateway_for(known, purpose=purpose, told_by=HOLDER, told=kinds.get(one.code, ""), item=AT_THE_DOOR, on=AS_OF)))
        for one in _roles() for purpose in one.purposes
    ]  # fmt: skip
    return ("Role", "Told as", "Purpose", "Gateway"), rows


def _code_of(gateway: Gateway | None) -> str:
    return f"`{gateway.code}`" if gateway else "none: the door refuses"


def processing() -> Table:
    """The record of processing that UK GDPR Article 30 asks for, one line an agreement."""
    kept = retention_classes()
    rows = [
        (one.what, "; ".join(one.controllers), one.why, one.of_whom, ", ".join(one.items), ", ".join(f"`{gateway.code}`" for gateway in one.gateways) or "none needed: it tells of no child",
         "; ".join(one.bases) or "–", "; ".join(one.conditions) or "–", ", ".join(one.seen_by) or "nobody of a child", _how_long(kept[one.retention]), one.transfers, one.security)
        for one in activities(_terms(), read_gateways(OURS), _roles())
    ]  # fmt: skip
    return (
        "Activity",
        "Controllers",
        "Purpose",
        "Of whom",
        "Kinds of fact",
        "Gateways",
        "Article 6",
        "Article 9 and Schedule 1",
        "Recipients",
        "Kept",
        "Sent abroad",
        "Security",
    ), rows


def _how_long(kept: dict) -> str:
    return f"{kept['years']} years from {kept['start']}" if kept["years"] else f"until {kept['start']}"


def impact_facts() -> Table:
    """What is held, from whom, for whom, and which risks touch it."""
    rows = [
        (f"`{one.item}`", one.covers, ", ".join(one.sent_by), ", ".join(one.seen_by) or "nobody", ", ".join(one.kept_as), ", ".join(one.risks))
        for one in facts(_terms(), _roles())
    ]
    return ("Kind of fact", "What it covers", "Sent by", "Seen by", "Kept as", "Risks"), rows


def impact_risks() -> Table:
    """What could go wrong, and which test holds each measure."""
    rows = [
        (f"`{one.code}`", one.risk, one.harms, ", ".join(one.items), f"{one.likelihood}, {one.harm}", one.measures, "; ".join(f"`{path}`" for path in one.held_by), one.left)
        for one in risks()
    ]  # fmt: skip
    return ("Risk", "What could happen", "Whom it harms", "Touches", "Likelihood, harm", "Measures", "Held by", "Left"), rows


TABLES: dict[str, Callable[[], Table]] = {
    "gateways": gateways,
    "doors": doors,
    "processing": processing,
    "impact-facts": impact_facts,
    "impact-risks": impact_risks,
}
