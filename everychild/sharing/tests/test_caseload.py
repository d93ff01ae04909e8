"""The list of a worker's own children is told a name and a birth date, as far as the role has them, and nothing else of a record."""

import pytest
from django.db import connection

from everychild.kit.acting import on_behalf_of
from everychild.sharing.queries import my_children

TOLD = ["person_id", "ref", "given_names", "family_name", "known_as", "born_on", "own", "with_whom", "service", "from_on"]


def test_no_number_and_no_other_field_leaves_the_database_with_the_list(thornbeck):
    with on_behalf_of(thornbeck.staff["alice"].pk), connection.cursor() as sql:
        sql.execute("select * from sharing_caseload()")

        assert [column.name for column in sql.description] == TOLD
        assert len(sql.fetchall()) == 3


@pytest.mark.parametrize(("left_out", "name", "born"), [("name", "Name not known", "2015-03-27"), ("date_of_birth", "Amara Okonkwo", "None"), ("sex", "Amara Okonkwo", "2015-03-27")])
def test_a_role_is_told_what_its_items_say(thornbeck, left_out, name, born):
    alice = thornbeck.staff["alice"]
    role = alice.role
    role.items = [item for item in role.items if item != left_out]
    role.save()

    with on_behalf_of(alice.pk):
        mine = my_children()

    assert (mine[0].name, str(mine[0].born_on)) == (name, born)
    assert len(mine) == 3
