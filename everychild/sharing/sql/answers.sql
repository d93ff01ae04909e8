-- The same grounds as yes-or-no questions for the row policies. A policy that named the views would have them planned anew, many times over, in every
-- query of every page (measured: 20 to 100 ms a query); a function's plan is made once for a connection and then only run.

create or replace function sharing_knows_record(asked uuid) returns boolean
language plpgsql stable security definer cost 10000 set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
as $$ begin return exists (select 1 from sharing_my_records mine where mine.record_id = asked); end $$;

create or replace function sharing_knows_strand(asked uuid) returns boolean
language plpgsql stable security definer cost 10000 set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
as $$ begin return exists (select 1 from sharing_my_strands mine where mine.strand_id = asked); end $$;

create or replace function sharing_knows_person(asked uuid) returns boolean
language plpgsql stable security definer cost 10000 set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
as $$ begin return exists (select 1 from sharing_my_people mine where mine.person_id = asked); end $$;

create or replace function sharing_knows_adult(asked uuid) returns boolean
language plpgsql stable security definer cost 10000 set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
as $$ begin return exists (select 1 from sharing_my_adults mine where mine.record_id = asked); end $$;

create or replace function sharing_knows_address(asked uuid) returns boolean
language plpgsql stable security definer cost 10000 set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
as $$ begin return exists (select 1 from sharing_my_addresses mine where mine.record_id = asked); end $$;

create or replace function sharing_is_mine(asked uuid) returns boolean
language plpgsql stable security definer cost 10000 set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
as $$ begin return exists (select 1 from sharing_my_involvements own where own.id = asked); end $$;

create or replace function sharing_has_item(asked text) returns boolean
language plpgsql stable security definer cost 10000 set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
as $$ begin return exists (select 1 from sharing_my_items where item = asked); end $$;

create or replace function sharing_has_page(asked text) returns boolean
language plpgsql stable security definer cost 10000 set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
as $$ begin return exists (select 1 from sharing_me where asked = any (pages)); end $$;

create or replace function sharing_own_services() returns text[]
language plpgsql stable security definer cost 10000 set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
as $$ begin return coalesce((select services from sharing_me), '{}'); end $$;

create or replace function sharing_asker() returns bigint
language plpgsql stable security definer cost 10000 set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
as $$ begin return (select user_id from sharing_me); end $$;

-- A page about one child asks a dozen tables for the same few records. The door asks the grounds once and tells the answer to the rest of its transaction:
-- the policies look there first and ask the functions above for everything else. It is told to one actor and forgotten with the transaction; whoever could
-- forge it could as well name another actor (docs/security.md).
drop function if exists sharing_tell(uuid);
create function sharing_tell(whose uuid, out withheld boolean, out death_reported boolean)
language plpgsql volatile security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
as $$
declare
    strands uuid[] := array(select mine.strand_id from sharing_my_strands mine where mine.person_id = whose);
    records uuid[] := array(select mine.record_id from sharing_my_records mine where mine.person_id = whose);
    adults uuid[] := array(
        select r.adult_id from people_relationship r where r.record_id = any (records) and r.adult_id is not null
        and exists (select 1 from sharing_me where 'relationships' = any (items)));
begin
    select p.address_withheld, p.death_reported into withheld, death_reported from people_person p
    where p.id = whose and strands <> '{}';
    perform set_config('everychild.told_to', everychild_actor()::text, true),
        set_config('everychild.told_record', records::text, true),
        set_config('everychild.told_adult', adults::text, true),
        set_config('everychild.told_strand', strands::text, true),
        set_config('everychild.told_person', case when withheld is null then '{}' else array[whose]::text end, true),
        set_config('everychild.told_address', case when withheld then '{}' else records::text end, true);
end $$;

create or replace function sharing_told(what text) returns uuid[]
language sql stable
as $$
    select case when current_setting('everychild.told_to', true) = public.everychild_actor()::text
                then nullif(current_setting('everychild.told_' || what, true), '')::uuid[] end
$$;

-- Whose policies ask them, and nobody else.
do $$
declare f regprocedure;
begin
    for f in select oid::regprocedure from pg_proc where pronamespace = 'public'::regnamespace and proname ~ '^sharing_(knows_|is_mine|has_|own_services|asker|tell|told)' loop
        execute format('revoke all on function %s from public', f);
        execute format('grant execute on function %s to everychild_web, everychild_jobs, everychild_matching', f);
    end loop;
end
$$;
