"""A file of a source that has sent one before tells workers of the services that are new in it, and of nothing else."""

from datetime import date
from pathlib import Path

from everychild.exchange.tests.test_loading_again import ask, load
from everychild.work.models import Alert
from tests.thornbeck import write_town


def with_a_plan_for_erin(folder: Path) -> Path:
    """Social care's files again, with a protection plan for Erin beside Amara's."""
    path = write_town(folder) / "social_care" / "ssd_cp_plans.csv"
    headings, amaras = path.read_text("utf-8-sig").splitlines()
    path.write_text("\n".join([headings, amaras, amaras.replace("c1", "c6").replace("s1", "s6"), ""]), "utf-8")
    return path.parent


def test_a_plan_that_is_new_is_told_to_the_workers_of_that_child_alone(thornbeck, tmp_path):
    (answer,) = load(with_a_plan_for_erin(tmp_path), on=date(2026, 11, 1))

    erin = ask("select m.person_id from people_membership m join people_sourcerecord r on r.id = m.record_id where r.local_id = 's6'")[0][0]
    told = set(Alert.objects.values_list("owner__username", "kind", "subject", "person_id"))
    assert answer["status"] == "loaded"
    assert ("alice", "involvement", "protection_plan", erin) in told
    assert {(kind, subject, person) for _, kind, subject, person in told} == {("involvement", "protection_plan", erin)}


def test_the_same_plan_in_a_third_file_is_no_news(thornbeck, tmp_path):
    load(with_a_plan_for_erin(tmp_path / "a"), on=date(2026, 11, 1))
    before = Alert.objects.count()
    again = with_a_plan_for_erin(tmp_path / "b")
    text = (again / "ssd_cp_plans.csv").read_text("utf-8")
    (again / "ssd_cp_plans.csv").write_text(text.replace("2026-05-04", "2026-05-05"), "utf-8")
    Alert.objects.update(outcome="knew", answered_at="2026-11-02T09:00Z")

    load(again, on=date(2026, 11, 8))

    assert Alert.objects.count() == before
