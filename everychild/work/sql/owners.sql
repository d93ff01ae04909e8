-- Who works with a child and signs in here, with the services that their role may know. For the functions of alerts alone.
create or replace view work_owners as
select i.id as involvement_id, i.record_id, i.service, u.id as user_id, r.services as may_know
from sharing_involvement i
left join organisations_worker w on w.id = i.worker_id
join organisations_user u on u.id = coalesce(w.user_id, i.user_id) and u.is_active
join organisations_role r on r.code = u.role_id and r.searches <> 'none'
where i.to_on is null or i.to_on >= current_date;
revoke all on work_owners from everychild_web, everychild_jobs;
grant select on work_owners to everychild_matching;

create or replace view work_places as
select p.user_id, p.team_id, p.leads, u.first_name || ' ' || u.last_name as name
from organisations_place p join organisations_user u on u.id = p.user_id
where p.from_on <= current_date and (p.to_on is null or p.to_on >= current_date);
revoke all on work_places from everychild_web, everychild_jobs;
grant select on work_places to everychild_matching;
