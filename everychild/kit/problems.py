"""Expected failures, each with a sentence that a worker can read. Anything else is a bug and is let rise."""

from django.core.exceptions import PermissionDenied


class Refused(PermissionDenied):
    """May not. The sentence says why, and whom to ask."""


class Problem(Exception):
    """Makes no sense. The sentence says what does not fit."""
