"""What a folder of test files says, read as of one day."""

from dataclasses import replace
from datetime import date

from everychild.formats.registry import read, recognise
from everychild.formats.tests.files import put

AS_AT = date(2026, 11, 21)


def sent_of(folder, files):
    """Everything that a folder with these files says."""
    (recognised,), unclaimed = recognise([str(put(folder, files))])
    assert not unclaimed
    return list(read(replace(recognised, as_at=AS_AT)))


def facts_of(sents, kind):
    return [fact for sent in sents for fact in sent.facts if isinstance(fact, kind)]


def codes_of(sents):
    return [(problem.verdict, problem.code) for sent in sents for problem in sent.problems]
