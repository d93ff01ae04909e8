"""The readers of formats read every file of a town."""

from collections import Counter
from pathlib import Path

import pytest

from everychild.formats import registry
from everychild.formats.facts import Cautioned

EXPECTED = {"gias", "school_census", "ctf", "contacts", "child_health", "ssd", "cin_census", "early_help", "nccis", "police"}


@pytest.fixture(scope="module")
def read(township):
    """Every thing that the readers found: (reader, sent)."""
    recognised, _ = registry.recognise([str(township.folder)])
    return [(files, sent) for files in recognised for sent in registry.read(files)]


def test_every_agencys_file_is_recognised_by_its_content(township, read):
    recognised, unclaimed = registry.recognise([str(township.folder)])

    assert {files.reader for files in recognised} == EXPECTED
    of_agencies = {entry["path"] for entry in township.manifest["files"]}
    problems = {found.code for found in unclaimed if str(Path(found.path).relative_to(township.folder)) in of_agencies}
    assert problems <= {"not_read_yet"}


def test_nearly_every_row_is_accepted_or_flagged(read):
    verdicts: dict[str, Counter] = {}
    for files, sent in read:
        quarantined = any(problem.verdict == "quarantined" for problem in sent.problems)
        verdicts.setdefault(files.reader, Counter())["quarantined" if quarantined else "kept"] += 1

    for reader, counts in verdicts.items():
        assert counts["kept"] / counts.total() >= 0.95, (reader, counts)


def test_each_child_of_a_source_has_an_id_of_their_own(read):
    ids = Counter((files.source, Path(sent.rows[0].path).stem if files.source == "ctf" else "", sent.local_id) for files, sent in read if sent.kind == "child")

    assert [one for one, times in ids.items() if times > 1] == []


def test_early_help_sends_staff_safety_warnings_with_an_owner_and_a_review_day(read):
    warnings = [fact for files, sent in read if files.source == "early_help" for fact in sent.facts if isinstance(fact, Cautioned)]

    assert warnings
    assert all(one.kind and one.owner and one.review_on for one in warnings)


def test_the_children_that_are_read_are_those_of_the_truth(township, read):
    found = {f"{files.source}:{(stem := Path(sent.rows[0].path).stem)}:{sent.rows[0].sent.get(f'{stem}tableid', sent.local_id)}" for files, sent in read if sent.kind == "child"}

    assert found == {row["record_id"] for row in township.truth}
