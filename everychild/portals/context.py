"""What every page needs to know about the person who reads it."""

from django.conf import settings
from django.http import HttpRequest

PAGES = {
    "mine": ("My children", "/"),
    "find": ("Find a child", "/find/"),
    "roll": ("Our roll", "/roll/"),
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
    return {"signed_in": who, "navigation": [one | {"current": is_inside(request.path, one["href"])} for one in pages_of(user)], "demonstration": settings.EVERYCHILD_DEMO}


def pages_of(user) -> list[dict]:
    """The pages that the user's role opens, in the order of the navigation."""
    if user.role is None:
        return []
    searching = {"everyone": ["mine", "find"], "team": ["mine", "find"], "roll": ["find"]}.get(user.role.searches, [])
    return [{"text": PAGES[name][0], "href": PAGES[name][1]} for name in (*searching, *user.role.pages) if name in PAGES]


def is_inside(path: str, href: str) -> bool:
    """Whether a page belongs to an entry of the navigation: the entry's own page or one beneath it."""
    return path == href or (href != "/" and path.startswith(href))
