"""The real service and a real browser. Nothing here knows a page: the journeys do."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys import server, walking

MISSING = "The journeys need Chromium. On Debian: apt-get install chromium. Elsewhere install it and set CHROMIUM to its path."
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys."""
    path = server.chromium()
    if path is None:
        pytest.skip(MISSING)
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def town() -> Iterator[None]:
    """A small town, loaded and matched, with the demonstration's named people; made once, and kept for the next run. JOURNEYS_CHILDREN=0 has only the people."""
    if server.CHILDREN != "0":
        server.everychild("demo", "--children", server.CHILDREN, "--no-serve")
    else:
        server.everychild("db", "start")
        server.everychild("db", "migrate")
        server.python("from datetime import date\nfrom everychild.exchange.demo_people import employ_demo_people\nemploy_demo_people(on=date.today())")
    yield
    if not os.environ.get("DATABASE_URL"):
        server.everychild("db", "stop")


@pytest.fixture(scope="session")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("service") / "service.log"


@pytest.fixture(scope="session")
def service(town: None, log: Path) -> Iterator[str]:
    """The address of the running service. At the end no browser may have reported a breach of the policy."""
    with server.serving(log) as address:
        yield address
    assert walking.policy_reports(log) == []


@pytest.fixture(params=["phone", "desk"])
def width(request: pytest.FixtureRequest) -> str:
    """Each journey that asks for it runs at 320 and at 1280 pixels."""
    return request.param


@pytest.fixture
def page(browser: Browser, service: str, width: str, log: Path) -> Iterator[Page]:
    """A fresh visitor at both widths; whatever they do, the policy is kept and no page fails."""
    yield from _visitor(browser, service, log, viewport=walking.WIDTHS[width])


@pytest.fixture
def page_without_script(browser: Browser, service: str, log: Path) -> Iterator[Page]:
    """A fresh visitor whose browser runs no script."""
    yield from _visitor(browser, service, log, viewport=walking.WIDTHS["desk"], java_script_enabled=False)


def _visitor(browser: Browser, service: str, log: Path, **how: object) -> Iterator[Page]:
    context = browser.new_context(base_url=service, locale="en-GB", timezone_id="Europe/London", **how)
    context.set_default_timeout(15_000)
    page = context.new_page()
    broken: list[str] = []
    page.on("response", lambda answer: broken.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None)
    page.on("console", lambda message: broken.append(message.text) if "Content Security Policy" in message.text else None)
    page.on("pageerror", lambda error: broken.append(str(error)))
    before = len(walking.policy_reports(log))
    yield page
    context.close()
    assert broken == []
    assert walking.policy_reports(log)[before:] == []
