-- Whoever looked at a child in an emergency extract looked at the child: one entry for each child whom a reference means, with the instant of the look beside
-- that of the entry. It belongs to the matching role and tells nothing: who writes does not learn whether a reference is anybody's. A sealed person has no entry.

drop function if exists sharing_account_for_emergency(uuid, text[]);
create function sharing_account_for_emergency(asked_use uuid, refs text[])
returns void
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
    use sharing_emergencyuse;
    child uuid;
begin
    select * into use from sharing_emergencyuse where id = asked_use and written_by_id = everychild_actor();
    if use.id is null then
        return;
    end if;
    for child in
        with recursive trail as (
            select p.id, p.merged_into_id, p.sealed_at, 1 as step from people_person p where p.ref = any (refs)
            union
            select p.id, p.merged_into_id, p.sealed_at, t.step + 1 from trail t join people_person p on p.id = t.merged_into_id
            where t.sealed_at is null and t.step < 50)
        select distinct t.id from trail t where t.merged_into_id is null and t.sealed_at is null
    loop
        perform ledger_write(
            uuidv7(), 'read_in_emergency_extract', child, 'emergency', jsonb_build_object('use', use.id),
            jsonb_build_object('opened_by', use.opened_by, 'why', use.why, 'from', use.from_at, 'to', use.to_at), 'ledger');
    end loop;
end
$$;
revoke all on function sharing_account_for_emergency(uuid, text[]) from public;
grant execute on function sharing_account_for_emergency(uuid, text[]) to everychild_web, everychild_jobs, everychild_owner;
