"""Who the child is and who says so: every field with its source, its day and its rule, and what other sources say."""

from everychild.kit.words import day
from everychild.people.rules import Shown
from everychild.portals.presenting.words import FIELDS, one_line, value_in_words
from everychild.sharing.record import ITEM_OF, Record

ALWAYS = ("given_names", "family_name", "born_on", "sex", "nhs_number", "upn", "first_language", "ethnicity")
"""Fields that are shown even where nobody says anything: that nobody does is worth knowing."""


def fact_rows(record: Record) -> list[dict]:
    """Rows of the `facts` macro, of the fields that the reader's role includes."""
    rows = [_row(record, field, record.fields.get(field)) for field in FIELDS if record.may(ITEM_OF[field]) and (field in record.fields or field in ALWAYS)]
    return rows + address_rows(record)


def _row(record: Record, field: str, shown: Shown | None) -> dict:
    if shown is None:
        return {"label": FIELDS[field], "value": None, "unknown": "No source says"}
    others = [{"value": value_in_words(field, other.value), "source": name_of(record, other.source), "on": other.as_at} for other in shown.others]
    return {
        "label": FIELDS[field], "value": value_in_words(field, shown.value), "source": name_of(record, shown.source), "on": shown.as_at, "rule": shown.rule, "others": others,
    }  # fmt: skip


def name_of(record: Record, source: str) -> str:
    """A source by the name that people know it by."""
    known = record.sources.get(source)
    return known.name if known else source


def disagreements(record: Record) -> list[str]:
    """The fields, by label, on which sources disagree."""
    of_fields = [FIELDS[field] for field in FIELDS if field in record.fields and record.fields[field].disagree]
    return of_fields + [row["label"] for row in address_rows(record) if row.get("others")]


def address_rows(record: Record) -> list[dict]:
    """Where the child lives now, as each source has it; withheld ones are not there to be shown."""
    if not record.may("address"):
        return []
    if record.address_withheld:
        return [{"label": "Address", "value": None, "unknown": "Withheld for safety. Ask the safeguarding lead."}]
    places: dict[str, list] = {}
    for one in record.addresses:
        if one.to_on is None or one.to_on >= record.on:
            places.setdefault(_plain(one), []).append(one)
    if not places:
        return [{"label": "Address", "value": None, "unknown": "No source says"}]
    first, *others = places.values()
    return [
        {
            "label": "Address", "value": in_one_line(first[0]), "source": _said_by(record, first), "on": first[0].record.as_at,
            "rule": f"since {day(first[0].from_on)}" if first[0].from_on else "the newest",
            "others": [{"value": in_one_line(one[0]), "source": _said_by(record, one), "on": one[0].record.as_at} for one in others],
        }
    ]  # fmt: skip


def in_one_line(address) -> str:
    """An address as one line."""
    return one_line((*address.lines.splitlines(), address.postcode))


def _plain(address) -> str:
    """The same doorway however it is written: one source adds the district, another does not."""
    doorway = address.lines.partition("\n")[0] if address.postcode else address.lines
    return "".join(letter for letter in f"{doorway}{address.postcode}".casefold() if letter.isalnum())


def _said_by(record: Record, same: list) -> str:
    return one_line(dict.fromkeys(name_of(record, one.record.source_code) for one in same))
