"""The office in a real browser: every page of it, empty, full and with a form in error, at both widths."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.walking import by_keyboard, looked_over, picture

PAGES = {
    "Kit Soames": [
        "loads/",
        "loads/?status=refused",
        "loads/send/",
        "loads/sent/",
        "sources/",
        "sources/census/",
        "agreements/",
        "agreements/census-2026/",
        "held/",
    ],
    "Ayesha Rahman": ["loads/", "sources/", "agreements/", "held/", "looks/", "looks/?who=nobody", "access/"],
    "Mona Ellery": ["adoption/"],
    "Noor Baptiste": [
        "users/",
        "users/?words=nobody",
        "users/add/",
        "users/teams/",
        "users/teams/add/",
        "users/1/",
        "users/1/change/",
        "users/1/close/",
        "users/1/link/",
        "users/1/sources/",
    ],
}


def enter(page: Page, name: str) -> None:
    """Come in as one of the demonstration's people."""
    page.goto("/accounts/login/")
    page.locator(".demo-people__person", has_text=name).click()


def goto(page: Page, path: str) -> None:
    answer = page.goto(f"/office/{path}")
    assert answer is not None
    assert answer.status == 200, f"{path} answers {answer.status}"


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_the_office_reads_well(page: Page, name: str) -> None:
    enter(page, name)

    for path in PAGES[name]:
        goto(page, path)
        looked_over(page)


def test_a_load_leads_to_its_rows_and_its_problems(page: Page, width: str) -> None:
    enter(page, "Kit Soames")
    goto(page, "loads/?source=census")
    picture(page, f"loads-{width}")

    page.get_by_role("link", name="School census").first.click()
    looked_over(page)
    picture(page, f"load-{width}")
    page.get_by_role("link", name=re.compile("accepted with a flag")).click()
    looked_over(page)
    page.go_back()
    page.get_by_role("link", name=re.compile("rows in all")).click()
    looked_over(page)


def test_a_problem_is_settled_with_a_reason(page: Page) -> None:
    enter(page, "Kit Soames")
    # Each width settles one of its own: the files of a small town may have a single problem.
    goto(page, f"loads/?source={'census' if page.viewport_size['width'] > 600 else 'nccis'}")
    page.locator("main table").get_by_role("link").first.click()
    page.get_by_role("link", name=re.compile("accepted with a flag")).click()
    page.get_by_label("Settled").select_option("Not yet")
    page.get_by_role("button", name="Apply filters").click()

    page.get_by_role("link", name="Settle", exact=True).first.click()
    page.get_by_role("button", name="Settle").click()
    assert page.title().startswith("Error: ")
    looked_over(page)
    page.get_by_label("Asked the sender to correct it").check()
    page.get_by_role("button", name="Settle").click()

    expect(page.get_by_text("Settled. What you did is written in the account.")).to_be_visible()
    looked_over(page)


def test_a_file_is_sent_and_waits(page: Page) -> None:
    enter(page, "Kit Soames")
    goto(page, "loads/send/")
    page.get_by_role("button", name="Send").click()
    assert page.title().startswith("Error: ")
    looked_over(page)

    page.get_by_label("File, or all files of one extract").set_input_files({"name": "schools.csv", "mimeType": "text/csv", "buffer": b"URN\n1\n"})
    for part, told in (("Day", "1"), ("Month", "10"), ("Year", "2026")):
        page.get_by_label(part).fill(told)
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("schools.csv")
    looked_over(page)


def test_what_is_held_is_pictured(page: Page, width: str) -> None:
    enter(page, "Ayesha Rahman")
    goto(page, "held/")
    picture(page, f"held-{width}")
    goto(page, "access/")
    picture(page, f"access-{width}")


def test_a_user_is_added_and_leaves(page: Page, width: str) -> None:
    enter(page, "Noor Baptiste")
    goto(page, "users/add/")
    page.get_by_role("button", name="Add this user").click()
    assert page.title().startswith("Error: ")
    looked_over(page)

    page.get_by_label("User name").fill(f"journey.office.{width}")
    page.get_by_label("Full name").fill("Wren Abara")
    page.get_by_label("Social worker").check()
    page.get_by_role("button", name="Add this user").click()
    if page.get_by_text("Another account has this user name").count():  # an earlier run in this home
        return
    expect(page.locator(".secret")).to_contain_text("/accounts/password/reset/key/")
    looked_over(page)

    page.get_by_role("link", name="To Wren Abara").click()
    looked_over(page)
    page.get_by_role("link", name="Close").click()
    page.get_by_role("button", name="Close the account").click()
    expect(page.get_by_text("Done. It is written in the account.")).to_be_visible()
    looked_over(page)


def test_the_keyboard_reaches_every_filter_and_row(page: Page) -> None:
    enter(page, "Kit Soames")
    goto(page, "sources/")

    stops = by_keyboard(page)

    assert "School census" in stops


def test_the_office_needs_no_script(page_without_script: Page) -> None:
    enter(page_without_script, "Kit Soames")
    goto(page_without_script, "loads/")

    page_without_script.get_by_label("Status").select_option("Loaded")
    page_without_script.get_by_role("button", name="Apply filters").click()

    expect(page_without_script.get_by_role("heading", level=1)).to_have_text("Loads")
