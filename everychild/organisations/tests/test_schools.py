"""Schools as the register has them: what is new is counted as new, and what we know already is not; two loads at once both come through."""

import threading
from contextlib import suppress
from dataclasses import replace

import pytest
from django.db import connection, transaction

from everychild.formats.facts import Establishment
from everychild.organisations.actions import SchoolsReceived, know_schools, know_team, receive_schools
from everychild.organisations.models import School

pytestmark = pytest.mark.django_db

ROWAN = Establishment("900101", "9997101", "Rowan Primary School", authority="999", phase="Primary")
YEW = Establishment("900102", "9997102", "Yew Primary School", authority="999", phase="Primary")


def test_the_register_loaded_again_says_what_is_new_what_changed_and_what_is_the_same():
    first = receive_schools(schools=[ROWAN])
    again = receive_schools(schools=[replace(ROWAN, name="Rowan Academy"), YEW])
    once_more = receive_schools(schools=[replace(ROWAN, name="Rowan Academy"), YEW])

    assert (first, again, once_more) == (SchoolsReceived(new=1), SchoolsReceived(new=1, changed=1), SchoolsReceived(same=2))
    assert School.objects.get(laestab="9997101").name == "Rowan Academy"


@pytest.mark.parametrize("meet", [lambda name: know_schools(names={name: ""}), lambda name: know_team(agency=name, kind="trial", team="North")], ids=["schools", "teams"])
def test_two_loads_that_name_the_same_in_another_order_both_come_through(meet):
    both_have_one, wrong = threading.Barrier(2), []

    def load(first: str, then: str) -> None:
        try:
            with transaction.atomic():
                meet(first)
                with suppress(threading.BrokenBarrierError):  # as it should be: one of them waits for the other to end
                    both_have_one.wait(timeout=1)
                meet(then)
                transaction.set_rollback(True)
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    loads = [threading.Thread(target=load, args=order) for order in (("9997103", "9997104"), ("9997104", "9997103"))]
    for one in loads:
        one.start()
    for one in loads:
        one.join(30)

    assert wrong == []
    assert not any(one.is_alive() for one in loads)
