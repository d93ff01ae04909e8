"""The columns, in their order. The shape is ours: no standard exists."""

from everychild.formats.words import words

HEADINGS = words("""
    laestab pupil_id upn pupil_given_names pupil_family_name pupil_date_of_birth contact_id priority title given_names family_name relation
    parental_responsibility court_order may_have_contact lives_with_pupil address_withheld address_1 address_2 address_3 address_4 postcode telephone
    email language interpreter safe_contact
    """)
"""Every column; a file may leave out those that `REQUIRED` does not name."""
