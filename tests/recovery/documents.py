"""The programs that stand in the documents, to be run as they stand."""

import re

from tests.architecture.house import ROOT


def program(document: str, label: str) -> str:
    """The text of the block that begins with ```language label in a document."""
    found = re.search(rf"^```\w+ {re.escape(label)}\n(.*?)^```$", (ROOT / "docs" / document).read_text("utf-8"), re.M | re.S)
    assert found, f"docs/{document} has no block called {label}"
    return found[1]
