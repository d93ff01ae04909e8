"""What a password may not lean on: the words that anybody would try first at a place like this."""

import re

from django.core.exceptions import ValidationError

WORDS = ("everychild", "safeguarding", "children", "child", "family", "social", "worker", "council", "authority", "school", "health", "police", "password", "welcome", "letmein")
REST = 8


def without_our_words(password: str) -> str:
    """What is left of a password when the words of this place and its figures are taken away.

    >>> without_our_words("Everychild-2026!"), without_our_words("children of a lesser teapot")
    ('-!', ' of a lesser teapot')
    """
    return re.sub("|".join((*WORDS, r"\d+")), "", password, flags=re.I)


class NotOurWords:
    """One of Django's validators: enough of a password must be the user's own."""

    def validate(self, password: str, user: object = None) -> None:
        if len(without_our_words(password)) < REST and re.search("|".join(WORDS), password, re.I):
            raise ValidationError("This password is mostly words that anybody would try here first.", code="password_of_our_words")

    def get_help_text(self) -> str:
        return "Your password can’t be mostly words such as “everychild”, “school” or “safeguarding” with figures behind them."
