"""A practitioner's day: their children, a search, a purpose, the record, why it is one, an involvement; and a school's roll."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.walking import by_keyboard, looked_over, picture


def sign_in(page: Page, name: str) -> None:
    page.goto("/accounts/login/")
    page.locator(".demo-people__person", has_text=name).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def declare(page: Page, purpose: str, reason: str = "") -> None:
    """Says why, where the page asks; a purpose of the last half hour is not asked again."""
    if page.get_by_role("heading", level=1).inner_text() != "Open a record":
        return
    page.get_by_label(purpose).check()
    if reason:
        page.get_by_label("What has happened").fill(reason)
    page.get_by_role("button", name="Open the record").click()


def test_my_children_read_well(page: Page, width: str) -> None:
    sign_in(page, "Alice Okafor")

    expect(page.get_by_role("heading", level=1)).to_have_text("My children")
    looked_over(page)
    picture(page, f"my-children-{width}")
    page.get_by_role("link", name="of your team’s").click()
    looked_over(page)


def test_a_record_is_read_from_the_list_with_a_purpose(page: Page, width: str) -> None:
    sign_in(page, "Alice Okafor")
    page.locator("#list tbody a").first.click()
    declare(page, "Direct work")

    expect(page.get_by_role("heading", name="Who is involved")).to_be_visible()
    looked_over(page)
    picture(page, f"record-{width}")
    page.get_by_role("link", name="Why are these one child?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Why are these one child?")
    looked_over(page)
    picture(page, f"why-{width}")


def test_an_involvement_is_added_and_ended(page: Page) -> None:
    sign_in(page, "Alice Okafor")
    page.locator("#list tbody a").last.click()
    declare(page, "Direct work")

    page.get_by_role("link", name="my own involvement").click()
    page.get_by_role("button", name="Add my involvement").click()
    assert page.title().startswith("Error: ")
    looked_over(page)
    page.get_by_label("What you do for this child").fill("Lead professional")
    page.get_by_role("button", name="Add my involvement").click()
    expect(page.get_by_text("Your involvement is on the record.")).to_be_visible()
    looked_over(page)
    page.get_by_role("link", name="my own involvement").click()
    looked_over(page)
    page.get_by_role("button", name="End it today").first.click()
    expect(page.get_by_text("Your involvement has ended.")).to_be_visible()


def test_the_front_door_finds_a_child_and_says_why(page: Page, width: str) -> None:
    sign_in(page, "Alice Okafor")
    name, year = page.locator("#list tbody a").first.inner_text(), page.locator("#list tbody tr").first.locator("td").first.inner_text().split()
    born = next(word for word in year if len(word) == 4 and word.isdigit())
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, "Bob Hartley")

    page.get_by_label("Find another child by name").fill(" ".join(reversed(name.split())))
    page.get_by_role("button", name="Go on").click()
    assert page.title().startswith("Error: ")
    looked_over(page)
    page.get_by_label("Year", exact=True).fill(born)
    page.get_by_role("button", name="Search", exact=True).click()
    looked_over(page)
    picture(page, f"found-{width}")
    page.get_by_role("button", name=f"Open the record of {name}").first.click()
    looked_over(page)
    page.get_by_role("button", name="Open the record").click()
    assert page.title().startswith("Error: ")
    looked_over(page)
    picture(page, f"purpose-{width}")
    declare(page, "A new contact", "A neighbour rang: shouting in the night.")
    expect(page.get_by_role("heading", level=1)).to_contain_text(name.split()[0])
    looked_over(page)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"Name": "Zzyzx Quux", "Or about how old": "9"}, "Nobody found"),
        ({"Name": "a", "Postcode": "nowhere", "School": "a", "NHS number": "943 476 5918"}, "There is a problem"),
        ({"Name": "a", "School": "school"}, "Which school"),
    ],
    ids=["nobody", "in error", "which school"],
)
def test_a_search_reads_well_whatever_comes_of_it(page: Page, asked: dict, told: str) -> None:
    sign_in(page, "Bob Hartley")
    page.goto("/find/")

    for label, value in asked.items():
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="Search", exact=True).click()

    expect(page.get_by_text(told).first).to_be_visible()
    looked_over(page)


def test_a_school_reads_its_roll_and_a_pupil(page: Page, width: str) -> None:
    sign_in(page, "Charlie Nowak")

    expect(page.get_by_role("heading", level=1)).to_have_text("Our roll")
    looked_over(page)
    picture(page, f"roll-{width}")
    page.get_by_label("Name").fill("qqqq")
    page.get_by_role("button", name="Apply filters").click()
    expect(page.get_by_text("No pupil fits")).to_be_visible()
    looked_over(page)
    page.get_by_role("link", name="Clear filters").first.click()
    page.locator("#list tbody a").first.click()
    expect(page.get_by_role("heading", name="Who is involved")).to_be_visible()
    looked_over(page)


def test_an_empty_list_reads_well(page: Page) -> None:
    sign_in(page, "Bob Hartley")

    expect(page.get_by_text("No child is in this list")).to_be_visible()
    looked_over(page)


def test_the_keyboard_reaches_everything_on_the_form_and_the_list(page: Page) -> None:
    sign_in(page, "Alice Okafor")
    by_keyboard(page)

    page.goto("/find/")
    stops = by_keyboard(page)

    assert stops.index("names") < stops.index("born_year") < stops.index("postcode") < stops.index("Search")


@pytest.mark.parametrize("path", ["/accessibility", "/privacy"])
def test_a_page_for_everybody_reads_well(page: Page, path: str) -> None:
    page.goto(path)

    looked_over(page)


def test_finding_and_opening_need_no_script(page_without_script: Page) -> None:
    page = page_without_script
    sign_in(page, "Alice Okafor")

    page.locator("#list tbody a").first.click()
    declare(page, "Direct work")

    expect(page.get_by_role("heading", name="Who is involved")).to_be_visible()
    page.goto("/find/")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
