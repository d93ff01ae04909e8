-- The only ways into the ledger. Each runs as the owner of the tables; no other role may write to them.

-- The two functions that every entry passes are `stable`, as convert_to() is: then PostgreSQL writes them out in the
-- query that calls them, which makes verifying five times faster.

-- What an entry says, salted, so that the chain can keep the digest after the words and the salt are disposed of.
-- jsonb escapes control characters, so the separator can stand only where it is put; the purpose, free text, comes last.
create or replace function ledger_digest(salt bytea, person_id uuid, refs jsonb, words jsonb, purpose text)
returns bytea language sql stable parallel safe as $$
    select sha256(salt || convert_to(
        coalesce(person_id::text, '') || chr(31) || coalesce(refs::text, '') || chr(31) || coalesce(words::text, '') || chr(31) || purpose, 'UTF8'))
$$;

-- What an entry is. Every part has a fixed length, but the names, of which only the last could hold a separator.
create or replace function ledger_hash(id uuid, xid bigint, at timestamptz, actor bigint, role text, verb text, retention_class text, digest bytea)
returns bytea language sql stable parallel safe as $$
    select sha256(uuid_send(id) || int8send(xid) || timestamptz_send(at) || int8send(actor) || digest
        || convert_to(verb || chr(31) || retention_class || chr(31) || role, 'UTF8'))
$$;

create or replace function ledger_head(before bytea, n bigint, from_xid bigint, upto_xid bigint, entries bigint, sealed_at timestamptz, hashes bytea)
returns bytea language sql immutable parallel safe as $$
    select sha256(before || int8send(n) || int8send(from_xid) || int8send(upto_xid) || int8send(entries) || timestamptz_send(sealed_at) || sha256(hashes))
$$;

create or replace function ledger_shift() returns bigint language sql stable parallel safe as $$
    select coalesce((select shift from ledger_origin order by n desc limit 1), 0)
$$;

create or replace function ledger_write(
    p_id uuid, p_verb text, p_person uuid, p_purpose text, p_refs jsonb, p_words jsonb, p_retention_class text
) returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    v_xid bigint;
    v_sealed bigint;
    v_at timestamptz := clock_timestamp();
    v_actor bigint := everychild_actor();
    v_role text := current_setting('role');
    v_purpose text := coalesce(p_purpose, current_setting('everychild.purpose', true), '');
    v_salt bytea := uuid_send(gen_random_uuid());
    v_digest bytea := ledger_digest(v_salt, p_person, p_refs, p_words, v_purpose);
begin
    if p_verb !~ '^[a-z][a-z0-9_.]*$' or p_retention_class !~ '^[a-z][a-z0-9_]*$' then
        raise exception 'a verb and a retention class are plain words with underscores' using errcode = 'invalid_parameter_value';
    end if;
    if v_role = 'none' then
        v_role := session_user;
    end if;
    select pg_current_xact_id()::text::bigint + coalesce((select shift from ledger_origin order by n desc limit 1), 0),
        coalesce((select upto_xid from ledger_seal order by n desc limit 1), 0)
        into v_xid, v_sealed;
    if v_xid < v_sealed then
        raise exception 'this ledger was restored from another server: run `everychild ledger restored` first' using errcode = 'object_not_in_prerequisite_state';
    end if;
    insert into ledger_entry (id, xid, at, actor, role, verb, retention_class, person_id, purpose, refs, words, salt, digest, hash)
    values (p_id, v_xid, v_at, v_actor, v_role, p_verb, p_retention_class, p_person, v_purpose, p_refs, p_words, v_salt, v_digest,
        ledger_hash(p_id, v_xid, v_at, v_actor, v_role, p_verb, p_retention_class, v_digest));
end
$$;

-- An entry is settled once every transaction that began before its own has ended: nothing can come before it any more.
-- Whoever finds the lock taken leaves: somebody is sealing. Answers how many entries were sealed.
create or replace function ledger_seal_settled() returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    last ledger_seal;
    v_from bigint;
    v_upto bigint;
    v_entries bigint;
    v_hashes bytea;
    v_at timestamptz;
begin
    if not pg_try_advisory_xact_lock(hashtext('ledger_seal')) then
        return 0;
    end if;
    select * into last from ledger_seal order by n desc limit 1;
    v_from := coalesce(last.upto_xid, 0);
    v_upto := pg_snapshot_xmin(pg_current_snapshot())::text::bigint + ledger_shift();
    select count(*), string_agg(hash, ''::bytea order by xid, id) into v_entries, v_hashes
    from ledger_entry where xid >= v_from and xid < v_upto;
    if v_entries > 0 then
        v_at := clock_timestamp();
        insert into ledger_seal (n, from_xid, upto_xid, entries, sealed_at, head)
        values (coalesce(last.n, 0) + 1, v_from, v_upto, v_entries, v_at,
            ledger_head(coalesce(last.head, ''), coalesce(last.n, 0) + 1, v_from, v_upto, v_entries, v_at, v_hashes));
    end if;
    return v_entries;
end
$$;

create or replace function ledger_digest_of_ids(ids uuid[]) returns text language sql immutable parallel safe as $$
    select encode(sha256(coalesce(string_agg(uuid_send(id), ''::bytea order by id), '')), 'hex') from unnest(ids) id
$$;

-- Take away what entries say, and leave that they happened. The certificate is an entry of its own, already written
-- in this transaction, whose refs hold a digest of exactly these ids: verifying asks for it.
create or replace function ledger_dispose(p_certificate uuid, p_ids uuid[]) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    v_done bigint;
begin
    update ledger_entry set person_id = null, purpose = '', refs = null, words = null, salt = null, disposal = p_certificate
    where id = any (p_ids) and disposal is null and verb <> 'content_disposed'
        and exists (select 1 from ledger_entry where id = p_certificate and verb = 'content_disposed'
            and refs ->> 'entries' = ledger_digest_of_ids(p_ids));
    get diagnostics v_done = row_count;
    if v_done <> cardinality(p_ids) then
        raise exception 'the certificate does not name exactly these entries, or some of them have no content' using errcode = 'invalid_parameter_value';
    end if;
    return v_done;
end
$$;

-- After a restore into a server whose transaction numbers are lower: shift ours beyond everything that is written.
create or replace function ledger_restored() returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    v_now bigint := pg_current_xact_id()::text::bigint;
    v_beyond bigint := 1 + greatest((select max(xid) from ledger_entry), (select max(upto_xid) from ledger_seal), 0);
    v_shift bigint;
begin
    lock table ledger_origin in exclusive mode;
    v_shift := ledger_shift();
    if v_now + v_shift < v_beyond then
        v_shift := v_beyond - v_now;
        insert into ledger_origin (n, shift, since) select coalesce(max(n), 0) + 1, v_shift, clock_timestamp() from ledger_origin;
    end if;
    return v_shift;
end
$$;

-- A grant made by mistake must not open the ledger: only the owner's functions add, only a disposal changes, nothing removes.
create or replace function ledger_refuse_to_add() returns trigger language plpgsql as $$
begin
    raise exception 'the ledger is written by its own functions only' using errcode = 'insufficient_privilege';
end
$$;

create or replace function ledger_refuse_to_change() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or tg_table_name <> 'ledger_entry' then
        raise exception 'nothing is changed in or removed from the ledger' using errcode = 'insufficient_privilege';
    end if;
    if (new.id, new.xid, new.at, new.actor, new.role, new.verb, new.retention_class, new.digest, new.hash)
        is distinct from (old.id, old.xid, old.at, old.actor, old.role, old.verb, old.retention_class, old.digest, old.hash)
        or old.disposal is not null or new.disposal is null or current_user <> tg_argv[0] then
        raise exception 'an entry of the ledger may only have its content disposed of' using errcode = 'insufficient_privilege';
    end if;
    return new;
end
$$;

do $$
declare
    t text;
begin
    foreach t in array array['ledger_entry', 'ledger_seal', 'ledger_origin'] loop
        -- The owner's name is compared in the condition, before the function is called: an entry in a hurry does not wait for it.
        execute format('create or replace trigger ledger_refuses_to_add before insert on %I for each row when (current_user <> %L) execute function ledger_refuse_to_add()', t, current_user);
        execute format('create or replace trigger ledger_refuses_to_change before update or delete on %I for each row execute function ledger_refuse_to_change(%L)', t, current_user);
    end loop;
end
$$;
