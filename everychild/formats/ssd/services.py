"""The services in a person's life, object by object: that they are there, never what they wrote."""

from collections.abc import Callable, Iterator

from everychild.formats.facts import Fact, Happened, Involved
from everychild.formats.reading import RowProblem
from everychild.formats.remarks import Remarks
from everychild.formats.ssd.people import address_facts
from everychild.formats.ssd.workers import Workers, said
from everychild.formats.tables import Row
from everychild.formats.values import Cells, code, day, text, yes_no

Found = list[tuple[Remarks, Row]]
OfRow = Callable[[Remarks, str, Cells, Workers], Iterator[Fact]]

ADOPTED = frozenset({"E11", "E12"})
"""Reasons for the end of an episode of care that mean an adoption order, opposed or not (SSDA903 guide, reason episode ceased)."""


def side_facts(table: str, person: str, found: Found, workers: Workers, problems: list[RowProblem]) -> list[Fact]:
    """What the rows of one object say of a person; what is wrong with them goes onto `problems`."""
    if table == "ssd_cla_episodes":
        return _looked_after(person, found, problems)
    of_row = _OF_ROW.get(table)
    facts: list[Fact] = []
    for remarks, row in found if of_row else ():
        remarks.begin(row.line, person)
        facts += of_row(remarks, person, row.sent, workers)
        problems += remarks.problems
    return facts


def _address(remarks: Remarks, person: str, cells: Cells, workers: Workers) -> Iterator[Fact]:
    yield from address_facts(remarks, person, cells)


def _involvement(remarks: Remarks, person: str, cells: Cells, workers: Workers) -> Iterator[Fact]:
    role = text(cells.get("invo_professional_role_id"))
    ended = day(remarks, "invo_involvement_end_date", cells)
    yield workers.involved(
        person, "social_care", said(cells, "invo_involvements_id") or person, said(cells, "invo_professional_id"), said(cells, "invo_professional_team"),
        worker_role=role,
        from_on=day(remarks, "invo_involvement_start_date", cells),
        to_on=ended,
        ended_because=said(cells, "invo_worker_change_reason"),
        lead=ended is None and any(word in (role or "").casefold() for word in ("allocated", "social worker", "lead", "key worker")),
    )


def _contact(remarks: Remarks, person: str, cells: Cells, workers: Workers) -> Iterator[Fact]:
    at = day(remarks, "cont_contact_date", cells)
    yield Happened(person, "contact", "contact", said(cells, "cont_contact_id") or person, at, text(cells.get("cont_contact_source_code")))


def _early_help(remarks: Remarks, person: str, cells: Cells, workers: Workers) -> Iterator[Fact]:
    yield workers.involved(
        person, "early_help", said(cells, "earl_episode_id") or person, said(cells, "earl_episode_worker_id"), None,
        organisation=text(cells.get("earl_episode_organisation")),
        from_on=day(remarks, "earl_episode_start_date", cells),
        to_on=day(remarks, "earl_episode_end_date", cells),
        ended_because=text(cells.get("earl_episode_end_reason")),
        category=text(cells.get("earl_episode_reason")),
    )


def _child_in_need(remarks: Remarks, person: str, cells: Cells, workers: Workers) -> Iterator[Fact]:
    reference, referred = said(cells, "cine_referral_id") or person, day(remarks, "cine_referral_date", cells)
    if yes_no(remarks, "cine_referral_nfa", cells):
        yield Happened(person, "social_care", "referral_without_further_action", reference, referred)
        return
    yield workers.involved(
        person, "child_in_need", reference, said(cells, "cine_referral_worker_id"), said(cells, "cine_referral_team"),
        from_on=referred,
        to_on=day(remarks, "cine_close_date", cells),
        ended_because=said(cells, "cine_close_reason"),
        category=said(cells, "cine_cin_primary_need_code"),
    )


def _enquiry(remarks: Remarks, person: str, cells: Cells, workers: Workers) -> Iterator[Fact]:
    yield workers.involved(
        person, "enquiry", said(cells, "s47e_s47_enquiry_id") or person, said(cells, "s47e_s47_completed_by_worker_id"), said(cells, "s47e_s47_completed_by_team"),
        from_on=day(remarks, "s47e_s47_start_date", cells),
        to_on=day(remarks, "s47e_s47_end_date", cells),
    )


def _conference(remarks: Remarks, person: str, cells: Cells, workers: Workers) -> Iterator[Fact]:
    yield Happened(person, "protection_plan", "initial_conference", said(cells, "icpc_icpc_id") or person, day(remarks, "icpc_icpc_date", cells))


def _protection_plan(remarks: Remarks, person: str, cells: Cells, workers: Workers) -> Iterator[Fact]:
    yield Involved(
        person, "protection_plan", said(cells, "cppl_cp_plan_id") or person,
        from_on=day(remarks, "cppl_cp_plan_start_date", cells),
        to_on=day(remarks, "cppl_cp_plan_end_date", cells),
        category=said(cells, "cppl_cp_plan_latest_category") or said(cells, "cppl_cp_plan_initial_category"),
    )


def _missing(remarks: Remarks, person: str, cells: Cells, workers: Workers) -> Iterator[Fact]:
    yield Involved(
        person, "missing", said(cells, "miss_table_id") or person,
        from_on=day(remarks, "miss_missing_episode_start_date", cells),
        to_on=day(remarks, "miss_missing_episode_end_date", cells),
        category=text(cells.get("miss_missing_episode_type")),
    )


def _legal_status(remarks: Remarks, person: str, cells: Cells, workers: Workers) -> Iterator[Fact]:
    at = day(remarks, "lega_legal_status_start_date", cells)
    yield Happened(person, "social_care", "legal_status", said(cells, "lega_legal_status_id") or person, at, said(cells, "lega_legal_status"))


def _care_leaver(remarks: Remarks, person: str, cells: Cells, workers: Workers) -> Iterator[Fact]:
    yield workers.involved(
        person, "social_care", said(cells, "clea_table_id") or person, said(cells, "clea_care_leaver_worker_id"), said(cells, "clea_care_leaver_allocated_team"),
        category="care_leaver",
    )


def _permanence(remarks: Remarks, person: str, cells: Cells, workers: Workers) -> Iterator[Fact]:
    """A placement for adoption is a thing that happened. It is no order: the child is not a new person yet, so no involvement says `adoption`."""
    placed = day(remarks, "perm_placed_for_adoption_date", cells)
    if placed is not None:
        yield Happened(person, "social_care", "placed_for_adoption", said(cells, "perm_table_id") or person, placed)


_OF_ROW: dict[str, OfRow] = {
    "ssd_address": _address,
    "ssd_involvements": _involvement,
    "ssd_contacts": _contact,
    "ssd_early_help_episodes": _early_help,
    "ssd_cin_episodes": _child_in_need,
    "ssd_s47_enquiry": _enquiry,
    "ssd_initial_cp_conference": _conference,
    "ssd_cp_plans": _protection_plan,
    "ssd_missing": _missing,
    "ssd_legal_status": _legal_status,
    "ssd_care_leavers": _care_leaver,
    "ssd_permanence": _permanence,
}


def _looked_after(person: str, found: Found, problems: list[RowProblem]) -> list[Fact]:
    """One involvement for each period of care, however many episodes it has; and the adoption order that ended one, which seals."""
    periods: dict[str, list[tuple]] = {}
    facts: list[Fact] = []
    for remarks, row in found:
        remarks.begin(row.line, person)
        episode = said(row.sent, "clae_cla_episode_id") or person
        began, ceased = (day(remarks, f"clae_cla_episode_{which}_date", row.sent) for which in ("start", "ceased"))
        entered, why = day(remarks, "clae_entered_care_date", row.sent), (code(row.sent.get("clae_cla_episode_ceased_reason")) or "").upper() or None
        problems += remarks.problems
        periods.setdefault(said(row.sent, "clae_cla_id") or episode, []).append((entered or began, ceased, why, said(row.sent, "clae_cla_primary_need_code")))
        if why in ADOPTED:
            facts.append(Involved(person, "adoption", episode, from_on=ceased, category=why))
    for reference, episodes in periods.items():
        open_ones = [each for each in episodes if each[1] is None]
        last = open_ones[-1] if open_ones else max(episodes, key=lambda each: each[1])
        starts = [each[0] for each in episodes if each[0]]
        facts.append(Involved(person, "looked_after", reference, from_on=min(starts, default=None), to_on=last[1], ended_because=last[2], category=last[3]))
    return facts
