"""`everychild identifiers check FILE.json`: judge a list of identifiers, with no database, server or network."""

import json
import math
from typing import Any

from everychild.formats import identifiers
from everychild.kit.commands import DONE, Words, Wrong, emit


def identifiers_check(argv: list[str]) -> int:
    """Read a JSON list of {"kind", "value"} and write what can be said of each, in the same order."""
    words = Words(prog="everychild identifiers check", description="Judge a list of identifiers.").takes_json()
    words.add_argument("file", metavar="FILE.json", help='a JSON list of {"kind": "upn", "value": "…"}')
    asked = words.parse_args(argv)
    results = [_judged(asked.file, index, item) for index, item in enumerate(_items(asked.file))]
    emit({"results": results}, asked.json or "-")
    return DONE


def _items(path: str) -> list[Any]:
    try:
        with open(path, "rb") as stream:
            items = json.loads(stream.read().decode("utf-8-sig"), parse_constant=_refuse_constant, parse_float=_finite, parse_int=_whole)
    except (OSError, RecursionError, ValueError) as error:
        told = error.strerror if isinstance(error, OSError) and error.strerror else "it is not JSON in UTF-8"
        line = getattr(error, "lineno", None)
        raise Wrong(f"The file cannot be read: {told}.", file=path, line=line, do='Give a JSON list of {"kind": "upn", "value": "…"}.') from None
    if not isinstance(items, list):
        raise Wrong("The file does not hold a JSON list.", file=path, do='Give a JSON list of {"kind": "upn", "value": "…"}.')
    return items


def _refuse_constant(word: str) -> float:
    raise ValueError(f"{word} is not JSON")


def _finite(digits: str) -> float:
    found = float(digits)
    if not math.isfinite(found):
        raise ValueError("a number is too large")
    return found


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= 300 else _finite(digits)


def _judged(path: str, index: int, item: Any) -> dict[str, Any]:
    if not isinstance(item, dict) or "value" not in item:
        raise Wrong(f'Item {index} is not an object with "kind" and "value".', file=path, field=f"[{index}]", do="Correct that item.")
    kind = item.get("kind")
    if not isinstance(kind, str) or kind not in identifiers.KINDS:
        known = ", ".join(identifiers.KINDS)
        raise Wrong(f"Item {index} has a kind that is not one of {known}.", file=path, field=f"[{index}].kind", do="Correct the kind.")
    checked = identifiers.check(kind, item["value"])
    return {
        "kind": kind,
        "value": _showable(item["value"]),
        "normalised": _showable(checked.normalised),
        "valid": checked.valid,
        "temporary": checked.temporary,
        "problem": checked.problem,
        "warnings": list(checked.warnings),
    }


def _showable(value: Any) -> Any:
    """Text that UTF-8 can carry: half of a surrogate pair becomes a question mark. Anything else as it came."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list):
        return [_showable(each) for each in value]
    if isinstance(value, dict):
        return {_showable(key): _showable(each) for key, each in value.items()}
    return value
