"""What every page needs to know about the person who reads it."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from everychild.work.queries import waiting_alerts

PAGES = {
    "mine": ("My children", "/"),
    "find": ("Find a child", "/find/"),
    "roll": ("Our roll", "/roll/"),
    "alerts": ("My alerts", "/alerts/"),
    "team": ("My team's alerts", "/alerts/team/"),
    "loads": ("Loads", "/office/loads/"),
    "sources": ("Sources", "/office/sources/"),
    "agreements": ("Agreements", "/office/agreements/"),
    "held": ("What we hold", "/office/held/"),
    "users": ("Users and teams", "/office/users/"),
    "adoption": ("Held for adoption", "/office/adoption/"),
    "looks": ("Who looked", "/office/looks/"),
    "emergency": ("When the lights go out", "/office/emergency/"),
    "access": ("Who may see what", "/office/access/"),
}


def whose_page(request: HttpRequest) -> dict:
    """The signed-in user, the pages of their role, and whether this is the demonstration."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"demonstration": settings.EVERYCHILD_DEMO}
    who = {"name": str(user), "role": user.role.label if user.role else "", "team": user.school.name if user.school else "", "account_href": "/accounts/"}
    return {"signed_in": who, "navigation": [_entry(request, one) for one in pages_of(user)], "demonstration": settings.EVERYCHILD_DEMO}


def _entry(request: HttpRequest, page: dict) -> dict:
    """One entry of the navigation. Beside the alerts stands how many wait, unless the transaction of the request is broken and nothing can be asked."""
    current = is_inside(request.path, page["href"]) and not (page["href"] == "/alerts/" and request.path.startswith("/alerts/team/"))
    asks = page["href"] == "/alerts/" and connection.in_atomic_block and not connection.needs_rollback
    return page | {"current": current} | ({"count": waiting_alerts(request.user).count()} if asks else {})


def pages_of(user) -> list[dict]:
    """The pages that the user's role opens, in the order of the navigation."""
    if user.role is None:
        return []
    searching = {"everyone": ["mine", "find", "alerts"], "team": ["mine", "find", "alerts"], "roll": ["find", "alerts"]}.get(user.role.searches, [])
    return [{"text": PAGES[name][0], "href": PAGES[name][1]} for name in (*searching, *user.role.pages) if name in PAGES]


def is_inside(path: str, href: str) -> bool:
    """Whether a page belongs to an entry of the navigation: the entry's own page or one beneath it."""
    return path == href or (href != "/" and path.startswith(href))
