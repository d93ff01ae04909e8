"""How the records of a made-up town compare with what is true of it. Only a town has a truth to compare with."""

import csv
from pathlib import Path
from typing import Any

from django.db import connection

from everychild.people.matching.evaluate import evaluate


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
    name = "r.source_code || ':' || r.stem || ':' || r.local_id"
    with connection.cursor() as sql:
        sql.execute(f"select {name}, m.person_id::text from people_sourcerecord r join people_membership m on m.record_id = r.id where r.kind = 'child' and not r.held")
        cluster_of = dict(sql.fetchall())
        other = name.replace("r.", "o.")
        sql.execute(f"select {name}, {other} from people_candidatepair c join people_sourcerecord r on r.id = c.record_id join people_sourcerecord o on o.id = c.other_record_id")
        return cluster_of, sql.fetchall()
