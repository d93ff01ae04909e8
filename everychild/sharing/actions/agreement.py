"""Agreements are read."""

from everychild.sharing.agreements import Terms
from everychild.sharing.models import Agreement


def know_agreement(*, terms: Terms) -> Agreement:
    """An agreement is listed as its file has it."""
    said = terms.model_dump(exclude={"code", "source", "system"})
    lists = {name: list(said[name]) for name in ("controllers", "gateways", "items")}
    agreement, _ = Agreement.objects.update_or_create(code=terms.code, defaults={"source_code": terms.source, **said, **lists})
    return agreement
