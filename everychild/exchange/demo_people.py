"""The named people of the demonstration, one for each role, each placed where there is something to see."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from everychild.organisations.actions import employ, is_user, know_team
from everychild.organisations.models import School, Team, Worker

PASSWORD = "thornbeck-demonstration"


@dataclass(frozen=True)
class _Named:
    username: str
    name: str
    role: str
    team: str = ""


PEOPLE = (
    _Named("alice", "Alice Okafor", "social_worker"),
    _Named("bob", "Bob Hartley", "front_door", "Front door"),
    _Named("charlie", "Charlie Nowak", "school_office"),
    _Named("dana", "Dana Whitlock", "safeguarding_lead"),
    _Named("erin", "Erin Maddox", "emergency_duty", "Emergency duty team"),
    _Named("farid", "Farid Aziz", "team_manager"),
    _Named("grace", "Grace Adeyemi", "health_practitioner"),
    _Named("hugo", "Hugo Lennard", "early_help_worker"),
    _Named("imran", "Imran Shah", "post16_adviser"),
    _Named("jo", "Jo Carver", "police_officer", "Safeguarding hub"),
    _Named("kit", "Kit Soames", "data_office", "Data office"),
    _Named("ayesha", "Ayesha Rahman", "information_governance", "Information governance"),
    _Named("mona", "Mona Ellery", "adoption_officer", "Adoption"),
    _Named("noor", "Noor Baptiste", "user_admin", "Business support"),
)
WORKS_AS = {"social_worker": "social_care", "health_practitioner": "health", "early_help_worker": "early_help", "post16_adviser": "nccis"}
AGENCY_OF = {"police_officer": ("Thornbeck Police", "police")}


def employ_demo_people(*, on: date) -> None:
    """Each has an account; a social worker is the busiest worker of the social-care file, a school's staff are those of its largest school, and so on."""
    school = _largest_school()
    alice = None
    for one in PEOPLE:
        at_school = one.role in ("school_office", "safeguarding_lead")
        worker = _busiest_worker(WORKS_AS[one.role]) if one.role in WORKS_AS else None
        team = _team(one) if one.team else None
        if one.role == "team_manager" and alice:
            team = alice.team
        user = employ(
            username=f"demo.{one.username}", name=one.name, role=one.role, on=on, email=f"{one.username}@thornbeck.example", team=team,
            leads=one.role == "team_manager", school=school if at_school else None, password=PASSWORD,
        )  # fmt: skip
        if worker:
            is_user(worker=worker, user=user)
            alice = worker if one.role == "social_worker" else alice


def _team(one: _Named) -> Team:
    agency, kind = AGENCY_OF.get(one.role, ("Thornbeck Council", "council"))
    return know_team(agency=agency, kind=kind, team=one.team, duty_telephone="01632 960100")


def _largest_school() -> School | None:
    return School.objects.annotate(pupils=Count("rolls", filter=Q(rolls__left_on=None))).filter(pupils__gt=0).order_by("-pupils", "laestab").first()


def _busiest_worker(source: str) -> Worker | None:
    return (
        Worker.objects.filter(source_code=source, user=None).annotate(open=Count("involvements", filter=Q(involvements__to_on=None)))
        .filter(open__gt=0).order_by("-open", "local_id").first()
    )  # fmt: skip
