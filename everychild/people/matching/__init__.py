"""Which records are the same child: Splink's weight for every likely pair, then a policy in words, then clusters that no rule forbids.

Pure: an Arrow table of standard rows in, frozen results out; no Django, no database but DuckDB in memory.
"""

from everychild.people.matching.explain import Reason, explain
from everychild.people.matching.linking import Linked, link

__all__ = ["Linked", "Reason", "explain", "link"]
