"""Alerts about a child, each with an owner, a due time and an outcome. The room does not know which room asked."""
