"""A decision not to share, from the record to the lead's list and its review; and the page that families read."""

from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.journeys.test_children import declare, sign_in
from tests.journeys.walking import by_keyboard, looked_over, picture


def fill_day(page: Page, name: str, days: int) -> None:
    """A day from now, in its three boxes."""
    on = date.today() + timedelta(days=days)
    for part, said in (("day", on.day), ("month", on.month), ("year", on.year)):
        page.locator(f"[name={name}_{part}]").fill(str(said))


def test_a_decision_not_to_share_is_taken_and_looked_at_again(page: Page, width: str) -> None:
    sign_in(page, "Alice Okafor")
    page.locator("#list tbody a").first.click()
    declare(page, "Direct work")
    page.get_by_role("link", name="Decide not to share something").click()
    looked_over(page)

    page.get_by_role("button", name="Record my decision").click()
    assert page.title().startswith("Error: ")
    looked_over(page)
    page.get_by_label("Address", exact=True).check()
    page.get_by_label("What kind of organisation is it not shared with?").select_option("A school")
    page.get_by_label("Its name").fill(f"Rowan School {width}")
    page.get_by_label("Telling would do the child more harm than good").check()
    page.get_by_label("Why, in your own words").fill("Somebody who works there must not know.")
    fill_day(page, "review_on", 40)
    page.get_by_role("button", name="Record my decision").click()

    expect(page.get_by_text("Your decision is on the record.")).to_be_visible()
    looked_over(page)
    page.locator("#withheld").scroll_into_view_if_needed()
    picture(page, f"withheld-{width}")
    page.get_by_role("row", name=f"Rowan School {width}").get_by_role("link").first.click()
    looked_over(page)
    page.get_by_label("It is still not shared").check()
    page.get_by_label("Why").fill("Nothing has changed.")
    fill_day(page, "review_on", 80)
    page.get_by_role("button", name="Record the review").click()
    expect(page.get_by_text("The review is on the record.")).to_be_visible()


def test_the_lead_reads_the_decisions_the_gateways_and_the_record_of_processing(page: Page, width: str) -> None:
    sign_in(page, "Ayesha Rahman")
    page.get_by_role("link", name="Who looked").click()
    looked_over(page)
    page.get_by_role("link", name="decisions not to share stand").click()
    looked_over(page)
    picture(page, f"decisions-{width}")
    page.get_by_label("Which decisions").select_option("Ended")
    page.get_by_role("button", name="Apply filters").click()
    looked_over(page)
    page.goto("/office/agreements/health-2026/")
    looked_over(page)
    page.get_by_role("link", name="Children Act 2004, section 11").click()
    looked_over(page)
    picture(page, f"gateway-{width}")
    page.goto("/office/access/")
    page.get_by_role("link", name="Record of processing").click()
    looked_over(page)
    picture(page, f"processing-{width}")


def test_a_family_reads_what_is_held_without_signing_in(page: Page, width: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("link", name="For families").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("What we hold, and your rights")
    looked_over(page)
    picture(page, f"what-we-hold-{width}")
    by_keyboard(page)
