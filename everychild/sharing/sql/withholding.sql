-- Decisions not to tell. They belong to the matching role, which sees every child; the asker learns only of children whom they know for certain.

-- Whoever knows the strand, and is not of the organisation that was not told, may read the decision; the lead who answers for all of them may too. Of a sealed child there is none.
create or replace function sharing_knows_withholding(of_record uuid, hidden text[]) returns boolean
language plpgsql stable security definer cost 10000 set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
as $$
begin
    return exists (
        select 1 from people_membership m join people_person p on p.id = m.person_id, sharing_me me
        where m.record_id = of_record and p.sealed_at is null
          and ('looks' = any (me.pages)
               or me.scope = 'strand' and not me.role = any (hidden)
                  and exists (select 1 from sharing_my_strands mine where mine.strand_id = m.strand_id)));
end
$$;
revoke all on function sharing_knows_withholding(uuid, text[]) from public;
grant execute on function sharing_knows_withholding(uuid, text[]) to everychild_web, everychild_jobs, everychild_owner;

-- The decisions about one child, by whichever record they came; the row policy says which of them the asker may read.
drop function if exists sharing_withholdings_about(uuid);
create function sharing_withholdings_about(asked uuid)
returns table (id uuid)
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
-- About most children there is none, and then the grounds need not be asked.
if not exists (select 1 from people_membership m join sharing_withholding w on w.record_id = m.record_id where m.person_id = asked) then
    return;
end if;
return query
select w.id from people_membership m join sharing_withholding w on w.record_id = m.record_id
where m.person_id = asked and exists (select 1 from sharing_my_strands mine where mine.strand_id = m.strand_id);
end
$$;
revoke all on function sharing_withholdings_about(uuid) from public;
grant execute on function sharing_withholdings_about(uuid) to everychild_web, everychild_owner;

-- A decision is written as the asker's own, at this moment, about a child whom they know for certain. Answers whether it was.
drop function if exists sharing_withhold(uuid, uuid, text[], text, text, text[], text, text, date);
create function sharing_withhold(
    its_id uuid, by_record uuid, what text[], to_whom text, its_kind text, hidden text[], its_reason text, said text, again_on date)
returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
    insert into sharing_withholding (id, record_id, person_id, items, organisation, kind, hidden_from, reason, why, decided_by_id, decided_at, review_on, outcome, review_note)
    select its_id, m.record_id, m.person_id, what, to_whom, its_kind, hidden, its_reason, said, everychild_actor(), now(), again_on, '', ''
    from people_membership m join sharing_my_strands mine on mine.strand_id = m.strand_id, sharing_me me
    where m.record_id = by_record and me.scope = 'strand' and not me.role = any (hidden);
    return found;
end
$$;
revoke all on function sharing_withhold(uuid, uuid, text[], text, text, text[], text, text, date) from public;
grant execute on function sharing_withhold(uuid, uuid, text[], text, text, text[], text, text, date) to everychild_web, everychild_owner;

-- A review is the asker's own, by somebody who may read the decision and while it stands. Answers the child, or nothing where there is no such decision.
drop function if exists sharing_review_withholding(uuid, text, text, date);
create function sharing_review_withholding(asked uuid, its_outcome text, note text, again_on date)
returns uuid
language plpgsql security definer set search_path = public, pg_temp
as $$
declare whose uuid;
begin
    update sharing_withholding w
    set outcome = its_outcome, review_note = note, reviewed_by_id = everychild_actor(), reviewed_at = now(), review_on = coalesce(again_on, w.review_on)
    where w.id = asked and w.outcome in ('', 'confirmed') and sharing_knows_withholding(w.record_id, w.hidden_from)
    returning (select m.person_id from people_membership m where m.record_id = w.record_id) into whose;
    return whose;
end
$$;
revoke all on function sharing_review_withholding(uuid, text, text, date) from public;
grant execute on function sharing_review_withholding(uuid, text, text, date) to everychild_web, everychild_owner;
