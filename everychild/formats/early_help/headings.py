"""The columns, in their order. The shape is ours: no standard exists."""

from everychild.formats.words import words

HEADINGS = words("""
    local_id upn given_names family_name known_as date_of_birth sex address postcode service episode_id team worker worker_role telephone from to
    reason school_laestab consent_on staff_safety staff_safety_owner staff_safety_review_on
    """)
"""Every column; a file may leave out those that `REQUIRED` does not name."""
