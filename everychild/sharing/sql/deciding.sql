-- What a worker decides of a reported death or a withheld address. It belongs to the matching role, which may write a person; it does so only for a child whom
-- the worker may know, in a role that decides such things, and answers in the same way for a child who is hidden, sealed or not there.

drop function if exists sharing_decide(uuid, uuid, text, text);
create function sharing_decide(decision uuid, whose uuid, its_answer text, its_reason text)
returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    its_subject text := split_part(its_answer, '_', 1);
    said text[];
begin
    if its_answer not in ('death_confirmed', 'death_in_error', 'death_open', 'address_shown', 'address_withheld')
       or not exists (select 1 from sharing_me where role in ('social_worker', 'team_manager', 'front_door', 'emergency_duty'))
       or not exists (select 1 from sharing_my_people mine where mine.person_id = whose) then
        return false;
    end if;
    perform 1 from people_person p where p.id = whose and p.kind = 'child' and p.sealed_at is null
        and case its_answer when 'death_confirmed' then p.death_reported when 'death_in_error' then p.death_reported when 'address_shown' then p.address_withheld
            else exists (select 1 from people_decision d where d.person_id = whose and d.about = its_subject) end
        for update;
    if not found then
        return false;
    end if;
    if its_subject = 'death' then
        said := array(
            select distinct r.source_code || '|' || (d.fields ->> 'died_on') from people_membership m join people_sourcerecord r on r.id = m.record_id
            join people_described d on d.record_id = r.id where m.person_id = whose and d.fields ? 'died_on');
        update people_person p set death_reported = (its_answer <> 'death_in_error') where p.id = whose;
    else
        said := array(
            select distinct r.source_code || '|' || md5(a.lines || '|' || a.postcode) from people_membership m join people_sourcerecord r on r.id = m.record_id
            join people_address a on a.record_id = r.id where m.person_id = whose and a.withheld
            union
            select r.source_code || '|' || md5(a.lines || '|' || a.postcode) from people_membership m join people_relationship l on l.record_id = m.record_id and l.lives_with
            join people_address a on a.record_id = l.adult_id join people_sourcerecord r on r.id = a.record_id where m.person_id = whose and a.withheld);
        update people_person p set address_withheld = (its_answer = 'address_withheld') where p.id = whose;
        update people_address a set withheld = false from people_membership m
        where its_answer = 'address_shown' and m.record_id = a.record_id and m.person_id = whose and a.withheld;
        -- What was let be shown is withheld again, exactly that.
        update people_address a set withheld = true from people_membership m join people_sourcerecord r on r.id = m.record_id
        where its_answer = 'address_withheld' and m.record_id = a.record_id and m.person_id = whose
          and r.source_code || '|' || md5(a.lines || '|' || a.postcode) = any (
              select unnest(d.reports) from people_decision d where d.person_id = whose and d.answer = 'address_shown');
    end if;
    insert into people_decision (id, person_id, about, answer, reason, by, at, reports)
    values (decision, whose, its_subject, its_answer, its_reason, everychild_actor(), clock_timestamp(), said);
    return true;
end
$$;
revoke all on function sharing_decide(uuid, uuid, text, text) from public;
grant execute on function sharing_decide(uuid, uuid, text, text) to everychild_web, everychild_owner;
