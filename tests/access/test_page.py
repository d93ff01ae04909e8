"""The page that is signed and the table that is tested are one."""

from tests.access.page import BEGINS, DOCS, ENDS, body
from tests.access.reading import APART, RELATIONS, ROLES, TABLE, THINGS


def test_the_page_has_the_table_as_it_stands():
    written = DOCS.read_text().partition(BEGINS)[2].partition(ENDS)[0]

    assert written.strip() == body().strip(), "run `python -m tests.access.page`"


def test_every_entry_has_a_sentence_and_names_only_roles_that_there_are():
    entries = [*RELATIONS.values(), *THINGS.values(), *APART.values(), *TABLE["search"].values()]

    assert [entry for entry in entries if not entry.get("label") or not entry.get("sentence")] == []
    assert {role for entry in entries for word in ("sees", "stub") for role in entry.get(word, ())} <= set(ROLES)
    assert [entry["label"] for entry in entries if set(entry.get("sees", ())) & set(entry.get("stub", ()))] == []
