"""What is done to records and persons, by subject."""
