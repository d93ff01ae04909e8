"""A row that was refused or flagged is corrected here: loaded beside what was sent, and asked of its source until a file answers."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from everychild.exchange.correcting import correct_row, load_what_was_corrected, row_of
from everychild.exchange.runs import load_paths
from everychild.intake.models import Batch, Correction, Problem
from everychild.kit.acting import on_behalf_of
from everychild.kit.problems import Problem as Wrong
from everychild.kit.time import now
from everychild.organisations.models import User
from everychild.portals.tests.office_town import nothing_yet
from tests.access.scene import worker_of
from tests.thornbeck import nhs, write_town

OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 8), date(2026, 11, 8), date(2026, 12, 8)


def ask(question: str, *words) -> list[tuple]:
    with connection.cursor() as sql:
        sql.execute(question, words)
        return sql.fetchall()


def load(path: Path, on: date) -> dict:
    return load_paths(paths=[str(path)], source=None, as_at=on, at=now(), because="", dry_run=False, mapping=None, match=False, told=lambda _: None)["files"][0]


def register(folder: Path, *changes: tuple[str, str]) -> Path:
    """The health register with some words in it changed."""
    path = write_town(folder) / "health" / "child_health.csv"
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
    return path


UNNUMBERED = (f"h3,{nhs(3)}", "h33,")
IMPOSSIBLE = UNNUMBERED, ("Chloe,Nowak", ",")
"""A patient whom nobody has sent before, with neither name nor number."""


@pytest.fixture
def kit(db) -> User:
    nothing_yet()
    return worker_of("data_office")


@pytest.fixture
def nameless(kit, tmp_path) -> Problem:
    """A row of the health register that was refused: it has no name."""
    load(register(tmp_path / "october", *IMPOSSIBLE), OCTOBER)
    return Problem.objects.get(local_id="h33", verdict="q")


def correct(problem: Problem, by: User, **changes: str) -> list[Correction]:
    with on_behalf_of(by.pk):
        return correct_row(row=row_of(problem), changes=changes, because="The clinic said so", by=by.pk, at=now())


def loaded(made: list[Correction]) -> Correction:
    load_what_was_corrected(keys=[one.pk for one in made], clock=now, match=lambda _: None)
    return Correction.objects.get(pk=made[0].pk)


def shown(local_id: str) -> list[tuple]:
    return ask("select d.fields ->> 'given_names', d.fields ->> 'family_name' from people_described d join people_sourcerecord r on r.id = d.record_id where r.local_id = %s", local_id)


def test_a_refused_row_is_kept_as_sent_and_a_corrected_one_is_a_version_that_says_so(nameless, kit):
    before = ask("select sent from intake_quarantinedrow where local_id = 'h33'")

    query = loaded(correct(nameless, kit, given_names="Chloe", family_name="Nowak"))

    assert shown("h33") == [("Chloe", "Nowak")]
    assert query.state == "open"
    assert set(Correction.objects.values_list("field", "as_sent", "as_corrected", "by")) == {("given_names", "", "Chloe", kit.pk), ("family_name", "", "Nowak", kit.pk)}
    version, = ask("select b.corrects_id, b.loaded_by, b.because from people_recordversion v join people_sourcerecord r on r.id = v.record_id join intake_batch b on b.id = v.batch_id where r.local_id = 'h33'")
    assert version == (nameless.batch_id, kit.pk, "Corrected here: The clinic said so")
    assert ask("select sent from intake_quarantinedrow where local_id = 'h33'") == before
    flags = ask("select f.message from people_dataflag f join people_sourcerecord r on r.id = f.record_id where r.local_id = 'h33' and f.code = 'corrected_here'")
    assert len(flags) == 2
    assert all("Corrected here by" in words for (words,) in flags)
    assert Problem.objects.get(pk=nameless.pk).settled_by == kit.pk
    assert ask("select count(*) from ledger_entry where verb = 'row_corrected' and actor = %s", kit.pk) == [(1,)]


def test_a_value_that_is_still_wrong_is_refused_with_a_sentence_and_changes_nothing(nameless, kit):
    with pytest.raises(Wrong, match="still be refused"):
        correct(nameless, kit, postcode="ZB9 9ZZ")

    assert not Correction.objects.exists()
    assert shown("h33") == []


def test_a_value_that_is_what_was_sent_is_no_correction(nameless, kit):
    with pytest.raises(Wrong, match="Nothing was changed"):
        correct(nameless, kit, postcode="ZB1 3CC")


def test_a_flagged_row_is_corrected_too_and_a_later_file_leaves_it_behind(kit, tmp_path):
    load(register(tmp_path / "october", ("h1," + nhs(1), "h1,9990000000")), OCTOBER)
    flagged = Problem.objects.get(local_id="h1", verdict="f", batch__as_at=OCTOBER)

    query = loaded(correct(flagged, kit, nhs_number=nhs(1)))

    assert query.state == "open"
    assert ask("select d.fields ->> 'nhs_number' from people_described d join people_sourcerecord r on r.id = d.record_id where r.local_id = 'h1'") == [(nhs(1),)]
    load(register(tmp_path / "november", ("4 Alder Row", "9 Newer Row"), ("h1," + nhs(1), "h1,9990000000")), NOVEMBER)
    with on_behalf_of(kit.pk):
        assert row_of(flagged).superseded


@pytest.mark.parametrize(
    ("said", "state"),
    [("Chloe,Nowak", "agreed"), (",", "disagreed"), ("Zoe,Nowak", "otherwise")],
)
def test_the_sources_next_file_answers_the_query(nameless, kit, tmp_path, said, state):
    made = correct(nameless, kit, given_names="Chloe", family_name="Nowak")
    loaded(made)

    load(register(tmp_path / "november", UNNUMBERED, ("Chloe,Nowak", said), ("4 Alder Row", "9 Newer Row")), NOVEMBER)

    assert Correction.objects.get(batch=nameless.batch_id, field="given_names").state == state
    flags = ask("select count(*) from people_dataflag f join people_sourcerecord r on r.id = f.record_id where r.local_id = 'h33' and f.code = 'corrected_here'")[0][0]
    assert (flags == 0) == (state != "disagreed")


def test_the_same_file_again_answers_nothing_and_undoes_nothing(nameless, kit, tmp_path):
    query = loaded(correct(nameless, kit, given_names="Chloe", family_name="Nowak"))

    again = load(register(tmp_path / "again", *IMPOSSIBLE), OCTOBER)

    assert again["status"] == "unchanged"
    assert Correction.objects.get(pk=query.pk).state == "open"
    assert shown("h33") == [("Chloe", "Nowak")]


def test_a_row_of_the_case_system_is_not_corrected_here(kit, nameless):
    batch = nameless.batch
    Batch.objects.filter(pk=batch.pk).update(reader="ssd")
    lean = Problem.objects.create(batch=batch, path="x", table="ssd_person", line=2, local_id="s1", verdict="f", code="doubt", message="", do="")

    with on_behalf_of(kit.pk), pytest.raises(Wrong, match="lean on those of other people"):
        correct_row(row=row_of(Problem.objects.get(pk=lean.pk)), changes={"pers_surname": "X"}, because="x", by=kit.pk, at=now())


@pytest.mark.parametrize("role", ["information_governance", "adoption_officer", "social_worker"])
def test_nobody_but_the_data_office_reads_the_row(nameless, role):
    with on_behalf_of(worker_of(role).pk):
        assert ask("select * from sharing_sent_rows(%s)", nameless.pk) == []


def test_a_row_of_a_sealed_child_is_told_to_nobody(kit, tmp_path):
    load(register(tmp_path), OCTOBER)
    (record, local_id, batch), = ask("select id, local_id, batch_id from people_sourcerecord where local_id = 'h1'")
    problem = Problem.objects.create(batch_id=batch, path="x", table="child_health", line=2, local_id=local_id, verdict="f", code="doubt", message="", do="")
    with on_behalf_of(kit.pk):
        assert len(ask("select * from sharing_sent_rows(%s)", problem.pk)) == 1
    ask("update people_person set sealed_at = now() from people_membership m where m.person_id = people_person.id and m.record_id = %s returning 1", record)

    with on_behalf_of(kit.pk):
        assert ask("select * from sharing_sent_rows(%s)", problem.pk) == []
