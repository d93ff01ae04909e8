-- Who may know whom, written once. Each view is the owner's: the tables beneath are not open to the asker, and it knows the asker only.

create or replace view sharing_me as
select u.id as user_id, u.school_id, r.code as role, r.scope, r.services, r.searches, r.opens, r.pages, r.items
from organisations_user u join organisations_role r on r.code = u.role_id
where u.id = everychild_actor() and u.is_active;

create or replace view sharing_my_workers as
select w.id as worker_id from organisations_worker w join sharing_me me on me.user_id = w.user_id;

create or replace view sharing_my_teams as
select p.team_id from organisations_place p join sharing_me me on me.user_id = p.user_id
where p.from_on <= current_date and (p.to_on is null or p.to_on >= current_date);

-- An involvement of mine, still open: myself, my worker's name in a source, my team, or the school whose roll my role works from.
-- A role that looks for no child has none, wherever its holder sits; a school left behind on the account of somebody who changed role is no ground.
create or replace view sharing_my_involvements as
select i.id, i.record_id
from sharing_involvement i
where (i.to_on is null or i.to_on >= current_date) and exists (select 1 from sharing_me where searches <> 'none') and (
    i.user_id = everychild_actor()
    or i.worker_id in (select worker_id from sharing_my_workers)
    or i.team_id in (select team_id from sharing_my_teams)
    or i.school_id = (select school_id from sharing_me where searches = 'roll'));

create or replace view sharing_my_openings as
select o.record_id, o.person_id
from sharing_opening o
where o.user_id = everychild_actor() and o.until > now() and exists (select 1 from sharing_me where opens);

-- A strand is mine when one of its records is: by involvement or by an opening. A sealed person is nobody's.
create or replace view sharing_my_strands as
select s.id as strand_id, s.person_id
from people_strand s join people_person p on p.id = s.person_id
where p.sealed_at is null and exists (
    select 1 from people_membership m
    where m.strand_id = s.id and (
        exists (select 1 from sharing_my_involvements i where i.record_id = m.record_id)
        or exists (select 1 from sharing_my_openings o where o.record_id = m.record_id)));

-- That a source holds the child tells of its service: so a source is mine to know when it is a school's, or one of its services is on my role's list.
-- One that declares no service is kept as closely as the most guarded. A record in which I am named is mine in any case.
create or replace view sharing_my_sources as
select s.code
from intake_source s, sharing_me me
where 'school' = any (s.services) or s.services && me.services or s.services = '{}' and 'social_care' = any (me.services);

create or replace view sharing_my_records as
select m.record_id, m.strand_id, m.person_id
from people_membership m join sharing_my_strands s on s.strand_id = m.strand_id join people_sourcerecord r on r.id = m.record_id
where (select scope from sharing_me) = 'strand' and r.source_code in (select code from sharing_my_sources)
   or exists (select 1 from sharing_my_involvements i where i.record_id = m.record_id);

create or replace view sharing_my_adults as
select a.record_id, m.person_id
from people_adult a join people_membership m on m.record_id = a.record_id
where (select 'relationships' = any (items) from sharing_me)
  and exists (select 1 from people_relationship r join sharing_my_records mine on mine.record_id = r.record_id where r.adult_id = a.record_id);

create or replace view sharing_my_people as
select p.id as person_id
from people_person p
where p.sealed_at is null and (
    exists (select 1 from sharing_my_strands s where s.person_id = p.id)
    or p.kind = 'adult' and exists (select 1 from sharing_my_adults a where a.person_id = p.id));

-- Not for the web role, which would learn from it how many there are.
create or replace view sharing_withheld_addresses as
select m.record_id from people_membership m join people_person p on p.id = m.person_id where p.address_withheld;

create or replace view sharing_my_addresses as
select mine.record_id
from sharing_my_records mine join people_person p on p.id = mine.person_id
where not p.address_withheld;

create or replace view sharing_my_services as
select unnest(services) as service from sharing_me;

create or replace view sharing_my_items as
select unnest(items) as item from sharing_me;
