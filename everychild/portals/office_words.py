"""Codes of the office in words that a parent can read, and the tone that repeats them."""

from datetime import date

from everychild.intake.models import Batch, Correction, RowVerdict, SentFile, Source
from everychild.intake.rules import FRESH, LATE, NEVER, SILENT, UNTIMED, Freshness
from everychild.kit.words import day

STATUS = {
    Batch.Status.LOADED: ("Loaded", "green"),
    Batch.Status.STOPPED: ("Stopped whole", "red"),
    Batch.Status.REFUSED: ("Refused", "red"),
}
SENT = {
    SentFile.Status.WAITING: ("Waiting", "plain"),
    SentFile.Status.LOADING: ("Loading", "teal"),
    SentFile.Status.DONE: ("Done", "green"),
    SentFile.Status.FAILED: ("Failed", "red"),
}
VERDICT = {
    RowVerdict.Verdict.ACCEPTED: ("Accepted", "green"),
    RowVerdict.Verdict.FLAGGED: ("Accepted with a flag", "amber"),
    RowVerdict.Verdict.QUARANTINED: ("Quarantined", "red"),
}
QUERY = {
    Correction.State.WAITING: ("Waiting to be loaded", "plain"),
    Correction.State.REFUSED: ("Could not be loaded", "red"),
    Correction.State.OPEN: ("Asked of the source", "teal"),
    Correction.State.AGREED: ("The source agrees", "green"),
    Correction.State.DISAGREED: ("The source disagrees", "red"),
    Correction.State.OTHERWISE: ("The source says something else", "amber"),
    Correction.State.WITHDRAWN: ("Withdrawn", "plain"),
}
STATE = {
    Source.State.STANDALONE: ("Stands alone", "amber"),
    Source.State.FEEDING: ("Feeds Everychild", "green"),
    Source.State.REPLACED: ("Replaced by Everychild", "teal"),
    Source.State.RETIRED: ("Retired", "plain"),
}
STANDING = {
    "in_force": ("In force", "green"),
    "soon": ("Review is due soon", "amber"),
    "overdue": ("Review is overdue", "red"),
    "ended": ("Ended", "red"),
    "not_yet": ("Not signed into force yet", "plain"),
}
FRESHNESS = {
    FRESH: ("Up to date", "green"),
    LATE: ("Late", "amber"),
    SILENT: ("Did not answer", "red"),
    NEVER: ("Nothing loaded yet", "plain"),
    UNTIMED: ("No interval agreed", "plain"),
}
ITEMS = {
    "name": "Name", "date_of_birth": "Date of birth", "sex": "Sex", "address": "Address", "nhs_number": "NHS number", "upn": "UPN (pupil number)", "uln": "ULN (learner number)",
    "ethnicity": "Ethnicity", "language": "Language and communication", "nationality": "Nationality", "telephone": "Telephone and email", "school": "School",
    "sen": "Special educational needs provision", "relations": "Adults and relationships", "involvement": "Which services are involved",
    "worker": "Workers and how to reach them", "category": "Why a service is involved", "events": "Dated events", "death": "Date of death",
    "cautions": "Staff-safety warnings", "establishment": "Schools themselves", "other": "Columns that bring no fact",
    "identifiers": "Identifiers (UPN, NHS number, ULN)", "contact": "Telephone and email", "relationships": "Adults and relationships",
}  # fmt: skip
FIELDS = {
    "given_names": "given names", "family_name": "family name", "known_as": "known as", "previous_family_names": "former family names", "born_on": "date of birth",
    "birth_date_is": "how sure the birth date is", "sex": "sex", "nhs_number": "NHS number", "upn": "UPN", "former_upns": "former UPNs", "uln": "ULN",
    "ethnicity": "ethnicity", "nationality": "nationality", "first_language": "first language", "interpreter": "interpreter",
    "communication_needs": "communication needs", "telephone": "telephone", "email": "email", "died_on": "date of death",
}  # fmt: skip
SEARCHES = {
    "everyone": "Any child, by a name and one more fact", "team": "Children of their own or their team", "roll": "Pupils on their school's roll", "none": "No child",
}  # fmt: skip
VERBS = {
    "opened": "Declared a purpose", "searched": "Searched", "record_read": "Read a record", "why_one_child_read": "Read why records are one child",
    "involvement_form_read": "Opened the form for an involvement", "listed_mine": "Listed their own children",
    "listed_roll": "Listed their school's roll", "exported_everything": "Exported everything", "refused": "Was refused", "involvement_added": "Added an involvement", "involvement_ended": "Ended an involvement",
    "withheld": "Decided not to share something", "withholding_reviewed": "Reviewed a decision not to share", "withholding_form_read": "Opened the form for a decision not to share",
    "withholding_read": "Read a decision not to share", "listed_withheld": "Listed decisions not to share",
    "loaded": "Loaded a file", "load_stopped": "Stopped a file", "problem_settled": "Settled a problem", "problems_settled": "Settled problems of one kind",
    "user_added": "Added a user", "user_changed": "Changed a user", "user_left": "Closed an account", "user_returned": "Opened an account again",
    "user_link_made": "Made a password link", "two_steps_removed": "Removed a second sign-in step", "team_joined": "Placed a user in a team",
    "worker_tied": "Tied a user to a source's worker", "worker_untied": "Untied a user from a source's worker",
    "team_left": "Took a user out of a team", "team_added": "Added a team", "team_changed": "Changed a team", "content_disposed": "Disposed of content",
    "ledger_restored": "Took up the account after a restore", "load_asked": "Sent a file to be loaded",
    "row_read": "Read a row that was refused or flagged", "row_corrected": "Corrected a row", "queries_read": "Read the queries to a source",
    "queries_downloaded": "Downloaded the queries to a source", "query_answered": "Had a query answered by a file", "query_withdrawn": "Withdrew a query",
    "decision_form_read": "Opened the form for a decision", "decided": "Decided about a death or an address",
    "listed_alerts": "Listed their own alerts", "alert_answered": "Answered an alert",
    "emergency_extract_made": "Made an emergency extract", "emergency_extracts_removed": "Deleted old emergency extracts", "emergency_extract_used": "Wrote down the use of an emergency extract",
    "read_in_emergency_extract": "Was written down as read in an emergency extract", "emergency_use_reviewed": "Reviewed the use of an emergency extract",
}  # fmt: skip

ALWAYS_SO = {
    "upn": "UPN", "uln": "ULN", "nhs": "NHS", "urn": "URN", "uprn": "UPRN", "laestab": "LAEstab", "id": "ID", "january": "January",
}  # fmt: skip


def in_words(code: str, words: dict[str, str] | None = None) -> str:
    """A code as a reader sees it; one that nobody has worded is at least readable.

    >>> in_words("birth_date_missing"), in_words("upn_invalid"), in_words("first_of_january")
    ('Birth date missing', 'UPN invalid', 'First of January')
    """
    if words and code in words:
        return words[code]
    said = " ".join(ALWAYS_SO.get(word, word) for word in code.split("_"))
    return said[:1].upper() + said[1:]


def tag(pair: tuple[str, str], more: str = "") -> dict:
    """A cell with a tag: words, a tone, and perhaps a line beneath."""
    return {"text": pair[0], "tone": pair[1], "more": more}


def ago(days: int | None) -> str:
    """How long since, in the unit that people would say.

    >>> ago(0), ago(1), ago(12), ago(75)
    ('today', 'yesterday', '12 days ago', '2 months ago')
    """
    if days is None:
        return ""
    if days < 2:
        return ("today", "yesterday")[days]
    if days < 61:
        return f"{days} days ago"
    return f"{days // 30} months ago" if days < 730 else f"{days // 365} years ago"


def every(interval_days: int | None) -> str:
    """How often a source should send.

    >>> every(1), every(7), every(None)
    ('Should send every day', 'Should send every 7 days', 'No interval agreed')
    """
    if interval_days is None:
        return "No interval agreed"
    return "Should send every day" if interval_days == 1 else f"Should send every {interval_days} days"


def how_fresh(fresh: Freshness, as_at: date | None) -> dict:
    """Freshness as a tag, with the day that the last file speaks of."""
    return tag(FRESHNESS[fresh.state], f"Speaks of {day(as_at)}, {ago(fresh.days)}" if as_at else "")
