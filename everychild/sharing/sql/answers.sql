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

-- Whose policies ask them, and nobody else.
do $$
declare f regprocedure;
begin
    for f in select oid::regprocedure from pg_proc where pronamespace = 'public'::regnamespace and proname ~ '^sharing_(knows_|is_mine|has_|own_services|asker)' loop
        execute format('revoke all on function %s from public', f);
        execute format('grant execute on function %s to everychild_web, everychild_jobs, everychild_matching', f);
    end loop;
end
$$;
