"""What is done about who may know, by subject."""
