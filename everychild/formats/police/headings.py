"""The columns, in their order. The shape is ours: no standard exists."""

from everychild.formats.words import words

HEADINGS = words("""
    incident_id at kind person_no role given_names family_name date_of_birth sex address postcode officer grading
    """)
"""Every column; a file may leave out those that `REQUIRED` does not name."""
