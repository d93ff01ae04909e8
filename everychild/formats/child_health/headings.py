"""The columns, in their order. The shape is ours: no standard exists."""

from everychild.formats.words import words

HEADINGS = words("""
    local_id nhs_number given_names family_name known_as previous_family_name date_of_birth birth_order sex address_1 address_2 address_3 address_4
    postcode gp_code health_visitor team telephone from to
    """)
"""Every column; a file may leave out those that `REQUIRED` does not name."""
