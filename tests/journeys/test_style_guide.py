"""Every component in every state, at both widths."""

import pytest
from playwright.sync_api import Page

from tests.journeys.walking import looked_over


@pytest.mark.parametrize("state", ["empty", "one", "many", "error"])
def test_every_component_reads_well(page: Page, state: str) -> None:
    page.goto(f"/style-guide/{state}/")

    looked_over(page)
