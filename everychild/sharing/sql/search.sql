-- Finding a child. It belongs to the matching role, which sees everything, and tells the asker only what the role allows: where it may search
-- everyone, a name and a birth date to choose by; elsewhere only children who are the asker's already. A sealed person is not there at all.

-- Each fact finds its own candidates, so that one wrong fact does not hide a child; `agreed` says how many of the facts hold, to tell the likely ones apart.
-- A withheld address finds nobody and agrees with nothing, right or wrong: else a search would tell where the child lives.

drop function if exists sharing_find(text, date, date, date, text, text, text, text, text, uuid, integer);
create function sharing_find(
    asked_names text, born_from date, born_to date, born_swapped date, asked_upn text, asked_nhs text, asked_uln text,
    asked_postcode text, asked_house text, asked_school uuid, at_most integer)
returns table (person_id uuid, ref text, record_id uuid, shown_name text, born_on date, sex text, nearness real, agreed integer)
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
return query
with me as (select * from sharing_me where searches <> 'none'),
candidates as materialized (
    select s.*, 1 as fact from people_searchable s
    where asked_upn <> '' and s.upn = asked_upn
    union all
    select s.*, 2 from people_searchable s
    where asked_nhs <> '' and s.nhs_number = asked_nhs
    union all
    select s.*, 3 from people_searchable s
    where asked_uln <> '' and s.uln = asked_uln
    union all
    select s.*, 4 from people_searchable s
    where born_from is not null and (s.born_on between born_from and born_to or s.born_on = born_swapped)
    union all
    select s.*, 5 from people_searchable s
    where asked_postcode <> '' and s.postcode = asked_postcode
      and not exists (select 1 from sharing_withheld_addresses w where w.record_id = s.record_id)
    union all
    select s.*, 6 from people_searchable s
    where asked_house <> '' and s.house like regexp_replace(asked_house, '([\\%_])', '\\\1', 'g') || '%'
      and not exists (select 1 from sharing_withheld_addresses w where w.record_id = s.record_id)
    union all
    select s.*, 7 from people_searchable s
    join sharing_involvement i on i.record_id = s.record_id and i.school_id = asked_school and i.to_on is null
    where asked_school is not null
),
near as (
    select c.*, case when asked_names = '' then 1.0::real
                     else greatest(similarity(asked_names, c.names), word_similarity(asked_names, c.names)) end as nearness
    from candidates c
),
allowed as (
    select m.person_id, p.ref, n.record_id, n.shown_name, n.born_on, n.sex::text, n.nearness, n.fact
    from near n join people_membership m on m.record_id = n.record_id join people_person p on p.id = m.person_id, me
    where p.sealed_at is null and (n.nearness >= 0.35 or n.fact <= 3)
      and (me.searches = 'everyone' or exists (select 1 from sharing_my_records mine where mine.record_id = n.record_id))
),
counted as (select a.person_id, count(distinct a.fact)::integer as agreed from allowed a group by 1),
best as (select distinct on (a.person_id) a.* from allowed a order by a.person_id, a.nearness desc, a.record_id)
select b.person_id, b.ref::text, b.record_id, b.shown_name::text, b.born_on, b.sex, b.nearness, c.agreed
from best b join counted c using (person_id) order by c.agreed desc, b.nearness desc, b.shown_name limit at_most;
end
$$;
revoke all on function sharing_find(text, date, date, date, text, text, text, text, text, uuid, integer) from public;
grant execute on function sharing_find(text, date, date, date, text, text, text, text, text, uuid, integer) to everychild_web, everychild_owner;

-- Opening a child's record by declaring a purpose, for roles that may. A sealed person answers as one who is not there.
drop function if exists sharing_open(uuid, uuid, text, text, text, integer);
create function sharing_open(opening_id uuid, found_record uuid, declared_purpose text, given_reason text, its_ground text, minutes integer)
returns uuid
language plpgsql security definer set search_path = public, pg_temp
as $$
declare whose uuid;
begin
    select m.person_id into whose from people_membership m join people_person p on p.id = m.person_id
    where m.record_id = found_record and p.sealed_at is null
      and (exists (select 1 from sharing_me where opens) or exists (select 1 from sharing_my_records mine where mine.record_id = found_record));
    if whose is null then
        return null;
    end if;
    insert into sharing_opening (id, person_id, record_id, user_id, ground, purpose, reason, opened_at, until)
    values (opening_id, whose, found_record, everychild_actor(), its_ground, declared_purpose, given_reason, now(), now() + make_interval(mins => least(minutes, 480)));
    return whose;
end
$$;
revoke all on function sharing_open(uuid, uuid, text, text, text, integer) from public;
grant execute on function sharing_open(uuid, uuid, text, text, text, integer) to everychild_web, everychild_owner;

-- Which services are involved through records that are only thought to be the same child: that they are, and nothing else.
drop function if exists sharing_services_thought(uuid);
create function sharing_services_thought(of_person uuid)
returns table (service text)
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
return query
select distinct i.service::text
from people_membership m
join sharing_involvement i on i.record_id = m.record_id and (i.to_on is null or i.to_on >= current_date)
where m.person_id = of_person
  and exists (select 1 from sharing_my_strands mine where mine.person_id = of_person)
  and not exists (select 1 from sharing_my_strands mine where mine.strand_id = m.strand_id)
  and (select scope from sharing_me) = 'strand'
  and (i.service = 'school' or i.service in (select s.service from sharing_my_services s))
order by 1;
end
$$;
revoke all on function sharing_services_thought(uuid) from public;
grant execute on function sharing_services_thought(uuid) to everychild_web, everychild_owner;

-- Whose reference this is now: merged ids lead to the person who stayed. Nothing for a sealed person, nor for one whom the asker may neither see nor open.
drop function if exists sharing_person_of(text);
create function sharing_person_of(asked_ref text)
returns table (person_id uuid, ref text, some_record uuid)
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
return query
with recursive trail as (
    select p.id, p.merged_into_id, p.sealed_at, p.ref, 1 as step from people_person p where p.ref = asked_ref
    union all
    select p.id, p.merged_into_id, p.sealed_at, p.ref, t.step + 1 from trail t join people_person p on p.id = t.merged_into_id
    where t.sealed_at is null and t.step < 50)
select t.id, t.ref::text, coalesce(
        (select min(m.record_id::text) from people_membership m where m.person_id = t.id and exists (select 1 from sharing_my_records mine where mine.record_id = m.record_id)),
        (select min(m.record_id::text) from people_membership m where m.person_id = t.id))::uuid
from trail t
where t.merged_into_id is null and t.sealed_at is null
  and (exists (select 1 from sharing_me where opens) or exists (select 1 from sharing_my_strands s where s.person_id = t.id))
order by t.step desc limit 1;
end
$$;
revoke all on function sharing_person_of(text) from public;
grant execute on function sharing_person_of(text) to everychild_web, everychild_owner;

-- The asker's own list: the children with whom they, their team or their school are involved now, each by a record in which that stands. Of what the
-- record says only the name and the birth date are told, and only where the role has them.
drop function if exists sharing_caseload();
create function sharing_caseload()
returns table (person_id uuid, ref text, given_names text, family_name text, known_as text, born_on date, own boolean, with_whom text, service text, from_on date)
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
return query
with me as (select 'name' = any (items) as names, 'date_of_birth' = any (items) as births from sharing_me),
mine as (
    select m.person_id, i.record_id, i.service, i.from_on, i.worker_name, w.name as colleague,
           coalesce(i.user_id = everychild_actor(), false) or i.worker_id in (select worker_id from sharing_my_workers) as own
    from sharing_my_involvements x join sharing_involvement i on i.id = x.id
    join people_membership m on m.record_id = i.record_id left join organisations_worker w on w.id = i.worker_id),
best as (
    select distinct on (person_id) person_id, record_id, service, from_on, coalesce(nullif(worker_name, ''), colleague, '') as with_whom, own
    from mine order by person_id, own desc, from_on desc nulls last, record_id)
select p.id, p.ref::text,
       case when me.names then d.fields ->> 'given_names' end, case when me.names then d.fields ->> 'family_name' end, case when me.names then d.fields ->> 'known_as' end,
       case when me.births then nullif(d.fields ->> 'born_on', '')::date end,
       b.own, b.with_whom::text, b.service::text, b.from_on
from best b join people_person p on p.id = b.person_id join people_described d on d.record_id = b.record_id, me
where p.sealed_at is null;
end
$$;
revoke all on function sharing_caseload() from public;
grant execute on function sharing_caseload() to everychild_web, everychild_owner;
