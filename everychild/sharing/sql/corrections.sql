-- The rows of one thing as its source sent them, for somebody of the data office who looks at what is wrong with one of them: quarantined rows, or those of
-- the version that was accepted with a flag. It belongs to the matching role, which sees every row, and tells of no row that is sealed, held or of a sealed child.

drop function if exists sharing_sent_rows(bigint);
create function sharing_sent_rows(of_problem bigint)
returns table (kind text, local_id text, path text, "table" text, line integer, sent jsonb, superseded boolean, loaded boolean)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
#variable_conflict use_column
begin
return query
with wrong as (
    select p.*, b.source_id, b.as_at from intake_problem p join intake_batch b on b.id = p.batch_id
    where p.id = of_problem and not p.sealed and b.status = 'loaded' and sharing_has_page('loading')),
held as (
    select r.id, r.version, r.batch_id, r.as_at, r.kind, i.corrects_id
    from wrong w join people_sourcerecord r on r.source_code = w.source_id and r.local_id = w.local_id and w.local_id <> '' join intake_batch i on i.id = r.batch_id),
secret as (
    select 1 from held h join people_sourcerecord r on r.id = h.id join people_membership m on m.record_id = h.id join people_person p on p.id = m.person_id
    where r.held or p.sealed_at is not null),
kept as (
    select q.*, exists (select 1 from held h where h.as_at > w.as_at) as superseded
    from wrong w join intake_quarantinedrow q on q.batch_id = w.batch_id and q.local_id = w.local_id
        and (w.local_id <> '' or q."table" = w."table" and q.line = w.line and q.path = w.path)),
stood as (
    select v."table", v.line, row_number() over (order by v.id) as place
    from wrong w join intake_rowverdict v on v.batch_id = w.batch_id and v.local_id = w.local_id and w.local_id <> '')
select k.kind::text, k.local_id::text, k.path::text, k."table"::text, k.line, k.sent, k.superseded, false from kept k where not exists (select 1 from secret)
union all
select h.kind::text, w.local_id::text, w.path::text, (one.said ->> 'table'), s.line, one.said -> 'sent', h.batch_id <> w.batch_id and h.corrects_id is distinct from w.batch_id, true
from wrong w join held h on true join people_recordversion v on v.record_id = h.id and v.batch_id = w.batch_id
cross join lateral jsonb_array_elements(v.content) with ordinality one (said, place) join stood s on s.place = one.place
where not exists (select 1 from kept) and not exists (select 1 from secret);
end
$$;
revoke all on function sharing_sent_rows(bigint) from public;
grant execute on function sharing_sent_rows(bigint) to everychild_web, everychild_jobs, everychild_owner;
