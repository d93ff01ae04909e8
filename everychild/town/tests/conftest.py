"""Towns that several tests look at, each built once."""

from pathlib import Path

import pytest

from everychild.town.build import build_town
from everychild.town.tests.files import Files


@pytest.fixture(scope="session")
def hamlet(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The smallest town that anybody would look at: 300 children."""
    return _built(tmp_path_factory.mktemp("hamlet"), 300, 4)


@pytest.fixture(scope="session")
def township(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """A town of 6,000 children: large enough to count in."""
    return _built(tmp_path_factory.mktemp("township"), 6000, 2)


def _built(folder: Path, children: int, seed: int) -> Files:
    build_town(children, seed, folder, processes=1)
    return Files(folder)
