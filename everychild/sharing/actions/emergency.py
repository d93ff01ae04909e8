"""The emergency extract is made, old ones are taken away, and its use is written down afterwards."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection, transaction

from everychild.kit.ids import new_id, read_ref
from everychild.kit.problems import Problem, Refused
from everychild.kit.time import LONDON, day_of
from everychild.ledger.actions import record as ledger_record
from everychild.organisations.models import User
from everychild.organisations.queries import duty_numbers
from everychild.sharing.emergency.children import children_in_need_of_finding
from everychild.sharing.emergency.sealing import seal, why_weak
from everychild.sharing.models import EmergencyExtract, EmergencyUse

PAGE, REVIEWS = "emergency", "emergency_review"


@transaction.atomic
def make_extract(*, out: Path, passphrase: str, at: datetime, own_authority: str, authority: str) -> EmergencyExtract:
    """The children who may have to be found tonight, in one encrypted file; a folder gets a file named by the instant. One entry in the ledger, and no child's name.

    The file is in its place only when the account of it is: it is renamed once the transaction stands.
    """
    if weak := why_weak(passphrase):
        raise Problem(f"The passphrase is too weak to guard this file. {weak}")
    children, counted = children_in_need_of_finding(on=day_of(at), own_authority=own_authority)
    made = seal({"children": children, "duty": duty_numbers()}, passphrase=passphrase, at=at, authority=authority)
    path = out / f"everychild-emergency-{at.astimezone(LONDON):%Y-%m-%d-%H%M%S}.html" if out.is_dir() else out
    extract = EmergencyExtract(id=new_id(), made_at=at, digest=made.digest, file_name=path.name[:200], **asdict(counted))
    extract.save(force_insert=True)
    ledger_record("emergency_extract_made", refs={"extract": str(extract.pk), "digest": made.digest}, words={**asdict(counted), "at": at.isoformat()})
    unfinished = _write_beside(path, made.page)
    transaction.on_commit(lambda: unfinished.replace(path))
    return extract


def _write_beside(path: Path, page: bytes) -> Path:
    """The file under a name of its own, for its owner's eyes only."""
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(page)
    return unfinished


@transaction.atomic
def remove_old_extracts(*, folder: Path, at: datetime, kept_days: int) -> list[EmergencyExtract]:
    """Extracts of this folder that are older than so many days are deleted. Only files that we know of: what else lies there is not ours."""
    old = list(EmergencyExtract.objects.filter(removed_at=None, made_at__lt=at - timedelta(days=kept_days)))
    for one in old:
        (folder / f"{one.file_name}.part").unlink(missing_ok=True)  # of a night on which the machine stopped
    gone = [one for one in old if (folder / one.file_name).is_file()]
    for one in gone:
        (folder / one.file_name).unlink(missing_ok=True)
        one.removed_at = at
        one.save(update_fields=["removed_at"])
    if gone:
        ledger_record("emergency_extracts_removed", refs={"digests": [one.digest for one in gone]})
    return gone


@transaction.atomic
def write_down_use(
    *, by: User, extract: EmergencyExtract, opened_by: str, from_at: datetime, to_at: datetime, why: str, children: Sequence[str], at: datetime
) -> EmergencyUse:
    """Somebody says who opened an extract, when, why and at which children they looked. It stands in the ledger, and beside each of the children whom a reference means."""
    if by.role is None or PAGE not in by.role.pages:
        raise Refused("Your role does not write down the use of an emergency extract. Ask your manager, or the information-governance lead.")
    if to_at < from_at:
        raise Problem("The extract cannot be closed before it is opened.")
    if from_at < extract.made_at.replace(second=0, microsecond=0) or from_at > at:
        raise Problem("The extract was opened after it was made and before now. Check the day and the time.")
    use = EmergencyUse(
        id=new_id(), extract_id=extract.pk, opened_by=opened_by[:160], from_at=from_at, to_at=to_at, why=why, children=[one[:40] for one in children],
        written_by=by, written_at=at,
    )  # fmt: skip
    use.save(force_insert=True)
    said = {"opened_by": use.opened_by, "why": why, "from": from_at.isoformat(), "to": to_at.isoformat()}
    ledger_record(
        "emergency_extract_used", refs={"use": str(use.pk), "extract": str(extract.pk), "digest": extract.digest, "children": use.children}, words=said
    )
    with connection.cursor() as sql:
        sql.execute("select sharing_account_for_emergency(%s, %s)", [use.pk, [bare for one in use.children if (bare := read_ref(one))]])
    return use


@transaction.atomic
def review_use(*, by: User, use: EmergencyUse, review: str, at: datetime) -> EmergencyUse:
    """The lead has looked at a use, and says what came of it."""
    if by.role is None or REVIEWS not in by.role.pages:
        raise Refused("Only the information-governance lead reviews the use of an emergency extract.")
    if use.reviewed_at:
        raise Problem("This has been reviewed already.")
    use.reviewed_by, use.reviewed_at, use.review = by, at, review
    use.save(update_fields=["reviewed_by", "reviewed_at", "review"])
    ledger_record("emergency_use_reviewed", refs={"use": str(use.pk)}, words={"review": review})
    return use
