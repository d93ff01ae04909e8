"""When the lights go out, in a real browser: the file opens with the network off, and its use is written down afterwards."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import server
from tests.journeys.test_office import enter
from tests.journeys.walking import WIDTHS, by_keyboard, fits, looked_over, picture

WORDS = "seven green kettles argue at noon"


@pytest.fixture(scope="session")
def extract(town: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An extract of the town, made by the command."""
    folder = tmp_path_factory.mktemp("emergency")
    secret = folder / "passphrase"
    secret.write_text(WORDS)
    secret.chmod(0o600)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EVERYCHILD_EMERGENCY_PASSPHRASE_FILE", str(secret))
        server.everychild("emergency-extract", "--out", str(folder / "tonight.html"))
    return folder / "tonight.html"


@pytest.fixture
def offline(browser: Browser, width: str, extract: Path):
    """The file in a browser with no network, at both widths; the file asks for nothing and complains of nothing."""
    context = browser.new_context(offline=True, locale="en-GB", timezone_id="Europe/London", viewport=WIDTHS[width])
    page = context.new_page()
    asked, broken = [], []
    page.on("request", lambda request: asked.append(request.url) if not request.url.startswith("file:") else None)
    page.on("console", lambda message: broken.append(message.text))
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(extract.as_uri())
    yield page
    assert (asked, broken) == ([], [])
    context.close()


def unlock(page: Page, words: str = WORDS) -> None:
    page.get_by_label("Your name").fill("Sam Duty")
    page.get_by_label("Why you open it").fill("The police rang")
    page.get_by_label("Passphrase").fill(words)
    page.get_by_role("button", name="Open", exact=True).click()


def test_the_file_opens_with_the_network_off_and_finds_a_child_by_name(offline: Page, width: str) -> None:
    expect(offline.get_by_role("status").first).to_contain_text("Stale after")
    looked_over(offline)
    unlock(offline)
    expect(offline.get_by_role("heading", name="The children")).to_be_visible(timeout=60_000)

    every = offline.locator("details")
    assert every.count() > 5
    name = offline.locator("summary strong").first.inner_text()
    offline.get_by_label("Name", exact=True).fill(name)
    expect(offline.locator("#count")).to_contain_text(re.compile(r"^\d+ of \d+ children"))
    offline.locator("details:not([hidden]) summary").first.click()
    expect(offline.get_by_role("heading", name="Safe to ring or write?")).to_be_visible()
    expect(offline.get_by_label("Text to copy")).to_have_value(
        re.compile(r"Who: Sam Duty\nWhy: The police rang\n[\s\S]*Children: [0-9A-Z]{3}-[0-9A-Z]{4}-[0-9A-Z]{3}$")
    )
    looked_over(offline)
    picture(offline, f"emergency-open-{width}")
    offline.get_by_role("button", name="Copy what I looked at").click()
    expect(offline.locator("#copied")).not_to_be_empty()


def test_a_name_that_nobody_has_says_that_the_child_may_still_be_known(offline: Page) -> None:
    unlock(offline)
    offline.get_by_label("Name", exact=True).fill("nobody of this name")

    expect(offline.locator("#count")).to_contain_text("may still be known")
    looked_over(offline)


def test_a_wrong_passphrase_says_so_and_shows_nothing(offline: Page) -> None:
    unlock(offline, "seven green kettles argue at dawn")

    expect(offline.get_by_role("alert")).to_contain_text("not the passphrase of this file", timeout=60_000)
    assert offline.locator("details").count() == 0
    looked_over(offline)


def test_without_a_name_and_a_reason_it_asks_for_them(offline: Page) -> None:
    offline.get_by_label("Passphrase").fill(WORDS)
    offline.get_by_role("button", name="Open", exact=True).click()

    expect(offline.get_by_role("alert")).to_contain_text("your name and why")


def test_after_a_day_it_says_in_large_letters_that_it_is_stale(offline: Page, extract: Path) -> None:
    offline.clock.set_fixed_time(datetime.now(UTC) + timedelta(hours=30))
    offline.goto(extract.as_uri())

    expect(offline.locator(".stale.old")).to_contain_text(re.compile(r"^STALE: (29|30) hours old"))
    fits(offline)


def test_printed_it_has_every_child_that_is_listed(offline: Page, width: str, tmp_path: Path) -> None:
    unlock(offline)
    expect(offline.get_by_role("heading", name="The children")).to_be_visible(timeout=60_000)
    offline.evaluate("dispatchEvent(new Event('beforeprint'))")

    assert offline.locator("details:not([hidden])").count() == offline.locator("details[open] .inner").count()
    assert len(offline.pdf(path=str(tmp_path / "extract.pdf"))) > 20_000


def test_a_use_is_written_down_and_reviewed(page: Page, extract: Path) -> None:
    enter(page, "Ayesha Rahman")
    page.goto("/office/emergency/")
    looked_over(page)
    page.goto("/office/emergency/used/")
    looked_over(page)
    page.get_by_role("button", name="Write it down").click()
    looked_over(page)
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    fill(page)
    page.get_by_role("button", name="Write it down").click()

    expect(page.get_by_text("Written down. The information-governance lead will review it.")).to_be_visible()
    page.get_by_role("link", name=re.compile("review")).first.click()
    looked_over(page)
    by_keyboard(page)
    page.get_by_role("link", name="Review", exact=True).first.click()
    looked_over(page)
    page.get_by_label("What did you find?").fill("The service was away.")
    page.get_by_role("button", name="This is reviewed").click()
    expect(page.get_by_text("Reviewed.", exact=True)).to_be_visible()


def fill(page: Page) -> None:
    """A minute that lies between the making of the extract and now, whatever the time is."""
    now = datetime.now(server_zone())
    for part, value in (("Day", now.day), ("Month", now.month), ("Year", now.year)):
        page.get_by_label(part, exact=True).fill(str(value))
    page.get_by_label("From", exact=True).fill(f"{now:%H:%M}")
    page.get_by_label("To", exact=True).fill(f"{now:%H:%M}")
    page.get_by_label("Why", exact=True).fill("The police rang about a child")
    page.get_by_label("Which children (optional)").fill("Children: K7P-M2QX-9TB, ABC")


def server_zone():
    from everychild.kit.time import LONDON

    return LONDON
