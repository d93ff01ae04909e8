"""A child's record turned into what a page draws: words, rows and drawings. Nothing here asks the database; the record has been asked already."""
