"""The extract's episodes: contacts, referrals, plans, protection, care, going missing, and who is involved."""

import json
from datetime import date, timedelta

from everychild.town.block import Block
from everychild.town.needs import CATEGORIES
from everychild.town.people import Care, Child, Need
from everychild.town.rates import AS_AT, RATES
from everychild.town.sheets import iso, quoted
from everychild.town.social_care import put

_SOURCE_NAMES = {
    "1A": "Individual: family member", "1D": "Individual: other", "2A": "Schools", "2B": "Education services", "3A": "Health services: GP", "3B": "Health services: health visitor",
    "3E": "Health services: A and E", "3F": "Health services: other", "4": "Housing", "5A": "LA services: social care", "5C": "LA services: external", "5D": "LA services: early help", "6": "Police",
    "7": "Other legal agency", "8": "Other", "9": "Anonymous",
}  # fmt: skip
_CONTACT_OUTCOME = [
    "NEW_REFERRAL_FLAG",
    "EXISTING_REFERRAL_FLAG",
    "CP_ENQUIRY_FLAG",
    "NFA_FLAG",
    "NON_AGENCY_ADOPTION_FLAG",
    "PRIVATE_FOSTERING_FLAG",
    "ADVICE_FLAG",
    "MISSING_FLAG",
    "OLA_CP_FLAG",
    "OTHER_OUTCOMES_EXIST_FLAG",
]


def write_episodes(block: Block, child: Child) -> None:
    """Everything that social care did, oldest first."""
    if "second" in child.ids:
        # Somebody made a contact and did not look for the child first: so the child is there twice.
        _contact(block, child.ids["second"], AS_AT - timedelta(days=block.chance.whole(4, 300)), "6", "NFA_FLAG")
    if child.status == "placed_here":
        _placed_here(block, child)
        return
    if not child.needs:
        for _ in range(block.chance.whole(1, 2)):
            _contact(
                block,
                _person(child),
                block.chance.day(max(child.born, AS_AT - timedelta(days=1400)), AS_AT - timedelta(days=4)),
                block.chance.pick(("2A", "6", "3A", "1A")),
                "NFA_FLAG",
            )
    if child.status == "known" and block.chance.happens(0.12):
        _early_help(block, child)
    for need in child.needs:
        _contact(block, _person(child), need.referred - timedelta(days=block.chance.whole(0, 2)), need.source, "NEW_REFERRAL_FLAG")
        _referral(block, child, need)
        _protection(block, child, need)
        _involvements(block, child, need)
        if need.care:
            _care(block, child, need, need.care)


def _person(child: Child) -> str:
    return child.ids["social_care"]


def _contact(block: Block, person: str, on: date, source: str, outcome: str) -> None:
    flags = {name: "Y" if name == outcome else "N" for name in _CONTACT_OUTCOME}
    put(
        block, "ssd_contacts", cont_contact_id=block.key("CO"), cont_person_id=person, cont_contact_date=iso(on), cont_contact_source_code=source,
        cont_contact_source_desc=_SOURCE_NAMES.get(source, ""), cont_contact_outcome_json=quoted(json.dumps(flags)),
    )  # fmt: skip


def _early_help(block: Block, child: Child) -> None:
    """An episode of early help that the case system holds itself."""
    began = block.chance.day(max(child.born, AS_AT - timedelta(days=1500)), AS_AT - timedelta(days=300))
    put(
        block, "ssd_early_help_episodes", earl_episode_id=block.key("EE"), earl_person_id=_person(child), earl_episode_start_date=iso(began),
        earl_episode_end_date=iso(began + timedelta(days=block.chance.whole(60, 280))), earl_episode_reason="Parenting", earl_episode_end_reason="Outcomes met",
        earl_episode_organisation="Early Help", earl_episode_worker_id=block.worker(block.town.team("FH", block.number)).code,
    )  # fmt: skip


def _placed_here(block: Block, child: Child) -> None:
    """Another authority told us that its child lives here: a contact, and its team's involvement."""
    authority = child.ids["authority"]
    since = block.chance.day(max(child.born, AS_AT - timedelta(days=900)), AS_AT - timedelta(days=30))
    _contact(block, _person(child), since, "5C", "OTHER_OUTCOMES_EXIST_FLAG")
    _involved(block, child, f"X{authority}", f"OLA{authority}", "Social Worker", since, None, "")


def _referral(block: Block, child: Child, need: Need) -> None:
    person = _person(child)
    put(
        block, "ssd_cin_episodes", cine_referral_id=need.referral, cine_person_id=person, cine_referral_date=iso(need.referred), cine_cin_primary_need_code=need.code,
        cine_referral_source_code=need.source, cine_referral_source_desc=_SOURCE_NAMES.get(need.source, ""), cine_referral_nfa="Y" if need.no_further_action else "N",
        cine_close_reason=need.why_closed, cine_close_date=iso(need.closed), cine_referral_team=need.team, cine_referral_worker_id=need.worker,
    )  # fmt: skip
    if need.assessed:
        assessment = block.key("AS")
        began, ended = need.assessed
        put(
            block, "ssd_cin_assessments", cina_assessment_id=assessment, cina_person_id=person, cina_referral_id=need.referral, cina_assessment_start_date=iso(began),
            cina_assessment_child_seen="N" if child.expected else "Y", cina_assessment_auth_date=iso(ended), cina_assessment_outcome_nfa="Y" if need.why_closed == "RC8" else "N",
            cina_assessment_team=need.team, cina_assessment_worker_id=need.worker,
        )  # fmt: skip
        if need.factors:
            put(
                block,
                "ssd_assessment_factors",
                cinf_table_id=block.key("AF"),
                cinf_assessment_id=assessment,
                cinf_assessment_factors_json=quoted(json.dumps(list(need.factors))),
            )
    if need.plan:
        began, ended = need.plan
        put(
            block, "ssd_cin_plans", cinp_cin_plan_id=block.key("PL"), cinp_referral_id=need.referral, cinp_person_id=person, cinp_cin_plan_start_date=iso(began),
            cinp_cin_plan_end_date=iso(ended), cinp_cin_plan_team=need.team, cinp_cin_plan_worker_id=need.worker,
        )  # fmt: skip
        visited = (ended or AS_AT) - timedelta(days=block.chance.whole(3, 30))
        put(
            block,
            "ssd_cin_visits",
            cinv_cin_visit_id=block.key("VI"),
            cinv_person_id=person,
            cinv_cin_visit_date=iso(max(began, visited)),
            cinv_cin_visit_seen="Y",
            cinv_cin_visit_seen_alone="N",
        )


def _protection(block: Block, child: Child, need: Need) -> None:
    if not need.enquiry:
        return
    person, enquiry = _person(child), block.key("EN")
    began, ended = need.enquiry
    put(
        block, "ssd_s47_enquiry", s47e_s47_enquiry_id=enquiry, s47e_referral_id=need.referral, s47e_person_id=person, s47e_s47_start_date=iso(began), s47e_s47_end_date=iso(ended),
        s47e_s47_nfa="N" if need.conference else "Y", s47e_s47_completed_by_worker_id=need.worker if ended else "", s47e_s47_completed_by_team=need.team if ended else "",
    )  # fmt: skip
    if not need.protection:
        return
    conference, plan = block.key("IC"), block.key("CP")
    put(
        block, "ssd_initial_cp_conference", icpc_icpc_id=conference, icpc_icpc_meeting_id=f"M{conference}", icpc_s47_enquiry_id=enquiry, icpc_person_id=person, icpc_cp_plan_id=plan,
        icpc_referral_id=need.referral, icpc_icpc_transfer_in="N", icpc_icpc_target_date=iso(began + timedelta(days=21)), icpc_icpc_date=iso(need.conference), icpc_icpc_outcome_cp_flag="Y",
        icpc_icpc_team=need.team, icpc_icpc_worker_id=need.worker,
    )  # fmt: skip
    put(
        block, "ssd_cp_plans", cppl_cp_plan_id=plan, cppl_referral_id=need.referral, cppl_icpc_id=conference, cppl_person_id=person, cppl_cp_plan_start_date=iso(need.protection[0]),
        cppl_cp_plan_end_date=iso(need.protection[1]), cppl_cp_plan_initial_category=quoted(CATEGORIES[need.category]), cppl_cp_plan_ola="N",
        cppl_cp_plan_latest_category=quoted(CATEGORIES[need.category]),
    )  # fmt: skip
    for review in need.reviews:
        put(
            block, "ssd_cp_reviews", cppr_cp_review_id=block.key("CR"), cppr_person_id=person, cppr_cp_plan_id=plan, cppr_cp_review_due=iso(review), cppr_cp_review_date=iso(review),
            cppr_cp_review_outcome_continue_cp="Y", cppr_cp_review_quorate="Y",
        )  # fmt: skip


def _involvements(block: Block, child: Child, need: Need) -> None:
    """The worker now (or at the end), and the one who assessed before."""
    change = need.assessed[1] if need.assessed else None
    began = need.referred
    if change and need.team[:3] != "ASM" and change < AS_AT:
        first = block.town.team("ASM", block.number)
        _involved(block, child, block.worker(first).code, first, "Social Worker", began, change, need.referral)
        began = change
    _involved(
        block, child, need.worker, need.team, "Family Help Practitioner" if need.team.startswith("FH") else "Social Worker", began, need.closed, need.referral
    )


def _involved(block: Block, child: Child, worker: str, team: str, role: str, began: date, ended: date | None, referral: str) -> None:
    put(
        block, "ssd_involvements", invo_involvements_id=block.key("IN"), invo_professional_id=worker, invo_professional_role_id=role, invo_professional_team=team,
        invo_involvement_start_date=iso(began), invo_involvement_end_date=iso(ended), invo_worker_change_reason="TSPROC" if ended else "", invo_person_id=_person(child), invo_referral_id=referral,
    )  # fmt: skip


def _care(block: Block, child: Child, need: Need, care: Care) -> None:
    """A period of care, who works with the child in it, what adoption adds, and going missing."""
    chance = block.chance
    _period(block, child, need, care)
    if care.team != need.team:
        role = "Adoption Social Worker" if care.team.startswith("ADOP") else "Social Worker"
        _involved(block, child, care.worker, care.team, role, care.began, care.ended, need.referral)
    _involved(block, child, block.worker("IRO1").code, "IRO1", "Independent Reviewing Officer", care.began, care.ended, need.referral)
    if child.status in ("sealed", "placed"):
        _permanence(block, child, care)
    elif "missing" in child.must or (child.age >= 9 and chance.happens(0.12)):
        _missing(block, child, care)
    if child.age >= 16 and chance.happens(0.6):
        put(
            block, "ssd_care_leavers", clea_table_id=block.key("LV"), clea_person_id=_person(child), clea_care_leaver_eligibility="Eligible",
            clea_care_leaver_in_touch="YES", clea_care_leaver_allocated_team="LC1",
        )  # fmt: skip


def _period(block: Block, child: Child, need: Need, care: Care) -> None:
    """The episode, the placement, the legal status and the first review."""
    chance, person, placement = block.chance, _person(child), block.key("PC")
    seen = (care.ended or AS_AT) - timedelta(days=40)
    put(
        block, "ssd_cla_episodes", clae_cla_episode_id=block.key("EP"), clae_person_id=person, clae_cla_episode_start_date=iso(care.began), clae_cla_episode_start_reason="S",
        clae_cla_primary_need_code=need.code, clae_cla_episode_ceased_date=iso(care.ended), clae_cla_episode_ceased_reason=care.why_ended, clae_cla_id=care.key,
        clae_referral_id=need.referral, clae_cla_placement_id=placement, clae_entered_care_date=iso(care.began), clae_cla_last_iro_contact_date=iso(max(seen, care.began)),
    )  # fmt: skip
    put(
        block, "ssd_cla_placement", clap_cla_placement_id=placement, clap_cla_placement_start_date=iso(care.began), clap_cla_placement_type=care.placement,
        clap_cla_placement_distance=f"{chance.whole(1, 300) / 10:.1f}", clap_cla_id=care.key, clap_cla_placement_provider="PR1" if chance.happens(0.6) else "PR4",
        clap_cla_placement_postcode=care.place.postcode.replace(" ", ""), clap_cla_placement_end_date=iso(care.ended), clap_person_id=person,
    )  # fmt: skip
    put(
        block, "ssd_legal_status", lega_legal_status_id=block.key("LG"), lega_person_id=person, lega_legal_status=care.legal, lega_legal_status_start_date=iso(care.began),
        lega_legal_status_end_date=iso(care.ended),
    )  # fmt: skip
    due = care.began + timedelta(days=20)
    if due < AS_AT:
        put(
            block, "ssd_cla_reviews", clar_cla_review_id=block.key("RV"), clar_cla_id=care.key, clar_cla_review_due_date=iso(due), clar_cla_review_date=iso(due)
        )


def _permanence(block: Block, child: Child, care: Care) -> None:
    chance = block.chance
    placed = min(care.began + timedelta(days=chance.whole(60, 150)), (care.ended or AS_AT) - timedelta(days=40))
    put(
        block, "ssd_permanence", perm_table_id=block.key("PM"), perm_person_id=_person(child), perm_cla_id=care.key, perm_adm_decision_date=iso(placed - timedelta(days=50)),
        perm_placement_order_date=iso(placed - timedelta(days=30)), perm_placed_for_adoption_date=iso(placed), perm_matched_date=iso(placed - timedelta(days=12)),
        perm_adopted_by_carer_flag="N", perm_part_of_sibling_group="0", perm_permanence_order_date=iso(care.ended), perm_permanence_order_type="Adoption" if care.ended else "",
        perm_adoption_worker_id=care.worker, perm_adopter_sex="MF", perm_number_of_adopters="2",
    )  # fmt: skip


def _missing(block: Block, child: Child, care: Care) -> None:
    """Episodes of going missing; a few children are missing today."""
    chance = block.chance
    today = "missing" in child.must or chance.happens(RATES.prevalence.missing_now_of_looked_after / 0.12)
    began = AS_AT - timedelta(days=chance.whole(0, 4)) if today else chance.day(care.began, AS_AT - timedelta(days=20))
    ended = None if today else began + timedelta(days=chance.whole(1, 6))
    put(
        block, "ssd_missing", miss_table_id=block.key("MS"), miss_person_id=_person(child), miss_missing_episode_start_date=iso(began), miss_missing_episode_type="Missing",
        miss_missing_episode_end_date=iso(ended), miss_missing_rhi_offered="" if today else "Y", miss_missing_rhi_accepted="" if today else chance.pick("YN"),
    )  # fmt: skip
