"""What the worker does for the ledger without being asked."""

from procrastinate.contrib.django import app

from everychild.ledger import actions


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="ledger_seal")
def seal_what_is_settled(timestamp: int) -> None:
    """Every minute, so that a quiet evening leaves nothing unsealed; busy hours seal by the way."""
    actions.seal()
