"""Matching is due as long as a batch with news was not looked at, whenever that batch began."""

import psycopg
from django.db import connection

from everychild.kit.acting import MATCHING, on_behalf_of
from everychild.kit.ids import new_id
from everychild.kit.time import now
from everychild.people.actions.match import rematch
from everychild.people.queries import matching_is_due


def match() -> None:
    rematch(at=now(), by_whom=lambda: on_behalf_of(None, role=MATCHING, purpose="match"))


def test_a_batch_that_began_before_a_match_and_was_committed_during_it_is_still_due(thornbeck):
    assert not matching_is_due()
    batch = new_id()
    with psycopg.connect(**connection.get_connection_params() | {"context": None, "cursor_factory": psycopg.Cursor}) as other:
        other.execute(
            """insert into intake_source (code, name, system, steward, state, services, covers, covers_ages)
               values ('late', 'Late', '', '', 'feeding', '{}', '', '{}')"""
        )
        other.execute(
            """insert into intake_batch (id, source_id, reader, path, sha256, encoding, as_at, loaded_at, loaded_by, because, agreement, status, stopped_because,
                 rows, accepted, flagged, quarantined, new, changed, same, dropped_items, let_in)
               values (%s, 'late', 'police', '', '', '', now(), now(), 0, '', '', 'loaded', '', 1, 1, 0, 0, 1, 0, 0, '{}', '')""",
            [batch],
        )
        try:
            match()
            other.commit()

            due = matching_is_due()
            match()
            due_again = matching_is_due()
        finally:
            other.rollback()
            other.execute("delete from intake_batch where id = %s", [batch])
            other.execute("delete from intake_source where code = 'late'")

    assert due
    assert not due_again
