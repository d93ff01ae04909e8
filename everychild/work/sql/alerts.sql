-- Alerts are raised by functions that see every child and tell the asker nothing: whoever looks does not learn whose child it is. One statement for
-- however many children. Only what is known for certain of a child (its strand) counts as the child, and a sealed person has no alerts.

drop function if exists work_tell_of_involvements(uuid[], jsonb, timestamptz, timestamptz);
create function work_tell_of_involvements(began uuid[], words jsonb, at timestamptz, due timestamptz)
returns integer
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare told integer;
begin
    insert into work_alert (id, person_id, record_id, kind, subject, what, owner_id, raised_at, due_at, outcome, passed_to)
    select distinct on (o.user_id, m.person_id, i.service) uuidv7(), m.person_id, o.record_id, 'involvement', i.service, (words ->> i.service::text) || ' is new for this child.',
        o.user_id, at, due, '', ''
    from sharing_involvement i
    join people_membership m on m.record_id = i.record_id
    join people_person p on p.id = m.person_id and p.sealed_at is null
    join people_sourcerecord r on r.id = i.record_id and not r.held
    join people_membership beside on beside.strand_id = m.strand_id
    join work_owners o on o.record_id = beside.record_id and o.involvement_id <> i.id and o.service <> i.service
    where i.id = any (began) and (i.user_id = everychild_actor() or current_setting('role') <> 'everychild_web')
      and (i.to_on is null or i.to_on >= current_date) and words ? i.service::text and i.service = any (o.may_know)
      and not exists (select 1 from work_owners themselves where themselves.involvement_id = i.id and themselves.user_id = o.user_id)
    order by o.user_id, m.person_id, i.service, o.record_id
    on conflict do nothing;
    get diagnostics told = row_count;
    return told;
end
$$;
revoke all on function work_tell_of_involvements(uuid[], jsonb, timestamptz, timestamptz) from public;
grant execute on function work_tell_of_involvements(uuid[], jsonb, timestamptz, timestamptz) to everychild_web, everychild_jobs, everychild_owner;

drop function if exists work_tell_of_look(uuid, text, text, timestamptz, timestamptz);
create function work_tell_of_look(asked_opening uuid, by_role text, sentence text, at timestamptz, due timestamptz)
returns void
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
    insert into work_alert (id, person_id, record_id, kind, subject, what, owner_id, raised_at, due_at, outcome, passed_to)
    select distinct on (o.user_id) uuidv7(), opened.person_id, o.record_id, 'look', by_role, sentence, o.user_id, at, due, '', ''
    from sharing_opening opened
    join people_person p on p.id = opened.person_id and p.sealed_at is null
    join people_membership m on m.record_id = opened.record_id
    join people_membership beside on beside.strand_id = m.strand_id
    join work_owners o on o.record_id = beside.record_id and o.user_id <> opened.user_id
    where opened.id = asked_opening and opened.user_id = everychild_actor()
    order by o.user_id, o.record_id
    on conflict do nothing;
end
$$;
revoke all on function work_tell_of_look(uuid, text, text, timestamptz, timestamptz) from public;
grant execute on function work_tell_of_look(uuid, text, text, timestamptz, timestamptz) to everychild_web, everychild_owner;

-- After a run of matching: each worker of a person to whom records came from another, where the two sides have different services and the worker's role may
-- know one of the other side. Whichever side a worker stands on.
drop function if exists work_tell_of_joins(timestamptz, text[], timestamptz);
create function work_tell_of_joins(run_at timestamptz, told_of text[], due timestamptz)
returns integer
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare told integer;
begin
    with sides as (
        select m.person_id, m.record_id,
            coalesce((select b.person_id from people_link b where b.record_id = m.record_id and b.at < run_at order by b.at desc limit 1)::text,
                     case when exists (select 1 from people_link l where l.record_id = m.record_id and l.at = run_at) then m.record_id::text else m.person_id::text end) as side
        from people_membership m join people_person p on p.id = m.person_id and p.sealed_at is null
        where m.person_id in (select l.person_id from people_link l where l.at = run_at))
    insert into work_alert (id, person_id, record_id, kind, subject, what, owner_id, raised_at, due_at, outcome, passed_to)
    select distinct on (o.user_id, mine.person_id) uuidv7(), mine.person_id, o.record_id, 'join', 'join',
        'Records of another service are now thought to be this child''s.', o.user_id, run_at, due, '', ''
    from sides mine join work_owners o on o.record_id = mine.record_id
    join sides other on other.person_id = mine.person_id and other.side <> mine.side
    join sharing_involvement i on i.record_id = other.record_id and (i.to_on is null or i.to_on >= current_date)
    where i.service = any (told_of) and i.service = any (o.may_know) and i.service <> o.service
    order by o.user_id, mine.person_id, o.record_id
    on conflict do nothing;
    get diagnostics told = row_count;
    return told;
end
$$;
revoke all on function work_tell_of_joins(timestamptz, text[], timestamptz) from public;
grant execute on function work_tell_of_joins(timestamptz, text[], timestamptz) to everychild_owner;

-- What waits in the teams that the asker leads: whose, what kind, since when and until when. No child: that is the worker's to know.
drop function if exists work_team_alerts();
create function work_team_alerts()
returns table (alert_id uuid, owner_id bigint, owner_name text, kind text, raised_at timestamptz, due_at timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
#variable_conflict use_column
begin
return query
select distinct a.id, a.owner_id, member.name::text, a.kind::text, a.raised_at, a.due_at
from work_alert a join people_person p on p.id = a.person_id and p.sealed_at is null
join work_places member on member.user_id = a.owner_id
join work_places lead on lead.team_id = member.team_id and lead.user_id = everychild_actor() and lead.leads
where a.answered_at is null and exists (select 1 from sharing_me where 'team' = any (pages))
order by a.due_at, a.id;
end
$$;
revoke all on function work_team_alerts() from public;
grant execute on function work_team_alerts() to everychild_web, everychild_owner;
