"""How a journey looks at a page: for axe, for a keyboard, for a narrow screen, for broken policy."""

import functools
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.server import ROOT

PICTURES = ROOT / "docs" / "pictures"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = {"phone": {"width": 320, "height": 640}, "desk": {"width": 1280, "height": 900}}


@functools.cache
def axe_source() -> str:
    return AXE.read_text()


def axe(page: Page) -> None:
    """No violation of any axe rule. It is put in through the debugger, which no policy of ours can see; policy reports are counted all the same."""
    page.evaluate(axe_source())
    found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    told = [f"{rule['id']}: {rule['help']}: {node['html'][:200]} {node['failureSummary']}" for rule in found for node in rule["nodes"][:3]]
    assert not told, f"{page.url}\n" + "\n".join(told)


def fits(page: Page) -> None:
    """The page is no wider than the screen."""
    width, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    wide = page.evaluate(
        "() => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.chart__box'))"
        ".slice(0, 3).map(e => e.outerHTML.slice(0, 160))"
    )
    assert width <= room, f"{page.url} is {width} wide on a screen of {room}: {wide}"


def looked_over(page: Page) -> None:
    """All that every page must be, whatever it shows."""
    expect(page).to_have_title(re.compile("– Everychild$"))
    page.wait_for_load_state()
    assert page.locator("h1").count() == 1, f"{page.url} has {page.locator('h1').count()} first headings"
    fits(page)
    axe(page)


def walk(page: Page, most: int = 60) -> list[dict]:
    """Tab from the top of the page to its end: each thing that takes the focus, whether it shows that it has it, and where it stands."""
    seen = []
    page.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 0) }")
    for _ in range(most):
        page.keyboard.press("Tab")
        at = page.evaluate(
            """() => {
                const e = document.activeElement;
                if (!e || e === document.body) return null;
                const s = getComputedStyle(e), box = e.getBoundingClientRect();
                return {text: (e.innerText || e.value || e.name || e.id || '').trim().slice(0, 60), tag: e.localName, name: e.name || '',
                        outlined: (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none',
                        inside: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight, key: e.outerHTML.slice(0, 300)};
            }"""
        )
        if at is None or (seen and at["key"] == seen[0]["key"]):
            return seen
        seen.append(at)
    return seen


def by_keyboard(page: Page) -> list[str]:
    """Every stop of the Tab key shows its focus on the screen, and the first leads past the menus. Returns their words in order."""
    stops = walk(page)
    assert stops, f"nothing on {page.url} takes the focus"
    assert stops[0]["text"] == "Skip to main content", stops[0]
    hidden = [stop for stop in stops if not (stop["outlined"] and stop["inside"])]
    assert not hidden, f"the focus does not show at {hidden}"
    return [stop["text"] for stop in stops]


def picture(page: Page, name: str) -> None:
    """A picture of the real page, for the documents."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(PICTURES / f"{name}.png"), animations="disabled")


def policy_reports(log: Path) -> list[str]:
    """What browsers have said that the pages do against the policy."""
    return [line for line in log.read_text().splitlines() if "policy report" in line]
