"""Lists of names as one reads them: parted by spaces."""


def words(text: str) -> tuple[str, ...]:
    """The words of a text, in order.

    >>> words("upn  surname")
    ('upn', 'surname')
    """
    return tuple(text.split())
