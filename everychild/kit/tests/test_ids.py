"""References survive the telephone; keys sort by age."""

import pytest

from everychild.kit import ids

REFERENCES = ["K7PM2QX9T6", "0000000000", *(ids.public_ref() for _ in range(200))]


def test_every_single_wrong_character_is_noticed():
    for ref in REFERENCES:
        wrong = [ref[:at] + letter + ref[at + 1 :] for at in range(10) for letter in ids.ALPHABET if letter != ref[at]]

        understood = [text for text in wrong if ids.read_ref(text)]

        assert understood == []


def test_every_exchange_of_two_characters_near_or_far_is_noticed():
    for ref in REFERENCES:
        wrong = {_exchanged(ref, one, other) for one in range(10) for other in range(one)} - {ref}

        understood = [text for text in wrong if ids.read_ref(text)]

        assert understood == []


def test_the_check_holds_for_every_pair_of_characters_at_every_place():
    """The check is linear, so these words of one or two characters stand for all 32⁹."""
    for at in range(9):
        blank = "0" * 9
        checks = {ids.check_character(blank[:at] + letter + blank[at + 1 :]) for letter in ids.ALPHABET}

        assert len(checks) == 32


@pytest.mark.parametrize(
    "said",
    ["K7P-M2QX-9T6", "k7p-m2qx-9t6", " K7P M2QX 9T6 ", "K7PM2QX9T6", "k7p\u2011m2qx\u20119t6"],
)
def test_a_reference_is_understood_however_it_is_said(said):
    assert ids.read_ref(said) == "K7PM2QX9T6"


def test_letters_that_look_like_digits_are_read_as_digits():
    ref = "01" + "23456789"[:7]
    ref += ids.check_character(ref)

    for said in (ref.replace("0", "O"), ref.replace("1", "I"), ref.replace("1", "l"), ref.replace("0", "o")):
        assert ids.read_ref(said) == ref


@pytest.mark.parametrize("said", ["", "K7P", "K7P-M2QX-9T66", "K7P-M2QU-9T6", "K7P-M2QX-9T7", "smith", "٣7PM2QX9T6"])
def test_what_cannot_be_a_reference_is_none(said):
    assert ids.read_ref(said) is None


def test_a_reference_is_shown_in_three_groups():
    assert ids.show_ref("K7PM2QX9T6") == "K7P-M2QX-9T6"


def test_keys_of_one_process_sort_in_the_order_they_were_made():
    keys = [ids.new_id() for _ in range(20_000)]

    assert keys == sorted(set(keys))
    assert {key.version for key in keys} == {7}


def test_keys_still_sort_when_the_clock_steps_back(monkeypatch):
    first = ids.new_id()
    monkeypatch.setattr(ids.time, "time_ns", lambda: 0)

    assert ids.new_id() > first


def _exchanged(ref: str, one: int, other: int) -> str:
    letters = list(ref)
    letters[one], letters[other] = letters[other], letters[one]
    return "".join(letters)
