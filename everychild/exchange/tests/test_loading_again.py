"""Files that come again: changed, older, shorter, or with an adoption order that nobody knew of the first time."""

import re
from datetime import date
from pathlib import Path

from django.db import connection

from everychild.exchange.runs import load_paths
from everychild.kit.acting import MATCHING, on_behalf_of
from everychild.kit.time import now
from everychild.people.actions.match import rematch
from tests.thornbeck import KNOWN_AS, write_town


def ask(question: str, *words) -> list[tuple]:
    with connection.cursor() as sql:
        sql.execute(question, words)
        return sql.fetchall()


def load(*paths: Path, on: date, because: str = "") -> list[dict]:
    return load_paths(paths=[str(path) for path in paths], source=None, as_at=on, at=now(), because=because, dry_run=False, mapping=None, match=False, told=lambda _: None)["files"]


def altered(folder: Path, name: str, old: str, new: str) -> Path:
    """The town's files again in a folder of their own, with one word changed in one of them; the folder of that file."""
    path = write_town(folder) / name
    text = path.read_text("utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return path.parent


def stands(record: str) -> tuple:
    return ask(
        """select m.person_id::text, p.sealed_at is not null, r.held from people_sourcerecord r join people_membership m on m.record_id = r.id join people_person p on p.id = m.person_id
           where r.source_code || '/' || r.local_id = %s""",
        record,
    )[0]


def test_an_older_file_stands_beside_the_newer_and_does_not_undo_it(thornbeck, tmp_path):
    older = altered(tmp_path / "a", "health/child_health.csv", "4 Alder Row", "1 Older Row")
    newer = altered(tmp_path / "b", "health/child_health.csv", "4 Alder Row", "9 Newer Row")

    load(older, on=date(2026, 9, 1))
    load(newer, on=date(2026, 11, 1))

    assert ask("select lines from people_address a join people_sourcerecord r on r.id = a.record_id where r.local_id = 'h1'") == [("9 Newer Row\nThornbeck",)]
    assert ask("select count(*) from people_recordversion v join people_sourcerecord r on r.id = v.record_id where r.local_id = 'h1'") == [(3,)]


def test_a_held_record_stays_held_however_often_it_is_sent_and_changed(thornbeck, tmp_path):
    for number, on in enumerate([date(2026, 10, 8), date(2026, 10, 15), date(2026, 10, 22)]):
        again = altered(tmp_path / str(number), "census/pupilonroll.csv", "2022-Sep-05", f"2022-Sep-{number + 10:02d}")
        load(again, on=on)

    _, sealed, held = stands(f"census/{KNOWN_AS['p8']}")
    assert sealed
    assert held


def test_an_order_that_comes_after_matching_seals_what_is_certain_and_holds_what_was_renamed_too_early(thornbeck, tmp_path):
    town = altered(tmp_path, "social_care/ssd_cla_episodes.csv", "e10,s10,2025-01-10,", "e10,s10,2025-01-10,")
    episodes = town / "ssd_cla_episodes.csv"
    lines = episodes.read_text().splitlines()
    head = lines[0].split(",")
    row = next(place for place, line in enumerate(lines) if line.startswith("e10,"))
    cells = lines[row].split(",")
    cells[head.index("clae_cla_episode_ceased_date")], cells[head.index("clae_cla_episode_ceased_reason")] = "2026-10-10", "E12"
    lines[row] = ",".join(cells)
    episodes.write_text("\n".join(lines) + "\n")

    load(town, on=date(2026, 10, 20))

    before, sealed, _ = stands("social_care/s10")
    school, _, held = stands(f"census/{KNOWN_AS['p10']}")
    assert sealed
    assert held, "the school used the new name under the old number"
    assert before != school


def test_somebody_of_the_same_name_and_day_with_another_number_is_not_drawn_into_a_seal(thornbeck, tmp_path):
    from tests.thornbeck import nhs

    path = write_town(tmp_path) / "health" / "child_health.csv"
    row = next(line for line in path.read_text().splitlines() if line.startswith("h7,"))
    path.write_text(path.read_text() + row.replace("h7,", "h99,").replace(nhs(7), nhs(77)) + "\n")

    load(path.parent, on=date(2026, 10, 20))

    assert stands("health/h99")[1] is False


def test_a_contact_is_tied_to_the_pupil_of_the_school_that_names_it(thornbeck):
    assert ask("select c.local_id from people_relationship r join people_sourcerecord c on c.id = r.record_id join people_sourcerecord a on a.id = r.adult_id where a.local_id like '%%k3'") == [(KNOWN_AS["p2"],)]


def test_a_pupil_whom_a_full_extract_no_longer_holds_has_left_and_may_come_back(thornbeck, tmp_path):
    path = write_town(tmp_path / "a") / "census" / "pupilonroll.csv"
    path.write_text("".join(line for line in path.read_text().splitlines(keepends=True) if not line.startswith("p2,")))
    (path.parent / "addressesonroll.csv").write_text("".join(line for line in (path.parent / "addressesonroll.csv").read_text().splitlines(keepends=True) if not line.startswith("a-p2,")))

    load(path.parent, on=date(2026, 11, 1))
    left = ask("select left_on from schooling_roll s join people_sourcerecord r on r.id = s.record_id where r.local_id = %s", KNOWN_AS["p2"])
    load(write_town(tmp_path / "b") / "census", on=date(2026, 11, 8))
    back = ask("select left_on from schooling_roll s join people_sourcerecord r on r.id = s.record_id where r.local_id = %s", KNOWN_AS["p2"])

    assert left == [(date(2026, 11, 1),)]
    assert back == [(None,)]


def test_the_next_terms_census_with_row_ids_of_its_own_is_about_the_same_children(thornbeck, tmp_path):
    before = ask("select local_id, id from people_sourcerecord where source_code = 'census' order by 1")
    folder = write_town(tmp_path) / "census"
    for path in folder.iterdir():
        path.write_text("".join(re.sub(r"\b(a-)?p(\d+)(?=,)", r"\1term2-\2", line) for line in path.read_text().splitlines(keepends=True)))

    (answer,) = load(folder, on=date(2027, 1, 21))

    assert (answer["status"], answer["new"], answer["changed"]) == ("loaded", 0, 9), "nine, and the record that is held"
    assert ask("select local_id, id from people_sourcerecord where source_code = 'census' order by 1") == before


def test_the_register_of_schools_says_what_changed_and_the_same_file_is_unchanged(thornbeck, tmp_path):
    folder = altered(tmp_path, "schools/gias.csv", "Elm Primary School", "Elm Academy")

    (again,) = load(write_town(tmp_path / "same") / "schools", on=date(2026, 11, 1))
    (changed,) = load(folder, on=date(2026, 11, 1))

    assert again["status"] == "unchanged"
    assert (changed["status"], changed["new"], changed["changed"], changed["same"]) == ("loaded", 0, 1, 1)


def test_a_cell_that_spells_out_a_nul_is_kept_as_sent(thornbeck, tmp_path):
    odd = altered(tmp_path, "health/child_health.csv", "4 Alder Row", "4 \\u0000 Row")

    assert [one["status"] for one in load(odd, on=date(2026, 11, 1))] == ["loaded"]


def test_matching_again_moves_nobody_and_keeps_every_id(thornbeck):
    before = ask("select record_id, person_id, strand_id from people_membership order by 1")

    rematch(at=now(), by_whom=lambda: on_behalf_of(None, role=MATCHING, purpose="match"))

    assert ask("select record_id, person_id, strand_id from people_membership order by 1") == before


def test_every_reference_leads_to_somebody_but_those_whose_records_went_behind_a_seal(thornbeck):
    empty = "from people_person p where p.kind = 'child' and not exists (select 1 from people_membership m where m.person_id = p.id)"
    led = ask(f"select count(*) {empty} and p.merged_into_id is not null and not exists (select 1 from people_membership m where m.person_id = p.merged_into_id)")
    not_led = ask(f"select count(*) {empty} and p.merged_into_id is null")

    assert led == [(0,)]
    assert not_led == [(2,)], "Finn Marsh's health record and Gabe Whitfield's school record left the persons they came with"
