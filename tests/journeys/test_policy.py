"""The counting of policy reports is itself tried: a page that breaks the policy is caught."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.journeys import server, walking


def test_a_breach_of_the_policy_is_refused_by_the_browser_and_counted(browser: Browser, town: None, tmp_path: Path) -> None:
    log = tmp_path / "service.log"
    with server.serving(log) as address:
        page = browser.new_page()
        page.goto(f"{address}/accounts/login/?next=/children/K7PM2QX9TB/")

        page.evaluate("() => { const s = document.createElement('style'); s.textContent = 'h1 { color: red }'; document.head.append(s) }")
        page.wait_for_timeout(1500)

        colour = page.locator("h1").evaluate("e => getComputedStyle(e).color")
        page.close()

    assert colour != "rgb(255, 0, 0)"
    reports = walking.policy_reports(log)
    assert len(reports) == 1
    assert "K7PM2QX9TB" not in reports[0]
