"""The log says what kind of thing went wrong, and where, and never in whose words."""

import logging
import sys

import pytest
from django.utils.module_loading import import_string

from everychild.kit.logs import Wordless, where


def _goes_wrong() -> None:
    try:
        int("Amara Okonkwo")
    except ValueError as inner:
        raise RuntimeError("no such child: Amara Okonkwo") from inner


@pytest.fixture
def error() -> RuntimeError:
    with pytest.raises(RuntimeError) as caught:
        _goes_wrong()
    return caught.value


def test_an_error_is_its_class_and_its_places_and_so_is_its_cause(error) -> None:
    said = where(error)

    assert "RuntimeError" in said
    assert "ValueError" in said
    assert f"{__file__}:" in said
    assert "_goes_wrong" in said
    assert "Amara" not in said


def test_a_line_of_the_log_leaves_the_words_out(error, monkeypatch) -> None:
    monkeypatch.delenv("EVERYCHILD_DEMO", raising=False)
    line = logging.LogRecord("django.request", logging.ERROR, "x.py", 1, "Internal Server Error: %s", ("/find/",), (type(error), error, error.__traceback__))

    assert "Amara" not in Wordless("%(levelname)s %(message)s").format(line)


def test_every_log_of_the_service_is_written_so() -> None:
    from everychild import settings

    assert all(issubclass(import_string(one["()"]), Wordless) for one in settings.LOGGING["formatters"].values())
    assert sys.exception() is None
