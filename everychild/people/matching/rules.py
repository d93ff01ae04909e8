"""What may be joined, what a person must look at, and what must stay apart, whatever the weight says: the policy after the score.

Each rule reads like a sentence and carries its reason. They are tried in order on every scored pair; the first that holds decides.
`apart` means more than "not joined": no chain of other records may bring the two into one person either; only a person's decision can.
"""

from dataclasses import dataclass
from typing import Literal

Band = Literal["join", "review", "none"]

# Bits of weight, the prior included. Chosen on the towns of seeds 1 to 5.
JOIN_AT = 10.0
REVIEW_AT = 2.0
# Records that share a person already stay together down to this: a weight that wavers must not part and join a child's record each night.
PART_AT = 7.0
# The best candidate must lead the next best, where those two are different children, by this.
MARGIN = 5.0
# Pairs below this are forgotten.
KEEP_AT = 0.0


@dataclass(frozen=True, slots=True)
class Rule:
    """`when` is an SQL condition on the level codes of a pair and the flags below; `settles`: what would decide it."""

    code: str
    when: str
    band: Band
    words: str
    apart: bool = False
    settles: tuple[str, ...] = ()


FLAGS: dict[str, str] = {
    "shared_identifier": "nhs_number = 'same' OR upn = 'same' OR uln = 'same'",
    "identifier_conflict": "nhs_number = 'different' OR uln = 'different' OR (upn = 'different' AND upn_l IS NOT NULL AND upn_r IS NOT NULL)",
    "given_unlike": "given_name IN ('different', 'somewhat_alike')",
    "given_alike": "given_name IN ('same', 'own_name', 'short_form', 'spelt_alike', 'swapped')",
    "birth_alike": "birth_date IN ('same', 'same_first_of_january', 'day_month_swapped', 'one_slip')",
    "birth_unlike": "birth_date IN ('different', 'other_day_or_month', 'other_year')",
    "family_alike": "family_name IN ('same', 'shared_part', 'spelt_alike', 'swapped')",
    "at_home_together": "address IN ('same_house', 'same_postcode', 'former_postcode')",
    # Two names one letter apart (Ella and Bella) that many children bear, or two services give alike, are two names; a slip makes a name that nobody bears.
    "two_real_names": "given_name = 'spelt_alike' AND given_sound_l <> given_sound_r AND given_is_real_l AND given_is_real_r",
    "common_name": "given_name = 'same' AND given_count_l > records / 200",
}
"""Flag -> condition on a pair; `_l` and `_r` columns are the two records' own."""

RULES = (
    Rule("must_link", "must_link", "join", "A person decided that these are one child."),
    Rule("cannot_link", "cannot_link", "none", "A person decided that these are different children.", apart=True),
    Rule(
        "identifier_conflict_yet_alike",
        "identifier_conflict AND NOT shared_identifier AND given_name = 'same' AND birth_date = 'same' AND family_name = 'same' AND at_home_together",
        "review",
        "Everything agrees but an identifier: one of the two numbers may be somebody else's.",
        apart=True,
        settles=("nhs_number", "upn"),
    ),
    Rule("identifier_conflict", "identifier_conflict AND NOT shared_identifier", "none", "They have different identifiers of one kind.", apart=True),
    Rule(
        "one_identifier_shared_one_not",
        "identifier_conflict AND shared_identifier",
        "review",
        "One identifier is the same and another is different.",
        apart=True,
        settles=("nhs_number", "upn"),
    ),
    Rule("birth_order", "birth_order_differs AND birth_alike", "none", "They have different places in the order of one birth.", apart=True),
    Rule(
        "siblings_identifier",
        "shared_identifier AND NOT birth_alike AND (given_unlike OR given_name IN ('absent', 'middle_name'))",
        "review",
        "They share an identifier, but neither the first name nor the birth date agrees: it may be a brother's or sister's number.",
        apart=True,
        settles=("nhs_number", "upn"),
    ),
    Rule(
        "twins_identifier",
        "shared_identifier AND ((given_name = 'different' AND (multiple_birth OR same_source OR sex = 'different')) OR (two_real_names AND same_source)"
        " OR (multiple_birth AND (given_name NOT IN ('same', 'own_name', 'short_form') OR second_name = 'different')))",
        "review",
        "They share an identifier, but the first names differ and there is a sign of another child of the same birth: it may be the twin's number.",
        apart=True,
        settles=("nhs_number", "upn", "birth_order"),
    ),
    Rule("siblings", "given_unlike AND birth_unlike AND NOT shared_identifier", "none", "Neither the first name nor the birth date agrees."),
    Rule(
        "twins",
        "(given_name = 'different' OR two_real_names) AND NOT shared_identifier AND NOT birth_unlike",
        "review",
        "The first names differ and no identifier is shared: they may be twins.",
        apart=True,
        settles=("birth_order", "second_name", "nhs_number", "upn"),
    ),
    Rule(
        "twins_with_one_name",
        "NOT shared_identifier AND birth_alike AND second_name = 'different' AND (given_name IN ('spelt_alike', 'short_form') OR (given_name = 'same' AND (common_name OR same_source)))",
        "review",
        "The first names are alike, but the second names differ and no identifier is shared: they may be twins.",
        settles=("birth_order", "nhs_number", "upn"),
    ),
    Rule(
        "twins_alike",
        "NOT shared_identifier AND NOT birth_unlike AND (given_name = 'somewhat_alike'"
        " OR (given_name NOT IN ('same', 'own_name', 'absent') AND (multiple_birth OR same_source OR sex = 'different')))",
        "review",
        "The first names are only alike, no identifier is shared, and there is a sign of another child of the same birth.",
        settles=("birth_order", "second_name", "nhs_number", "upn"),
    ),
    Rule(
        "twins_in_one_service",
        "NOT shared_identifier AND multiple_birth AND (same_source OR second_name = 'different')",
        "review",
        "There was more than one child of this birth, and one service holds both of these, or the second names differ.",
        settles=("birth_order", "nhs_number", "upn"),
    ),
    Rule(
        "twins_of_one_name",
        "NOT shared_identifier AND multiple_birth AND given_name IN ('same', 'own_name') AND NOT other_twin_named",
        "review",
        "There was more than one child of this birth, and the other one's name is not known: both may bear this one.",
        settles=("given_name", "nhs_number", "upn"),
    ),
    Rule(
        "unnamed_twin",
        "given_name = 'absent' AND NOT shared_identifier AND (multiple_birth OR same_source)",
        "review",
        "A first name is missing, and there may be more than one child of this birth.",
        settles=("given_name", "birth_order", "nhs_number"),
    ),
    Rule(
        "namesakes",
        "birth_unlike AND NOT shared_identifier AND NOT (given_name = 'same' AND family_name = 'same' AND at_home_together AND birth_date IN ('other_year', 'other_day_or_month'))",
        "review",
        "The birth dates differ and no identifier is shared: they may be relatives or namesakes.",
        settles=("birth_date", "nhs_number", "upn"),
    ),
)

BY_WEIGHT = {
    "weight_join": Rule("weight_join", "", "join", "What agrees outweighs what does not by far."),
    "weight_review": Rule("weight_review", "", "review", "Much agrees, but not enough to be sure.", settles=("nhs_number", "upn", "birth_date", "address")),
    "weight_none": Rule("weight_none", "", "none", "Too little agrees."),
}
AFTER = {
    "near_rival": Rule(
        "near_rival", "", "review", "Two different children fit this record nearly as well.", settles=("birth_order", "given_name", "nhs_number", "upn")
    ),
    "contradiction": Rule(
        "contradiction", "", "review", "It fits one record of this child, but another contradicts it.", settles=("nhs_number", "upn", "birth_order")
    ),
}
WORDS = {rule.code: rule.words for rule in (*RULES, *BY_WEIGHT.values(), *AFTER.values())}
SETTLES = {rule.code: rule.settles for rule in (*RULES, *BY_WEIGHT.values(), *AFTER.values())}


def rule_sql() -> str:
    """A CASE that names the deciding rule of each pair; weight decides where no rule holds."""
    cases = " ".join(f"WHEN {rule.when} THEN '{rule.code}'" for rule in RULES)
    return (
        f"CASE {cases} WHEN weight >= {JOIN_AT} OR (together AND weight >= {PART_AT}) THEN 'weight_join'"
        f" WHEN weight >= {REVIEW_AT} THEN 'weight_review' ELSE 'weight_none' END"
    )


def band_sql() -> str:
    """A CASE from the deciding rule to its band; a review below the review weight is not worth a person's time."""
    cases = " ".join(f"WHEN '{rule.code}' THEN '{rule.band}'" for rule in (*RULES, *BY_WEIGHT.values()) if rule.band != "review")
    return f"CASE rule {cases} ELSE CASE WHEN weight >= {REVIEW_AT} THEN 'review' ELSE 'none' END END"


def apart_sql() -> str:
    """Whether the deciding rule keeps the two apart for good."""
    return "rule IN (" + ", ".join(f"'{rule.code}'" for rule in RULES if rule.apart) + ")"
