"""Pages that anybody may read, signed in or not."""

import pytest

from everychild.portals.tests.readers import words


@pytest.mark.parametrize("path", ["/accessibility", "/privacy"])
def test_anybody_may_read_it_before_anything_is_loaded(client, db, path):
    assert client.get(path).status_code == 200


def test_what_is_held_and_from_whom_comes_from_the_agreements(client, thornbeck):
    page = words(client.get("/privacy"))

    assert "children registered with the trust" in page
    assert "pupils on the roll of a state-funded school here" in page
    assert "Okonkwo" not in page
