"""The row policies: written once, and put on every table that holds a person, so that a new table cannot be forgotten.

They guard against our forgetting a filter. They do not guard against injected SQL, which could name another actor: see docs/security.md.
"""

from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.db import connection, transaction


def known(what: str, column: str) -> str:
    """That the asker may know what this column names: by what the door told of the child whose page is asked, else by asking the grounds."""
    return f"({column} = any ((select sharing_told('{what}'))::uuid[]) or sharing_knows_{what}({column}))"


MINE = {
    "record_id": known("record", "{table}.record_id"),
    "strand_id": known("strand", "{table}.strand_id"),
    "person_id": known("person", "{table}.person_id"),
}
"""What the web role must show for a row, by the column that ties the row to a person. The narrowest column binds, in this order."""

SQL = Path(__file__).parent / "sql"
PERSON_COLUMNS = (*MINE, "entered_for_id", "other_record_id", "adult_id", "merged_into_id", "beside")


@dataclass(frozen=True)
class Rule:
    """What the web role may do with one table: which rows it sees, and what it may write of them."""

    sees: str | None
    grants: str = "select"
    writes: str | None = None


NOT_FOR_THE_WEB = Rule(sees=None, grants="")
LOADING = "(select sharing_has_page('loading'))"
SETTLES = f"case when sealed then (select sharing_has_page('adoption')) else {LOADING} end"
REVIEWS_EMERGENCIES = "(select sharing_has_page('emergency_review'))"
OWN_INVOLVEMENT = "user_id = everychild_actor() and entered_for_id is not null"
A_GROUND_FOR_NOBODY_ELSE = "worker_id is null and team_id is null and school_id is null"
OF_THE_SAME_CHILD = "exists (select 1 from sharing_my_records mine where mine.record_id = sharing_involvement.record_id and mine.person_id = sharing_involvement.entered_for_id)"

VIEWS = ("me", "my_workers", "my_teams", "my_involvements", "my_openings", "my_strands", "my_sources", "my_records", "my_adults", "my_people", "my_addresses", "my_services", "my_items")
"""What the asker may know, as views: each tells of the asker and of nobody else."""

OF_THE_MATCHING_ROLE = ("search.sql", "corrections.sql", "deciding.sql", "withholding.sql", "emergency.sql")
"""Functions that see every child and tell the asker what the script says."""

KEPT_BY_OTHERS = ("django_migrations", "organisations_role", "organisations_authority", "organisations_school", "intake_batch", "people_matchrun", "sharing_agreement", "sharing_emergencyextract")
"""Tables without a person that the web process reads and never writes, beside the ledger's own."""

SECRETS = ("organisations_user", "django_session", "auth_", "account_", "mfa_", "socialaccount_", "usersessions_", "procrastinate_")
"""How the names of tables begin that hold passwords, sessions or what a job was told: not for those who match or count."""

SPECIAL = {
    "people_person": Rule(known("person", "people_person.id")),
    "people_strand": Rule(known("strand", "people_strand.id")),
    "people_sourcerecord": Rule(
        f"case kind when 'adult' then {known('adult', 'people_sourcerecord.id')} else {known('record', 'people_sourcerecord.id')} end"
    ),
    "people_adult": Rule(known("adult", "people_adult.record_id")),
    "people_address": Rule(
        "not withheld and (select sharing_has_item('address'))"
        f" and {known('address', 'people_address.record_id')}"
    ),
    "people_relationship": Rule(
        "(select sharing_has_item('relationships'))"
        f" and {known('record', 'people_relationship.record_id')}"
    ),
    "people_caution": Rule(
        "(select sharing_has_item('cautions'))"
        f" and {known('record', 'people_caution.record_id')}"
    ),
    "schooling_roll": Rule(
        "(select sharing_has_item('school'))"
        f" and {known('record', 'schooling_roll.record_id')}"
    ),
    "people_recordversion": NOT_FOR_THE_WEB,
    "people_standard": NOT_FOR_THE_WEB,
    "people_searchable": NOT_FOR_THE_WEB,
    "people_candidatepair": NOT_FOR_THE_WEB,
    "intake_rowverdict": Rule(LOADING),
    "intake_quarantinedrow": NOT_FOR_THE_WEB,
    "intake_correction": Rule(SETTLES, "select, insert, update (state, said, ended_at, ended_by)", f"not sealed and {LOADING}"),
    "intake_problem": Rule(SETTLES, "select, update (settled_at, settled_by, settled_how)", SETTLES),
    "sharing_involvement": Rule(
        f"{known('record', 'sharing_involvement.record_id')} and ("
        "service = 'school' or sharing_involvement.service = any ((select sharing_own_services())::text[])"
        " or sharing_is_mine(sharing_involvement.id)"
        f" or {OWN_INVOLVEMENT})",
        "select, insert, update (to_on, ended_because)",
        f"{OWN_INVOLVEMENT} and {A_GROUND_FOR_NOBODY_ELSE} and {OF_THE_SAME_CHILD}",
    ),
    "sharing_happening": Rule(
        f"{known('record', 'sharing_happening.record_id')}"
        " and sharing_happening.service = any ((select sharing_own_services())::text[])"
    ),
    "sharing_opening": Rule("user_id = (select sharing_asker())"),
    "sharing_withholding": Rule("sharing_knows_withholding(sharing_withholding.record_id, sharing_withholding.hidden_from::text[])"),
    "work_alert": Rule(
        f"owner_id = (select sharing_asker()) and {known('record', 'work_alert.record_id')}",
        "select, update (outcome, passed_to, answered_at, answered_by_id)",
        f"owner_id = (select sharing_asker()) and {known('record', 'work_alert.record_id')}",
    ),
    "sharing_emergencyuse": Rule(
        f"{REVIEWS_EMERGENCIES} or written_by_id = (select sharing_asker()) and (select sharing_has_page('emergency'))",
        "select, insert, update (reviewed_by_id, reviewed_at, review)",
        f"{REVIEWS_EMERGENCIES} or written_by_id = (select sharing_asker()) and reviewed_at is null and (select sharing_has_page('emergency'))",
    ),
    "ledger_entry": Rule("actor = (select sharing_asker()) or (select sharing_has_page('looks'))"),
}
"""Tables whose rule is not simply the nearest person. The words are those of docs/access.md; a test holds them together."""


def tables() -> dict[str, tuple[str, ...]]:
    """Every table of this installation, automatic ones included, with the columns by which it touches a person."""
    with connection.cursor() as sql:
        sql.execute(
            """select c.relname, coalesce(array_agg(a.attname) filter (where a.attname = any (%s)), '{}')
               from pg_class c join pg_namespace n on n.oid = c.relnamespace
               left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
               where n.nspname = 'public' and c.relkind in ('r', 'p') group by c.relname order by 1""",
            [list(PERSON_COLUMNS)],
        )
        return {name: tuple(columns) for name, columns in sql.fetchall()}


def rule_of(table: str, columns: tuple[str, ...]) -> Rule | None:
    """The rule for one table; None where it holds no person."""
    if table in SPECIAL:
        return SPECIAL[table]
    for column, words in MINE.items():
        if column in columns:
            return Rule(words.format(table=table))
    if columns:
        raise LookupError(f"{table} touches a person by {', '.join(columns)} and has no rule: give it one in sharing/policy.py")
    return None


def put_policies(**_signal) -> None:
    """Views, grants and row policies, put anew after every migration."""
    with transaction.atomic(), connection.cursor() as sql:
        sql.execute("select pg_advisory_xact_lock(48317)")
        sql.execute((SQL / "grounds.sql").read_text())
        sql.execute((SQL / "answers.sql").read_text())
        for script in OF_THE_MATCHING_ROLE:
            put_searches(SQL / script)
        statements = ["revoke create on schema public from public"]
        for role in ("web", "jobs", "matching", "statistics", "returns"):
            statements.append(f"grant usage on schema public to everychild_{role}")
            statements.append(f"grant usage, select on all sequences in schema public to everychild_{role}")
        statements += [f"grant select on sharing_{view} to everychild_web, everychild_jobs, everychild_matching" for view in VIEWS]
        statements.append("revoke all on sharing_withheld_addresses from everychild_web, everychild_jobs")
        statements.append("grant select on sharing_withheld_addresses to everychild_matching")
        for table, columns in tables().items():
            rule = rule_of(table, columns)
            statements += _guarded(table, rule) if rule else _open(table)
        sql.execute(";\n".join(statements))


def put_searches(script: Path) -> None:
    """Functions of the matching role, which sees every child and tells the asker what the script says. A room above, whose tables we do not name, puts its own after ours."""
    with transaction.atomic(), connection.cursor() as sql:
        sql.execute("select pg_advisory_xact_lock(48317)")
        sql.execute("grant create on schema public to everychild_matching; set local role everychild_matching")
        sql.execute(script.read_text())
        sql.execute("reset role; revoke create on schema public from everychild_matching")


def _open(table: str) -> list[str]:
    """A table without a person: the web process works with it as the actions say; the ledger's own tables only read."""
    work = "select" if table.startswith("ledger_") or table == "django_migrations" else "select, insert, update, delete"
    web = "select" if table.startswith(KEPT_BY_OTHERS) else work
    made = [
        f'revoke all on "{table}" from everychild_web, everychild_jobs, everychild_matching, everychild_statistics, everychild_returns',
        f'grant {web} on "{table}" to everychild_web',
        f'grant {work} on "{table}" to everychild_jobs',
    ]
    if not table.startswith(SECRETS):
        made.append(f'grant {work} on "{table}" to everychild_matching')
        made.append(f'grant select on "{table}" to everychild_statistics, everychild_returns')
    return made


def _guarded(table: str, rule: Rule) -> list[str]:
    """A table with a person: row security on, one policy a role."""
    name = f'"{table}"'
    ledger = table.startswith("ledger_")
    work = "select" if ledger else "select, insert, update, delete, maintain"
    made = [
        f"revoke all on {name} from everychild_web, everychild_jobs, everychild_matching, everychild_statistics, everychild_returns",
        f"alter table {name} enable row level security",
        *(f"drop policy if exists {policy} on {name}" for policy in ("web_reads", "web_adds", "web_changes", "a_job_with_a_purpose", "matching_sees_all", "returns_count_all")),
        f"grant {work} on {name} to everychild_jobs, everychild_matching",
        f"create policy a_job_with_a_purpose on {name} to everychild_jobs using ((select everychild_purpose()) <> '') with check ((select everychild_purpose()) <> '')",
        f"create policy matching_sees_all on {name} to everychild_matching using (true) with check (true)",
    ]
    if not ledger:
        made.append(f"grant select on {name} to everychild_returns")
        made.append(f"create policy returns_count_all on {name} for select to everychild_returns using ((select everychild_purpose()) <> '')")
    if rule.sees:
        made.append(f"grant {rule.grants} on {name} to everychild_web")
        made.append(f"create policy web_reads on {name} for select to everychild_web using ({rule.sees})")
    if rule.writes:
        made.append(f"create policy web_adds on {name} for insert to everychild_web with check ({rule.writes})")
        made.append(f"create policy web_changes on {name} for update to everychild_web using ({rule.writes}) with check ({rule.writes})")
    return made


def every_model_with_a_person() -> list:
    """Our models whose table touches a person, for the tests that hold retention classes to them."""
    known = tables()
    return [model for model in apps.get_models(include_auto_created=True) if known.get(model._meta.db_table) or model._meta.db_table in SPECIAL]
