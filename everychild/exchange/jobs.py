"""What is done outside a request: loading what was sent, and beginning again what a kill left half done."""

import time
from uuid import UUID

from django.db import connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

DAY = 24 * 3600


@app.task(name="load_sent", queue="loads", retry=RetryStrategy(wait=60))
def load_sent(*, sent: str) -> None:
    """Load what was sent under this key; what a worker thought dead still has in hand is looked at again in a minute."""
    from everychild.exchange.sending import load_what_was_sent
    from everychild.kit.time import now

    try:
        load_what_was_sent(key=UUID(sent), clock=now)
    finally:
        connection.close()


@app.task(name="load_corrections", queue="loads", retry=RetryStrategy(wait=60))
def load_corrections(*, corrections: list[str]) -> None:
    """Load a row with the values that somebody corrected in it."""
    from everychild.exchange.correcting import load_what_was_corrected
    from everychild.kit.time import now

    try:
        load_what_was_corrected(keys=[UUID(key) for key in corrections], clock=now)
    finally:
        connection.close()


@app.periodic(cron="* * * * *")
@app.task(name="begin_again", queue="upkeep", queueing_lock="begin_again", pass_context=True)
async def begin_again(context, timestamp: int) -> None:
    """A job whose worker was killed stays in its hands for ever, unless somebody takes it out of them."""
    for job in await context.app.job_manager.get_stalled_jobs():
        await context.app.job_manager.retry_job(job)


@app.periodic(cron="17 * * * *")
@app.task(name="sweep", queue="upkeep", queueing_lock="sweep")
def sweep(timestamp: int) -> None:
    """Files of requests that failed after they were kept are taken away within a day, and so are old jobs."""
    from everychild.exchange.inbox import drop_all_but
    from everychild.intake.queries import not_ended
    from everychild.kit.acting import JOBS, on_behalf_of

    with on_behalf_of(None, role=JOBS, purpose="load"):
        waited_for = list(not_ended().values_list("pk", flat=True))
    drop_all_but(keys=waited_for, older_than=time.time() - DAY)
    connection.close()
