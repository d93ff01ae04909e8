"""How the records of a made-up town compare with what is true of it. Only a town has a truth to compare with."""

import csv
from pathlib import Path
from typing import Any

from django.db import connection

from everychild.people.matching.evaluate import evaluate

# The truth knows a pupil by the row's own id in the census's table, which is what was sent and not what the record is known by.
_ROW = "left join people_recordversion v on r.source_code = 'census' and v.record_id = r.id and v.version = r.version"
_NAME = "r.source_code || ':' || r.stem || ':' || coalesce(v.content -> 0 -> 'sent' ->> (r.stem || 'tableid'), r.local_id)"


def compare_with_truth(*, town: Path) -> dict[str, Any]:
    """Counts and shares of the demo's answer; records are those that stand here and in the truth, sealed ones among them."""
    person_of, birth_of, children = _truth(town / "truth.csv")
    cluster_of, reviews = _what_stands_here()
    said = evaluate(cluster_of, reviews, person_of, birth_of).as_dict()
    persons = len({cluster_of[record] for record in cluster_of})
    return {"children": children, "records": said.pop("records"), "persons": persons, **said}


def _truth(path: Path) -> tuple[dict[str, str], dict[str, str], int]:
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["record_id"]: row["person"] for row in rows}, {row["record_id"]: row["birth"] for row in rows}, len({row["person"] for row in rows})


def _what_stands_here() -> tuple[dict[str, str], list[tuple[str, str]]]:
    """(record -> person) and the open review pairs, records by the name that the truth gives them."""
    with connection.cursor() as sql:
        sql.execute(  # both pieces are words of ours
            f"select r.id, {_NAME}, m.person_id::text from people_sourcerecord r {_ROW} join people_membership m on m.record_id = r.id where r.kind = 'child' and not r.held"  # noqa: S608
        )
        found = sql.fetchall()
        names = {record: name for record, name, _ in found}
        sql.execute("select record_id, other_record_id from people_candidatepair")
        reviews = [(names[one], names[other]) for one, other in sql.fetchall() if one in names and other in names]
        return {name: person for _, name, person in found}, reviews
