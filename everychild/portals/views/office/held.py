"""What we hold, from whom, for whom."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from everychild.formats.items import ITEMS as COVERS
from everychild.kit.charts import Bar, bars_svg
from everychild.kit.time import today
from everychild.portals.gates import opens_to
from everychild.portals.office_words import FIELDS, ITEMS, STATE, in_words, tag
from everychild.portals.presenting.words import SERVICES
from everychild.sharing.catalogue import FIELDS_OF, Belief, Gap, Held, Sender
from everychild.sharing.holdings import holdings


@opens_to("held")
def held(request: HttpRequest) -> HttpResponse:
    """Item, source, steward, rule and reader in one table; then what is held twice, what is missing, and the systems."""
    found = holdings(on=today())
    names = {one.source: one.name for one in found.senders}
    everybody = max((row.readers for row in found.rows), key=len, default=())
    states = Counter(one.state for one in found.senders)
    bars = [Bar(words, states[code], f"{states[code]} of {len(found.senders)}") for code, (words, _) in STATE.items()] if found.senders else []
    context = {
        "rows": [_row(row, names, everybody) for row in found.rows], "twice": [_twice(row) for row in found.rows if row.twice], "gaps": [_gap(gap) for gap in found.gaps],
        "systems": [_system(one) for one in found.senders], "broken": found.broken,
        "drawing": bars_svg(bars, "Where the systems stand", label_heading="State", value_heading="Systems"),
    }  # fmt: skip
    return render(request, "portals/office/held.jinja", context)


def _row(row: Held, names: dict[str, str], everybody: tuple[str, ...]) -> dict:
    return {
        "item": in_words(row.item, ITEMS), "covers": COVERS.get(row.item, ""),
        "senders": [{"name": one.name, "steward": one.steward, "loaded": one.loaded} for one in row.senders],
        "beliefs": [_belief(one, row, names) for one in row.beliefs], "readers": _readers(row.readers, everybody), "without": _without_a_rule(row),
    }  # fmt: skip


def _without_a_rule(row: Held) -> str:
    """What is shown of an item for which no order of sources is agreed."""
    if not row.senders:
        return "–"
    if not row.twice:
        return "The only one"
    return "The newest" if row.item in FIELDS_OF else "Each is shown with its own source"


def _readers(readers: tuple[str, ...], everybody: tuple[str, ...]) -> str:
    """Who may see an item, said the short way where nearly every role does."""
    missing = [one for one in everybody if one not in readers]
    if readers and not missing:
        return f"Every role that may see a child ({len(everybody)})"
    if readers and len(missing) < len(readers) / 2:
        return f"Every role that may see a child, but not: {', '.join(missing)}"
    return ", ".join(readers) or "Nobody"


def _belief(belief: Belief, row: Held, names: dict[str, str]) -> dict:
    senders = {one.source for one in row.senders}
    order = [names.get(source, in_words(source)) for source in belief.order if source in senders]
    return {"fields": ", ".join(FIELDS.get(field, in_words(field)) for field in belief.fields), "order": order, "since": belief.since, "why": belief.why}


def _twice(row: Held) -> dict:
    if row.beliefs:
        rule = tag(("The order is agreed", "green"))
    elif row.item in FIELDS_OF:
        rule = tag(("The newest is shown", "amber"), "No order of belief is agreed")
    else:
        rule = tag(("Each is shown", "plain"), "With its own source and date")
    return {"item": in_words(row.item, ITEMS), "sources": [one.name for one in row.senders], "count": len(row.senders), "rule": rule}


GAPS = {
    "service": ("No source yet", "red", "Workers ask about this service and no source sends it. Agree a connection."),
    "item": ("No source yet", "red", "Roles are to see this and no agreement lets a source send it."),
    "standalone": ("Stands alone", "amber", "A system that sends nothing here. Agree a connection, or say that it is not needed."),
    "silent": ("Agreed, nothing sent", "amber", "The agreement is there and no file has come. Ask the steward for the first one."),
    "dropped": (
        "Dropped at the door",
        "amber",
        "The source sends this and its agreement does not list it. Add it to the agreement, or ask the source to stop sending it.",
    ),
    "unseen": ("Nobody may see it", "plain", "It is held and no role may see it. Give it to a role, or stop taking it."),
}


def _gap(gap: Gap) -> dict:
    words, tone, do = GAPS[gap.kind]
    what = in_words(gap.what, SERVICES if gap.kind == "service" else ITEMS) if gap.kind not in ("standalone", "silent") else gap.what
    more = f"{gap.count:,} values so far" if gap.count else ""
    return {"what": {"text": what, "more": more}, "kind": tag((words, tone)), "who": list(gap.who) or "Whoever works with the child", "do": do}


def _system(one: Sender) -> dict:
    services = [in_words(service, SERVICES) for service in one.services]
    return {
        "system": {"text": one.system or one.name, "more": one.name},
        "steward": one.steward or "Nobody named",
        "state": tag(STATE[one.state]),
        "services": services,
    }
