-- Who may call what. Nobody but the owner disposes, or says that the ledger was restored.
do $$
declare
    f regprocedure;
begin
    for f in select oid::regprocedure from pg_proc where proname like 'ledger\_%' and pronamespace = 'public'::regnamespace loop
        execute format('revoke execute on function %s from public', f);
    end loop;
end
$$;
grant execute on function ledger_write(uuid, text, uuid, text, jsonb, jsonb, text), ledger_seal_settled()
    to everychild_web, everychild_jobs, everychild_matching, everychild_statistics, everychild_returns;
grant execute on function ledger_changed_entries(), ledger_broken_seals(), ledger_disposals(), ledger_size(), ledger_seal_of(bigint)
    to everychild_jobs;
-- The guards run as whoever writes, to see who that is.
grant execute on function ledger_refuse_to_add(), ledger_refuse_to_change() to public;
