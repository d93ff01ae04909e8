"""Which records are one child is decided for all records at once, and the decisions are written in small transactions. Ids stay."""

import io
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection
from pyarrow import csv as arrow_csv

from everychild.kit.announcing import announce
from everychild.kit.ids import public_ref
from everychild.people.actions.attach import attach
from everychild.people.announcements import RecordsMoved
from everychild.people.matching import Linked, link
from everychild.people.matching.comparisons import COMPARISONS
from everychild.people.matching.model import Model
from everychild.people.models import MatchRun, Standard
from everychild.people.queries import batches_not_matched

AT_ONCE = 4_000
SQL_OF_ARRAYS = "array_to_string({0}, '|') as {0}"

# Ids that a group of records may keep: of the person (or strand) most of whose records it holds, the oldest. The others lead to it.
_GROUPS = """
create temporary table placed as
select n.record_id, n.cluster, n.strand as strand_root, m.person_id as old_person, m.strand_id as old_strand
from new_groups n join people_membership m on m.record_id = n.record_id;
create temporary table person_of as
with held as (select old_person, cluster, count(*) as records from placed group by 1, 2),
owner as (select distinct on (old_person) old_person, cluster from held order by old_person, records desc, cluster),
kept as (select cluster, min(old_person::text)::uuid as person_id from owner group by 1)
select c.cluster, coalesce(k.person_id, uuidv7()) as person_id, k.person_id is null as is_new
from (select distinct cluster from placed) c left join kept k using (cluster);
create temporary table strand_of as
with held as (select old_strand, strand_root, count(*) as records from placed group by 1, 2),
owner as (select distinct on (old_strand) old_strand, strand_root from held order by old_strand, records desc, strand_root),
kept as (select strand_root, min(old_strand::text)::uuid as strand_id from owner group by 1)
select c.strand_root, coalesce(k.strand_id, uuidv7()) as strand_id, k.strand_id is null as is_new
from (select distinct strand_root from placed) c left join kept k using (strand_root);
create temporary table moves as
select p.record_id, p.old_person, p.old_strand, w.person_id, w.is_new, s.strand_id, s.is_new as strand_is_new, dense_rank() over (order by p.cluster) as place
from placed p join person_of w using (cluster) join strand_of s using (strand_root)
where p.old_person <> w.person_id or p.old_strand <> s.strand_id;
create temporary table heirs as
with held as (select old_person, cluster, count(*) as records from placed group by 1, 2),
owner as (select distinct on (old_person) old_person, cluster from held order by old_person, records desc, cluster)
select o.old_person, w.person_id from owner o join person_of w using (cluster) where o.old_person <> w.person_id;
create index on moves (place);
analyze moves;
"""

_MOVE = """
delete from moves v using people_person p where v.place between %(from)s and %(to)s and p.id in (v.old_person, v.person_id) and p.sealed_at is not null;
insert into people_person (id, ref, kind, made_at, address_withheld, death_reported)
  select person_id, ref, 'child', %(at)s, false, false from new_refs r where r.person_id in (select person_id from moves where is_new and place between %(from)s and %(to)s)
  on conflict do nothing;
insert into people_strand (id, person_id)
  select distinct strand_id, person_id from moves where strand_is_new and place between %(from)s and %(to)s on conflict do nothing;
update people_strand s set person_id = v.person_id
  from (select distinct strand_id, person_id from moves where place between %(from)s and %(to)s) v where v.strand_id = s.id and s.person_id <> v.person_id;
update people_person p set address_withheld = p.address_withheld or o.address_withheld, death_reported = p.death_reported or o.death_reported
  from (select v.person_id, bool_or(old.address_withheld) as address_withheld, bool_or(old.death_reported) as death_reported
        from moves v join people_person old on old.id = v.old_person where v.place between %(from)s and %(to)s group by 1) o
  where p.id = o.person_id and (o.address_withheld and not p.address_withheld or o.death_reported and not p.death_reported);
with decided as (
  insert into people_link (id, record_id, person_id, method, at, by, weight, beside, levels, model, reason)
  select uuidv7(), v.record_id, v.person_id, coalesce(b.method, 'model'), %(at)s, 0, b.weight, b.beside, coalesce(b.levels, '[]')::jsonb, %(model)s, coalesce(b.rule, 'no longer beside the records it stood with')
  from moves v left join best_links b on b.record_id = v.record_id where v.place between %(from)s and %(to)s returning id, record_id)
update people_membership m set person_id = v.person_id, strand_id = v.strand_id, link_id = d.id
  from moves v join decided d on d.record_id = v.record_id where m.record_id = v.record_id and m.person_id = v.old_person and v.place between %(from)s and %(to)s;
"""


@dataclass(frozen=True, slots=True)
class Matched:
    """What a run of matching did: counts, and seconds of each part."""

    records: int
    moved: int
    reviews: int
    vetoes: int
    weak_keys: dict[str, int]
    model: str
    seconds: dict[str, float]


def rematch(*, at: datetime, by_whom: Callable[[], AbstractContextManager[None]], memory_limit: str = "2GB", told: Callable[[str], None] = lambda _: None) -> Matched:
    """Match every record that is neither sealed nor held. `by_whom` opens one small transaction in the matching role."""
    with _one_at_a_time():
        return _rematch(at, by_whom, memory_limit, told)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two runs at once would each undo the other's: the second waits."""
    with connection.cursor() as sql:
        sql.execute("select pg_advisory_lock(48318)")
    try:
        yield
    finally:
        with connection.cursor() as sql:
            sql.execute("select pg_advisory_unlock(48318)")


def _rematch(at: datetime, by_whom: Callable[[], AbstractContextManager[None]], memory_limit: str, told: Callable[[str], None]) -> Matched:
    with by_whom():
        # Asked before the records: what is committed in between is matched now, and once more the next time.
        batches = list(batches_not_matched().values_list("pk", flat=True))
        records, apart, existing = _records(), _told_apart(), _present_persons()
    if len(records) < 2:
        return Matched(len(records), 0, 0, 0, {}, "", {})
    told(f"{len(records):,} records to compare")
    linked = link(records, cannot_link=apart, existing=existing, memory_limit=memory_limit)
    del records
    told(f"{len(linked.clusters.column('cluster').unique()):,} children found; writing the decisions")
    model = _name_of(linked.model)
    with by_whom():
        places = _lay_down(linked)
    for first in range(1, places + 1, AT_ONCE):
        with by_whom(), connection.cursor() as sql:
            for statement in _MOVE.split(";\n"):
                if statement.strip():
                    sql.execute(statement, {"at": at, "from": first, "to": first + AT_ONCE - 1, "model": model})
    with by_whom():
        moved = _finish(at)
        first = not MatchRun.objects.exists()
        MatchRun.objects.create(looked_at=at, model=model, records=len(linked.clusters), moved=moved, reviews=len(linked.reviews), batches=batches)
        if moved and not first:
            announce(RecordsMoved(at))
    return Matched(len(linked.clusters), moved, len(linked.reviews), len(linked.vetoes), dict(linked.weak_keys), model, dict(linked.seconds))


def _name_of(model: Model) -> str:
    """A short name that is the same for the same model."""
    said = repr((sorted(model.m.items()), sorted(model.u.items()), model.prior))
    return f"{model.origin} {sha256(said.encode()).hexdigest()[:16]}"


def _records() -> pa.Table:
    """The standard rows of everyone who is not sealed, as an Arrow table."""
    arrays = {field.name for field in Standard._meta.fields if field.get_internal_type() == "ArrayField"}
    columns = [field.column for field in Standard._meta.fields]
    asked = ", ".join(SQL_OF_ARRAYS.format(name) if name in arrays else name for name in columns)
    with connection.cursor() as sql:
        file = io.BytesIO()
        query = f"""copy (select {asked} from people_standard s where not exists (
            select 1 from people_membership m join people_person p on p.id = m.person_id where m.record_id = s.record_id and p.sealed_at is not null)) to stdout (format csv, header)"""
        with sql.copy(query) as copy:
            for block in copy:
                file.write(block)
        file.seek(0)
    kinds = {"standard_version": pa.int16(), "birth_order": pa.int16(), "dob": pa.date32(), "placeholder": pa.bool_(), "one_name": pa.bool_(), "dob_weak": pa.bool_()}
    options = arrow_csv.ConvertOptions(
        column_types={name: kinds.get(name, pa.string()) for name in columns}, strings_can_be_null=True, quoted_strings_can_be_null=False, true_values=["t"], false_values=["f"], null_values=[""]
    )
    table = arrow_csv.read_csv(file, convert_options=options)
    for name in sorted(arrays):
        place = table.schema.get_field_index(name)
        table = table.set_column(place, name, _split(table.column(name)))
    return table


def _told_apart() -> list[tuple[str, str]]:
    """Pairs of records that their sender itself tells apart: the children of one police notification are as many as it names."""
    with connection.cursor() as sql:
        sql.execute(
            """select a.id::text, b.id::text from people_sourcerecord a join people_sourcerecord b
                 on b.source_code = a.source_code and split_part(b.local_id, '/', 1) = split_part(a.local_id, '/', 1) and b.id > a.id
               where a.source_code = 'police' and a.kind = 'child' and b.kind = 'child'"""
        )
        return sql.fetchall()


def _present_persons() -> dict[str, str] | None:
    """record -> person, where records were matched before: so that a weight that wavers does not part them. None before the first match."""
    with connection.cursor() as sql:
        sql.execute("select exists (select 1 from people_link)")
        if not sql.fetchone()[0]:
            return None
        sql.execute("select record_id::text, person_id::text from people_membership")
        return dict(sql.fetchall())


def _split(column: pa.ChunkedArray) -> pa.ChunkedArray:
    parted = pc.split_pattern(pc.fill_null(column, ""), "|")
    # An empty array came as an empty text, and must not become a list of one empty text.
    empty = pa.scalar([], pa.list_(pa.string()))
    return pc.if_else(pc.equal(pc.fill_null(column, ""), ""), empty, parted)


def _lay_down(linked: Linked) -> int:
    """The result beside the tables: groups, the best link of each record, and who moves. How many places there are to move to."""
    with connection.cursor() as sql:
        sql.execute("drop table if exists new_groups, best_links, placed, person_of, strand_of, moves, heirs, new_refs")
        sql.execute("create temporary table new_groups (record_id uuid, cluster uuid, strand uuid)")
        _copy(sql, "new_groups (record_id, cluster, strand)", linked.clusters.select(["record_id", "cluster", "strand"]))
        sql.execute("analyze new_groups")
        sql.execute("create temporary table best_links (record_id uuid, beside uuid, weight float8, method text, rule text, levels text)")
        with sql.copy("copy best_links from stdin") as copy:
            for row in _best_links(linked):
                copy.write_row(row)
        sql.execute(_GROUPS)
        sql.execute("create temporary table new_refs (person_id uuid, ref text)")
        sql.execute("select distinct person_id from moves where is_new")
        strangers = [(person, public_ref()) for (person,) in sql.fetchall()]
        sql.executemany("insert into new_refs values (%s, %s)", strangers)
        sql.execute("delete from people_candidatepair")
        _keep_candidates(sql, linked)
        sql.execute("select coalesce(max(place), 0) from moves")
        return sql.fetchone()[0]


def _copy(sql, target: str, table: pa.Table) -> None:
    with sql.copy(f"copy {target} from stdin (format csv)") as copy:
        for batch in table.to_batches(max_chunksize=50_000):
            buffer = io.BytesIO()
            arrow_csv.write_csv(batch, buffer, arrow_csv.WriteOptions(include_header=False))
            copy.write(buffer.getvalue())


_STRONGEST = {"person": 2, "identifier": 1, "model": 0}
_FIELDS = [one.field for one in COMPARISONS]


def _best_links(linked: Linked) -> Iterator[tuple]:
    """For each record the link that says most: a person's word before an identifier before a weight."""
    best: dict[str, tuple] = {}
    for batch in linked.links.to_batches(max_chunksize=50_000):
        rows = batch.to_pydict()
        levels = list(zip(*(rows[name] for name in _FIELDS), strict=True))
        for place, (a, b, weight, method) in enumerate(zip(rows["record_a"], rows["record_b"], rows["weight"], rows["method"], strict=True)):
            rank = (_STRONGEST[method], weight)
            for one, other in ((a, b), (b, a)):
                if one not in best or best[one][0] < rank:
                    best[one] = (rank, other, weight, method, rows["rule"][place] or "", levels[place])
    for record, (_, other, weight, method, rule, said) in best.items():
        yield record, other, weight, method, rule, json.dumps(dict(zip(_FIELDS, said, strict=True)))


def _keep_candidates(sql, linked: Linked) -> None:
    sql.execute("create temporary table if not exists found_pairs (a uuid, b uuid, weight float8, rule text, levels text)")
    sql.execute("truncate found_pairs")
    with sql.copy("copy found_pairs from stdin") as copy:
        for row in linked.reviews.to_pylist():
            copy.write_row((row["record_a"], row["record_b"], row["weight"], row["rule"] or "", json.dumps({name: row[name] for name in _FIELDS})))
    sql.execute(
        """insert into people_candidatepair (id, record_id, other_record_id, weight, reasons, levels, found_at)
           select uuidv7(), a, b, weight, array[left(rule, 80)], levels::jsonb, now() from found_pairs"""
    )


def _finish(at: datetime) -> int:
    """Records that go with others follow them; adults' strands are left as they are. How many records moved."""
    with connection.cursor() as sql:
        sql.execute("select count(*) from moves")
        (moved,) = sql.fetchone()
    attach(source="cin_census", to="social_care", at=at)
    with connection.cursor() as sql:
        sql.execute(
            """update people_person p set merged_into_id = h.person_id from heirs h
               where p.id = h.old_person and p.sealed_at is null and not exists (select 1 from people_membership m where m.person_id = p.id)"""
        )
        sql.execute("delete from people_strand s where not exists (select 1 from people_membership m where m.strand_id = s.id)")
        sql.execute("drop table new_groups, best_links, placed, person_of, strand_of, moves, heirs, new_refs, found_pairs")
    return moved
