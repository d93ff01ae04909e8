"""Who may open an office page: the role's list of pages says it, and a refusal says whom to ask."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from everychild.kit.problems import Refused
from everychild.organisations.queries import roles_that_open

View = Callable[..., HttpResponse]


def opens_to(page: str) -> Callable[[View], View]:
    """The view is only for users whose role lists this page; anybody else is told for whom it is."""

    def dress(view: View) -> View:
        @wraps(view)
        @login_required
        def enter(request: HttpRequest, *args, **words) -> HttpResponse:
            if not may_open(request, page):
                raise refusal(request, page)
            return view(request, *args, **words)

        enter.page = page
        return enter

    return dress


def may_open(request: HttpRequest, page: str) -> bool:
    """Whether the reader's role lists this page: for a button, where `opens_to` is for the page behind it."""
    role = request.user.role
    return role is not None and page in role.pages


def refusal(request: HttpRequest, page: str) -> Refused:
    """For whom the page is, and whom to ask."""
    for_whom = " or ".join(role.label for role in roles_that_open(page)) or "nobody yet"
    yours = f"Your role is {request.user.role.label}" if request.user.role else "You have no role yet"
    refused = Refused(f"This page is for: {for_whom}. {yours}.")
    refused.ask = "If your work needs it, ask your user administrator to look at your role."
    return refused


def to_searchers(view: View) -> View:
    """The view is only for users whose role looks for children, whether everyone, the team's or the roll's."""

    @wraps(view)
    @login_required
    def enter(request: HttpRequest, *args, **words) -> HttpResponse:
        role = request.user.role
        if role is None or role.searches == "none":
            yours = (
                f"Your role is {role.label}, and it looks at no child's record."
                if role
                else "Your account has no role yet, so there is nothing that it may open."
            )
            refused = Refused(yours)
            refused.ask = "If your work needs it, ask your user administrator to look at your role."
            raise refused
        return view(request, *args, **words)

    enter.searches = True
    return enter
