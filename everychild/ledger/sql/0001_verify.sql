-- Is anything changed, removed, slipped in or out of order? Three questions, each over whole tables at once. A problem
-- is (kind, entry, seal, what it means). `return query` in plpgsql, because plain SQL functions do not use both cores.

-- 1. Does every entry match its own hash, and its content its digest?
-- It expects to find next to nothing, which the planner cannot know: workers cost no more for what they hand over.
create or replace function ledger_changed_entries() returns table (kind text, entry uuid, seal bigint, message text)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set parallel_tuple_cost = 0 as $$
begin
    return query
    select 'changed'::text, e.id, null::bigint, case
        when e.hash <> ledger_hash(e.id, e.xid, e.at, e.actor, e.role, e.verb, e.retention_class, e.digest) then 'The entry does not match its own hash.'
        else 'What the entry says does not match its digest.' end
    from ledger_entry e
    where e.hash <> ledger_hash(e.id, e.xid, e.at, e.actor, e.role, e.verb, e.retention_class, e.digest)
        or e.digest <> ledger_digest(e.salt, e.person_id, e.refs, e.words, e.purpose);
end
$$;

-- 2. Does every seal match the entries that it covers, and the seal before it?
create or replace function ledger_broken_seals() returns table (kind text, entry uuid, seal bigint, message text)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return query
    with chained as (
        select s.*, lag(s.n, 1, 0::bigint) over w as n_before, lag(s.upto_xid, 1, 0::bigint) over w as upto_before, lag(s.head, 1, ''::bytea) over w as head_before
        from ledger_seal s window w as (order by s.n)
    ), counted as (
        select c.*, found.entries as found, ledger_head(c.head_before, c.n, c.from_xid, c.upto_xid, c.entries, c.sealed_at, found.hashes) as expected
        from chained c cross join lateral (
            select count(*) as entries, coalesce(string_agg(e.hash, ''::bytea order by e.xid, e.id), '') as hashes
            from ledger_entry e where e.xid >= c.from_xid and e.xid < c.upto_xid
        ) found
    )
    select case
            when c.n <> c.n_before + 1 or c.from_xid <> c.upto_before then 'seal_removed'
            when c.found < c.entries then 'removed'
            when c.found > c.entries then 'inserted'
            else 'altered' end,
        null::uuid, c.n, case
            when c.n <> c.n_before + 1 or c.from_xid <> c.upto_before then format('The seal before seal %s is missing.', c.n)
            when c.found <> c.entries then format('Seal %s covers %s entries, and %s are there.', c.n, c.entries, c.found)
            else format('The entries under seal %s are not those that were sealed, or not in that order.', c.n) end
    from counted c
    where c.n <> c.n_before + 1 or c.from_xid <> c.upto_before or c.found <> c.entries or c.head <> c.expected
    order by c.n;
end
$$;

-- 3. What was disposed of, and does a certificate, itself an entry, name exactly those entries?
create or replace function ledger_disposals() returns table (certificate uuid, disposed_on date, class text, entries bigint, certified boolean)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return query
    select d.disposal, c.at::date, d.class, d.entries,
        coalesce(c.verb = 'content_disposed' and c.refs ->> 'entries' = ledger_digest_of_ids(d.ids), false)
    from (
        select e.disposal, min(e.retention_class) as class, count(*) as entries, array_agg(e.id) as ids
        from ledger_entry e where e.disposal is not null group by e.disposal
    ) d
    left join ledger_entry c on c.id = d.disposal
    order by c.at;
end
$$;

create or replace function ledger_size(out entries bigint, out sealed bigint, out seals bigint, out upto_xid bigint, out head bytea)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    with last as (select s.* from ledger_seal s order by s.n desc limit 1)
    select count(*), count(*) filter (where e.xid < (select last.upto_xid from last)), coalesce((select last.n from last), 0),
        coalesce((select last.upto_xid from last), 0), (select last.head from last)
    from ledger_entry e
$$;

-- What an exported head is compared with: the seal of that number, and how many entries there were up to it.
create or replace function ledger_seal_of(p_n bigint, out upto_xid bigint, out head bytea, out sealed bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select s.upto_xid, s.head, (select sum(b.entries)::bigint from ledger_seal b where b.n <= p_n) from ledger_seal s where s.n = p_n
$$;
