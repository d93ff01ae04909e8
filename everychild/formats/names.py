"""Names as sources write them, and the ones that are no names."""

from functools import lru_cache

from everychild.formats.remarks import Remarks
from everychild.formats.values import Cells, text

LONGEST = 200

PLACEHOLDERS = frozenset(
    """baby|babe|infant|unknown|not known|n/k|nk|unnamed|no name|no forename|no surname|baby boy|baby girl|male infant|female infant|baby of|
    boy|girl|twin|twin 1|twin 2|twin one|twin two|twin i|twin ii|triplet 1|triplet 2|triplet 3|baby 1|baby 2|unborn|unborn baby|unborn child|bump|
    tbc|tba|test|xx|xxx|x|?|??|.|-|n/a|not given|child|new baby|newborn""".replace("\n    ", "").split("|")
)


def name(remarks: Remarks, field: str, cells: Cells) -> str | None:
    """A name as written, with a remark where it is a placeholder, holds digits or is too long to be one."""
    found = text(cells.get(field))
    if found is None:
        return None
    if len(found) > LONGEST:
        remarks.flag(field, found, "too_long", f"The name has {len(found):,} characters; only the first {LONGEST} are kept.", "Correct the name at the source.")
        found = found[:LONGEST]
    doubt = _doubt(found)
    if doubt:
        remarks.flag(field, found, *doubt)
    return found


@lru_cache(maxsize=1 << 15)
def _doubt(found: str) -> tuple[str, str, str] | None:
    if found.casefold() in PLACEHOLDERS:
        return "placeholder_name", "This stands for a name that was not known.", "Ask the source whether the child has been named since."
    if not found.isalpha() and any(map(str.isdigit, found)):
        return "digits_in_name", "A name with digits in it is rarely a name.", "Check the name, and that the columns have not been swapped."
    return None


def check_names(remarks: Remarks, given: str | None, family: str | None, has_identifier: bool, fields: tuple[str, str]) -> None:
    """One name is flagged; none at all is flagged with an identifier, and quarantines the row without one."""
    if given and family:
        return
    if not given and not family:
        if has_identifier:
            remarks.flag(fields[1], None, "name_missing", "There is no name.", "Ask the source for the name.")
        else:
            remarks.refuse(fields[1], None, "nobody_named", "There is no name and no valid identifier, so the row describes nobody.", "Ask the source for a name or an identifier.")
        return
    missing = fields[0] if not given else fields[1]
    remarks.flag(missing, None, "one_name", "There is only one name.", "If the child has one name only, nothing needs doing; otherwise ask the source for the other.")
