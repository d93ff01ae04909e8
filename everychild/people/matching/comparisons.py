"""What is compared between two records, level by level from the closest to the least, as Splink settings.

A level's `code` is what decisions keep and `explain` puts into words; its usual m and u stand in where the data at hand cannot teach them, and bound what it may teach.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of agreement. `m`: how usual among records of one child; `u`: among records of two; `fixed`: never trained."""

    code: str
    sql: str
    m: float
    u: float
    tf: str | None = None
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """One thing compared. Where `absent` holds, it says nothing."""

    field: str
    absent: str
    levels: tuple[Level, ...]

    @property
    def else_level(self) -> Level:
        return self.levels[-1]


def _either(condition: str) -> str:
    """The condition, or the same with the two records exchanged."""
    other = condition.replace("_l", "_#").replace("_r", "_l").replace("_#", "_r")
    return f"({condition}) OR ({other})"


def _near(column: str, sound: str) -> str:
    """One slip of the keyboard, in a name long enough to bear one, or alike nearly throughout."""
    left, right = f"{column}_l", f"{column}_r"
    return (  # the cheap conditions stand first: a million random pairs are compared in training
        f"(abs(length({left}) - length({right})) <= 1 AND length({left}) >= 4 AND length({right}) >= 4 AND damerau_levenshtein({left}, {right}) <= 1)"
        f" OR ({sound}_l = {sound}_r AND jaro_winkler_similarity({left}, {right}) >= 0.7) OR jaro_winkler_similarity({left}, {right}) >= 0.93"
    )


GIVEN = Comparison(
    "given_name",
    "given_1_l IS NULL OR given_1_r IS NULL",
    (
        Level("same", "given_1_l = given_1_r", 0.86, 0.003, tf="given_1"),
        Level("own_name", "list_has_any(givens_l, givens_r)", 0.02, 0.0004),
        Level("short_form", "list_has_any(given_roots_l, given_roots_r)", 0.025, 0.002),
        Level("spelt_alike", _near("given_1", "given_sound"), 0.05, 0.002),
        Level("middle_name", _either("given_1_l = given_2_r"), 0.006, 0.002),
        Level("swapped", "given_1_l = family_r AND given_1_r = family_l", 0.004, 0.00002),
        Level("somewhat_alike", f"jaro_winkler_similarity(given_1_l, given_1_r) >= 0.85 OR {_either('starts_with(given_1_l, given_1_r)')}", 0.012, 0.012),
        Level("different", "ELSE", 0.018, 0.975),
    ),
)
SECOND = Comparison(
    "second_name",
    "given_2_l IS NULL OR given_2_r IS NULL",
    (
        Level("same", "given_2_l = given_2_r", 0.92, 0.008),
        Level(
            "spelt_alike",
            f"(damerau_levenshtein(given_2_l, given_2_r) <= 1 AND least(length(given_2_l), length(given_2_r)) >= 4) OR jaro_winkler_similarity(given_2_l, given_2_r) >= 0.9 OR {_either('starts_with(given_2_l, given_2_r)')}",
            0.04,
            0.01,
        ),
        Level("different", "ELSE", 0.04, 0.98),
    ),
)
FAMILY = Comparison(
    "family_name",
    "family_l IS NULL OR family_r IS NULL",
    (
        Level("same", "family_l = family_r", 0.82, 0.001, tf="family"),
        Level("shared_part", "list_has_any(families_l, families_r)", 0.05, 0.0005),
        Level("spelt_alike", _near("family", "family_sound"), 0.05, 0.001),
        Level("swapped", "given_1_l = family_r AND given_1_r = family_l", 0.004, 0.00002),
        Level("somewhat_alike", "jaro_winkler_similarity(family_l, family_r) >= 0.87", 0.005, 0.003),
        Level("different", "ELSE", 0.07, 0.99),
    ),
)
BIRTH = Comparison(
    "birth_date",
    "dob_l IS NULL OR dob_r IS NULL",
    (
        Level("same", "dob_l = dob_r AND NOT (dob_weak_l AND dob_weak_r)", 0.96, 0.00016),
        Level("same_first_of_january", "dob_l = dob_r", 0.004, 0.00002),
        Level("day_month_swapped", "year(dob_l) = year(dob_r) AND month(dob_l) = day(dob_r) AND day(dob_l) = month(dob_r)", 0.005, 0.00006),
        Level(
            "one_slip",
            "(year(dob_l) = year(dob_r) AND damerau_levenshtein(dob_text_l, dob_text_r) <= 1) OR abs(date_diff('day', dob_l, dob_r)) <= 1",
            0.007,
            0.003,
        ),
        Level("other_year", "month(dob_l) = month(dob_r) AND day(dob_l) = day(dob_r)", 0.003, 0.0027),
        Level("approximate", "(dob_weak_l OR dob_weak_r) AND abs(date_diff('day', dob_l, dob_r)) <= 366", 0.003, 0.0006),
        Level("other_day_or_month", "year(dob_l) = year(dob_r) AND (month(dob_l) = month(dob_r) OR day(dob_l) = day(dob_r))", 0.003, 0.007),
        Level("different", "ELSE", 0.004, 0.985),
    ),
)
PLACE = Comparison(
    "address",
    "postcode_l IS NULL OR postcode_r IS NULL",
    (
        Level("same_house", "address_key_l = address_key_r", 0.75, 0.00002),
        Level("same_postcode", "postcode_l = postcode_r", 0.06, 0.0003),
        Level("former_postcode", "list_has_any(postcodes_l, postcodes_r)", 0.02, 0.0003),
        Level(
            "postcode_alike",
            "(outcode_l = outcode_r OR right(postcode_l, 3) = right(postcode_r, 3)) AND damerau_levenshtein(postcode_l, postcode_r) <= 1",
            0.02,
            0.0015,
        ),
        Level("same_sector", "sector_l = sector_r", 0.02, 0.02),
        Level("same_outcode", "outcode_l = outcode_r", 0.05, 0.1),
        Level("different", "ELSE", 0.08, 0.88),
    ),
)
SEX = Comparison("sex", "sex_l IS NULL OR sex_r IS NULL", (Level("same", "sex_l = sex_r", 0.994, 0.5), Level("different", "ELSE", 0.006, 0.5)))


def _identifier(field: str, absent: str, same: str, wrong: float) -> Comparison:
    return Comparison(field, absent, (Level("same", same, 1 - wrong, 1e-6, fixed=True), Level("different", "ELSE", wrong, 1.0, fixed=True)))


NHS = _identifier("nhs_number", "nhs_l IS NULL OR nhs_r IS NULL", "nhs_l = nhs_r", 0.002)
UPN = _identifier("upn", "len(upns_l) = 0 OR len(upns_r) = 0", "list_has_any(upns_l, upns_r)", 0.01)
ULN = _identifier("uln", "uln_l IS NULL OR uln_r IS NULL", "uln_l = uln_r", 0.004)

COMPARISONS = (GIVEN, SECOND, FAMILY, BIRTH, PLACE, SEX, NHS, UPN, ULN)
IDENTIFIERS = ("nhs_number", "upn", "uln")


def codes_of(field: str) -> tuple[str, ...]:
    """A comparison's level codes, closest first."""
    return next(tuple(level.code for level in c.levels) for c in COMPARISONS if c.field == field)


def gamma(field: str, code: str) -> int:
    """Splink's number for a level: the least is 0, absent is -1."""
    codes = codes_of(field)
    return len(codes) - 1 - codes.index(code)
