"""Early help and youth work: one row an episode; a child may have several."""

from collections.abc import Iterator, Sequence

from everychild.formats.codes import codes
from everychild.formats.early_help.headings import HEADINGS
from everychild.formats.facts import Cautioned, Child, Fact, Involved
from everychild.formats.grouping import readable_id, together
from everychild.formats.identified import identifier
from everychild.formats.names import check_names, name
from everychild.formats.places import address
from everychild.formats.reading import Recognised, RowProblem, Sent, SentRow
from everychild.formats.remarks import Remarks
from everychild.formats.shapes import Shape
from everychild.formats.tables import Row, Table
from everychild.formats.values import Cells, born, day, one_of, sex, telephone, text

NAME, SOURCE = "early_help", "early_help"
SHAPES = (Shape("early_help", HEADINGS, ("local_id", "given_names", "family_name", "date_of_birth", "episode_id"), ("local_id", "episode_id")),)


def read(files: Recognised, items: Sequence[str] | None = None) -> Iterator[Sent]:
    """One child with all its episodes; the row of the latest episode describes the child."""
    for path in files.paths:
        table, remarks = Table.of(files, path, SHAPES[0]), Remarks.on(files, path, SHAPES[0].table)
        for rows in together(table, ("local_id",)):
            yield _described(remarks, rows)


def _described(remarks: Remarks, rows: list[Row]) -> Sent:
    local_id = rows[0].sent.get("local_id", "").strip()
    remarks.begin(rows[0].line, local_id)
    if rows[0].trouble or not readable_id(remarks, "local_id", local_id):
        return remarks.unread("child", rows[0])
    people: dict[Child, list[Fact]] = {}
    problems: list[RowProblem] = []
    latest, episodes, warnings = None, [], {}
    for row in rows:
        remarks.begin(row.line, local_id)
        child, where, episode = _person(remarks, local_id, row.sent), address(remarks, local_id, row.sent, ("address",)), _episode(remarks, local_id, row.sent)
        if people and child not in people and not remarks.refused:
            remarks.flag("local_id", local_id, "descriptions_differ", "Rows with this id describe the child differently; the latest episode's is used.", "Correct the older rows at the source.")
        problems += remarks.problems
        if remarks.refused:
            continue
        people.setdefault(child, []).extend(where)
        episodes.append(episode)
        if episode.to_on is None:
            warnings |= dict.fromkeys(_warnings(remarks, local_id, row.sent))
        if latest is None or (episode.from_on is not None and (latest[0] is None or episode.from_on >= latest[0])):
            latest = (episode.from_on, child)
    sent_rows = tuple(SentRow(remarks.path, remarks.table, row.line, row.sent) for row in rows)
    facts = () if latest is None else (latest[1], *dict.fromkeys(where for each in people.values() for where in each), *episodes, *warnings)
    return Sent("child", local_id, sent_rows, facts, tuple(problems))


def _person(remarks: Remarks, local_id: str, cells: Cells) -> Child:
    given, family, upn = name(remarks, "given_names", cells), name(remarks, "family_name", cells), identifier(remarks, "upn", "upn", cells)
    check_names(remarks, given, family, upn is not None, ("given_names", "family_name"))
    return Child(
        local_id,
        given,
        family,
        known_as=name(remarks, "known_as", cells),
        born_on=born(remarks, "date_of_birth", cells),
        sex=sex(remarks, "sex", cells),
        upn=upn,
    )


def _warnings(remarks: Remarks, local_id: str, cells: Cells) -> list[Cautioned]:
    """What a worker must know before a visit, for as long as the episode is open: whose warning it is, and when it must be looked at again."""
    kind = text(cells.get("staff_safety"))
    if kind is None:
        return []
    return [Cautioned(local_id, kind, text(cells.get("staff_safety_owner")) or text(cells.get("worker")), day(remarks, "staff_safety_review_on", cells))]


def _episode(remarks: Remarks, local_id: str, cells: Cells) -> Involved:
    service = one_of(remarks, "service", cells, codes("service"), "a service of this file")
    return Involved(
        local_id,
        (service or "early_help").lower(),
        text(cells.get("episode_id")) or local_id,
        team=text(cells.get("team")),
        worker_name=text(cells.get("worker")),
        worker_role=text(cells.get("worker_role")),
        telephone=telephone(remarks, "telephone", cells),
        from_on=day(remarks, "from", cells),
        to_on=day(remarks, "to", cells),
        category=text(cells.get("reason")),
        lead="lead" in (text(cells.get("worker_role")) or "").casefold(),
    )
