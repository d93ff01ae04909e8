"""To whom something is told, and by when: a table, each row with its reason."""

from datetime import UTC, datetime

import pytest

from everychild.work.rules import due_at, tells_of_involvement, tells_of_look

LOOKS = [
    ("front_door", "new_contact", False, True, "somebody rang about a child whom the worker knows"),
    ("front_door", "safeguarding_enquiry", False, True, "half of first contacts are about a case that is open"),
    ("front_door", "new_contact", True, False, "a look by somebody involved is their work"),
    ("front_door", "child_protection", False, False, "an enquiry is not known before the knock"),
    ("emergency_duty", "missing_child", False, True, "the worker may know where the child goes"),
    ("emergency_duty", "child_protection", False, False, "withheld, whoever looks"),
    ("police_officer", "missing_child", False, False, "that the police look is told to nobody"),
    ("police_officer", "child_protection", False, False, "nor for this"),
]


@pytest.mark.parametrize(("role", "purpose", "involved", "told", "why"), LOOKS)
def test_a_look_is_told_or_not(role, purpose, involved, told, why):
    assert tells_of_look(role=role, purpose=purpose, involved=involved) is told, why


INVOLVEMENTS = [
    ("early_help", ("early_help", "social_care"), True, "the worker's role may know"),
    ("early_help", ("child_health",), False, "the role may not know, so it is not told either"),
    ("police", ("police",), False, "never of the police, whoever may know"),
    ("refuge", ("refuge",), False, "never of a refuge"),
    ("enquiry", ("enquiry",), False, "not before anybody should know"),
    ("mental_health", ("mental_health",), False, "a sensitive service raises nothing"),
    ("school", ("school",), False, "a roll is no news"),
]


@pytest.mark.parametrize(("service", "may_know", "told", "why"), INVOLVEMENTS)
def test_a_new_involvement_is_told_or_not(service, may_know, told, why):
    assert tells_of_involvement(service=service, may_know=may_know) is told, why


def test_a_look_wants_its_answer_sooner_than_the_rest():
    at = datetime(2026, 11, 22, 9, tzinfo=UTC)

    assert due_at("look", at) < due_at("involvement", at) == due_at("join", at)
