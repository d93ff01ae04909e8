"""Signing in: with a password, as one of the demonstration's people, by keyboard, with script off, and wrongly."""

from playwright.sync_api import Page, expect

from tests.journeys.walking import axe, by_keyboard, fits, looked_over, picture

PASSWORD = "a long password of the journeys"


def test_the_sign_in_page_reads_well(page: Page, width: str) -> None:
    page.goto("/accounts/login/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    looked_over(page)
    picture(page, f"sign-in-{width}")


def test_a_wrong_password_says_what_is_wrong_and_leads_to_the_field(page: Page) -> None:
    page.goto("/accounts/login/")

    page.get_by_label("User name or work email address").fill("nobody")
    page.get_by_label("Password", exact=True).fill("not the password")
    page.get_by_role("button", name="Sign in", exact=True).click()

    assert page.title().startswith("Error: ")
    expect(page.get_by_text("There is a problem")).to_be_visible()
    assert page.evaluate("document.activeElement.className").startswith("govuk-error-summary")
    looked_over(page)


def test_an_empty_form_names_each_field(page: Page) -> None:
    page.goto("/accounts/login/")

    page.get_by_role("button", name="Sign in", exact=True).click()

    page.locator(".govuk-error-summary__list a").first.click()
    assert page.evaluate("document.activeElement.name") == "login"
    axe(page)


def test_the_keyboard_reaches_everything_in_order(page: Page) -> None:
    page.goto("/accounts/login/")

    stops = by_keyboard(page)

    assert "Everychild" in stops[1]
    assert stops.index("login") < stops.index("password") < stops.index("Sign in")


def test_a_visitor_signs_in_as_one_of_the_named_people_and_out_again(page: Page) -> None:
    page.goto("/accounts/login/")

    page.locator(".demo-people__person").first.click()

    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_signing_in_needs_no_script(page_without_script: Page) -> None:
    page_without_script.goto("/accounts/login/")

    page_without_script.locator(".demo-people__person").first.click()

    expect(page_without_script.get_by_role("button", name="Sign out")).to_be_visible()


def test_nobody_makes_an_account_for_themselves(page: Page) -> None:
    page.goto("/accounts/signup/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Accounts are given, not taken")
    looked_over(page)


def test_a_forgotten_password_tells_nobody_whether_there_is_an_account(page: Page) -> None:
    page.goto("/accounts/password/reset/")
    looked_over(page)

    page.get_by_label("Work email address").fill("nobody@thornbeck.example")
    page.get_by_role("button", name="Send the link").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Look at your email")
    looked_over(page)


def test_a_page_that_is_not_there_says_what_to_do(page: Page) -> None:
    page.goto("/nothing/of/the/kind")

    expect(page.get_by_role("heading", level=1)).to_contain_text("There is nothing here")
    fits(page)
    axe(page)
