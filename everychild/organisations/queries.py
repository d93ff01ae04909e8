"""Questions about users, teams and schools."""

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from everychild.organisations.models import Place, Role, School, Team, User, Worker


def active_user_of_address(email: str) -> User | None:
    """The one active user with this e-mail address; none where two share it."""
    found = list(User.objects.filter(email__iexact=email, is_active=True)[:2])
    return found[0] if len(found) == 1 else None


def active_user_named(username: str) -> User | None:
    """The active user of this user name, with their role."""
    return User.objects.select_related("role").filter(username=username, is_active=True).first()


def demo_people() -> QuerySet[User]:
    """The named people of the demonstration, one for each role first."""
    return User.objects.filter(is_active=True, username__startswith="demo.").select_related("role", "school").order_by("id")


def schools_named(words: str) -> QuerySet[School]:
    """Open schools whose name holds these words."""
    return School.objects.filter(name__icontains=words).exclude(status__istartswith="closed").order_by("name")


def roles_that_open(page: str) -> QuerySet[Role]:
    """The roles whose list of pages has this one."""
    return Role.objects.filter(pages__contains=[page]).order_by("label")


def names_of(users: Iterable[int | None]) -> dict[int, str]:
    """id -> name of users; those whom nobody knows are left out."""
    return {user.pk: str(user) for user in User.objects.filter(pk__in={one for one in users if one}).only("first_name", "last_name", "username")}


def staff(*, words: str = "", role: str = "", state: str = "") -> QuerySet[User]:
    """Users by name, with their open places and whether a second step guards their sign-in; `state` is "", "open" or "closed"."""
    second = Authenticator.objects.filter(user=OuterRef("pk"), type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
    places = Prefetch("places", Place.objects.filter(to_on=None).select_related("team").order_by("team__name"), to_attr="open_places")
    found = User.objects.select_related("role", "school").prefetch_related(places).annotate(second_step=Exists(second)).order_by("first_name", "last_name", "id")
    for word in words.split():
        named = Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(username__icontains=word) | Q(email__icontains=word)
        found = found.filter(named)
    if role:
        found = found.filter(role_id=role)
    return found.filter(is_active=state == "open") if state else found


def users_like(words: str) -> list[int]:
    """Ids of users whose name or user name holds these words."""
    return list(staff(words=words).values_list("pk", flat=True)[:500])


def roles() -> QuerySet[Role]:
    """Every role, by its name."""
    return Role.objects.order_by("label")


def teams(*, words: str = "") -> QuerySet[Team]:
    """Teams with their agency and how many hold a place in each."""
    found = Team.objects.select_related("agency").annotate(members=Count("places", filter=Q(places__to_on=None))).order_by("name", "agency__name")
    return found.filter(Q(name__icontains=words) | Q(agency__name__icontains=words)) if words else found


def duty_numbers() -> list[dict[str, str]]:
    """The numbers that answer for any child: of the teams in which the front door and the emergency duty workers sit."""
    found = Team.objects.filter(places__to_on=None, places__user__role__in=("front_door", "emergency_duty"), places__user__is_active=True).exclude(duty_telephone="")
    return [{"team": name, "telephone": number} for name, number in found.order_by("name").values_list("name", "duty_telephone").distinct()]


def members_of(team: Team) -> QuerySet[Place]:
    """Open places in a team, who leads it first."""
    return team.places.filter(to_on=None).select_related("user__role").order_by("-leads", "user__first_name", "user__last_name")


def school_of_number(number: str) -> School | None:
    """The school of an LAEstab or a URN, however it is punctuated."""
    digits = "".join(letter for letter in number if letter.isdigit())
    return School.objects.filter(Q(laestab=digits) | Q(urn=digits)).first() if digits else None


def is_taken(*, username: str = "", email: str = "", besides: User | None = None) -> bool:
    """Whether another account has this user name or e-mail address, whatever its case."""
    found = User.objects.exclude(pk=besides.pk) if besides else User.objects.all()
    return bool((username and found.filter(username__iexact=username).exists()) or (email and found.filter(email__iexact=email).exists()))


def workers_known_as(user: User) -> QuerySet[Worker]:
    """The workers of sources who are this user: what a source says of them gives the user their children."""
    return user.workers.select_related("team").order_by("source_code", "local_id")


def worker_of(*, source: str, local_id: str) -> Worker | None:
    """A worker by the id that a source gives them."""
    return Worker.objects.select_related("user", "team").filter(source_code=source, local_id=local_id).first()


def sources_with_workers() -> list[str]:
    """Codes of the sources that name workers."""
    return list(Worker.objects.order_by("source_code").values_list("source_code", flat=True).distinct())
