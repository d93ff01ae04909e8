"""Questions about users, teams and schools."""

from django.db.models import QuerySet

from everychild.organisations.models import School, User


def active_user_of_address(email: str) -> User | None:
    """The one active user with this e-mail address; none where two share it."""
    found = list(User.objects.filter(email__iexact=email, is_active=True)[:2])
    return found[0] if len(found) == 1 else None


def demo_people() -> QuerySet[User]:
    """The named people of the demonstration, one for each role first."""
    return User.objects.filter(is_active=True, username__startswith="demo.").select_related("role", "school").order_by("id")


def schools_named(words: str) -> QuerySet[School]:
    """Open schools whose name holds these words."""
    return School.objects.filter(name__icontains=words).exclude(status__istartswith="closed").order_by("name")
