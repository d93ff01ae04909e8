"""A first guess at a mapping for a file that no reader knows, with the reason for each guess beside it."""

import json
from collections.abc import Callable, Iterator
from itertools import islice

from everychild.formats import identifiers
from everychild.formats.bytes import look
from everychild.formats.limits import LIMITS, Limits
from everychild.formats.reading import Unreadable
from everychild.formats.shapes import Shape, plain
from everychild.formats.tables import Table, heading_row
from everychild.formats.values import parsed_day, reads_as_postcode, reads_as_sex

_SAMPLE = 500
_SURE = 0.8

_SYNONYMS: dict[str, str] = {
    "record": "id|local id|client id|person id|pupil id|child id|record id|case id|case number|unique id|reference|ref|admission number|system id",
    "given_names": "given names|given name|forename|forenames|first name|first names|firstname|christian name|childs forename|child forename|legal forename",
    "family_name": "family name|surname|last name|lastname|childs surname|child surname|legal surname",
    "middle_names": "middle names|middle name|second name|middlename",
    "known_as": "known as|preferred name|preferred forename|also known as|aka|nickname",
    "previous_family_name": "previous surname|former surname|previous family name|former family name|birth surname",
    "born_on": "date of birth|dob|birth date|born|birthdate|birthday|d o b",
    "sex": "sex|gender|m f",
    "nhs_number": "nhs number|nhs no|nhs|nhsnumber|nhs num",
    "upn": "upn|unique pupil number|pupil number",
    "uln": "uln|unique learner number|learner number",
    "ethnicity": "ethnicity|ethnic origin|ethnic group|ethnicity code",
    "first_language": "first language|home language|language",
    "interpreter": "interpreter|interpreter needed|interpreter required",
    "nationality": "nationality",
    "died_on": "date of death|death date|died on",
    "telephone": "telephone|phone|mobile|tel|phone number|telephone number|mobile number|home telephone",
    "email": "email|e mail|email address",
    "address": "address|address 1|address 2|address 3|address 4|address line 1|address line 2|address line 3|address line 4|street|town|city|house|locality|county",
    "postcode": "postcode|post code|postal code|zip",
    "uprn": "uprn",
    "school": "laestab|dfe number|school dfe|school laestab|dfes number",
    "reference": "episode id|referral id|episode|activity id",
    "team": "team|allocated team",
    "worker_name": "worker|worker name|allocated worker|key worker|lead worker|practitioner|case worker|caseworker",
    "worker_role": "worker role|role|job title",
    "from_on": "from|start date|started|opened|date opened|open date|referral date",
    "to_on": "to|end date|ended|closed|date closed|close date",
    "category": "reason|category|need",
}
_TARGET_OF = {synonym: target for target, synonyms in _SYNONYMS.items() for synonym in synonyms.split("|")}

_BY_CONTENT: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    ("nhs_number", "have an NHS number's check digit", lambda value: identifiers.check("nhs_number", value).valid),
    ("upn", "have a UPN's check letter", lambda value: identifiers.check("upn", value).valid),
    ("uln", "have a ULN's check digit", lambda value: identifiers.check("uln", value).valid),
    ("postcode", "read as postcodes", lambda value: reads_as_postcode(value)),
    ("born_on", "read as dates of the last 30 years", lambda value: (found := parsed_day(value)) is not None and found.year > 1995),
    ("sex", "read as a sex", lambda value: reads_as_sex(value)),
    ("email", "read as e-mail addresses", lambda value: "@" in value and "." in value),
)
_CHECKED = frozenset({"nhs_number", "upn", "uln", "postcode", "sex", "born_on"})


def propose_mapping(path: str, *, limits: Limits = LIMITS) -> str:
    """TOML text of a mapping for a CSV, guessed from its headings and its first 500 rows. Raises Unreadable where it is no CSV."""
    opened = look(path, limits)
    headings = [" ".join(heading.split()) for heading in heading_row(path, opened.encoding, limits)]
    if len(headings) < 2:
        raise Unreadable("The file is not a table: its first line is one cell.", file=path, do="Ask for CSV.")
    table = Table(path, opened.encoding, Shape("table", tuple(headings), (), ()), lenient=True, limits=limits)
    rows = [row.sent for row in islice(table.rows(), _SAMPLE) if row.trouble is None]
    values = {heading: [cell for row in rows if (cell := row.get(heading, "").strip())] for heading in headings}
    return _written(_guesses(headings, values, len(rows)), headings)


def _guesses(headings: list[str], values: dict[str, list[str]], rows: int) -> dict[str, list[tuple[str, str]]]:
    """target -> [(heading, why)]: by name where the content does not gainsay it, then by content alone, then a record from what never repeats."""
    found: dict[str, list[tuple[str, str]]] = {}
    free = []
    for heading in headings:
        target = _TARGET_OF.get(_spoken(heading))
        if target and (target == "address" or target not in found) and not _gainsaid(target, values[heading]):
            found.setdefault(target, []).append((heading, "by its heading" + _rate(target, values[heading])))
        else:
            free.append(heading)
    for heading in list(free):
        for target, told, test in _BY_CONTENT:
            rate = _share(test, values[heading])
            if target not in found and len(values[heading]) >= 5 and rate >= _SURE:
                found[target] = [(heading, f"{rate:.0%} of its values {told}")]
                free.remove(heading)
                break
    if "record" not in found:
        alone = next((heading for heading in free if rows and len(values[heading]) == rows == len(set(values[heading]))), None)
        if alone:
            found["record"] = [(alone, "no two of its values are alike")]
    return found


def _spoken(heading: str) -> str:
    words = "".join(letter if letter.isalnum() else " " for letter in plain(heading).replace("'", ""))
    return " ".join(words.split())


def _share(test: Callable[[str], bool], values: list[str]) -> float:
    return sum(map(test, values)) / len(values) if values else 0.0


def _gainsaid(target: str, values: list[str]) -> bool:
    """A heading can lie: a column called UPN in which hardly one value is one is not taken."""
    if target not in _CHECKED or len(values) < 5:
        return False
    if target == "born_on":
        return _share(lambda value: parsed_day(value) is not None, values) < 0.3
    return _share(next(test for name, _, test in _BY_CONTENT if name == target), values) < 0.3


def _rate(target: str, values: list[str]) -> str:
    told = next(((words, test) for name, words, test in _BY_CONTENT if name == target), None)
    return f"; {_share(told[1], values):.0%} of its values {told[0]}" if told and values else ""


def _written(found: dict[str, list[tuple[str, str]]], headings: list[str]) -> str:
    taken = {heading for guesses in found.values() for heading, _ in guesses}
    lines = [
        "# A first guess: read every line, correct it, and keep the file beside the data or in the mappings folder.",
        "everychild_mapping = 1",
        'name = "a_name_for_this_file"',
        'source = "the_source_code"',
        '# service = "youth"    # when each row is also an involvement: early_help, youth, child_health, social_care, post16, police',
        f"ignored = {_quoted([heading for heading in headings if heading not in taken])}",
        "",
        "[columns]",
    ]
    if "record" not in found:
        lines.append('# record = "…"    # needed: the column with the source\'s own id of the child; none was found')
    lines += list(_columns(found))
    return "\n".join(lines) + "\n"


def _columns(found: dict[str, list[tuple[str, str]]]) -> Iterator[str]:
    for target in _SYNONYMS:
        if target in found:
            names = [heading for heading, _ in found[target]]
            said = _quoted(names) if len(names) > 1 else _quoted(names)[1:-1]
            yield f"{target} = {said}    # {found[target][0][1]}"


def _quoted(words: list[str]) -> str:
    return "[" + ", ".join(json.dumps(word, ensure_ascii=False).replace("\x7f", "\\u007F") for word in words) + "]"
