from django.db import migrations

WHO_ASKS = """
create or replace function everychild_actor() returns bigint language plpgsql stable parallel safe as $$
declare said text := current_setting('everychild.actor', true);
begin
    if said is null or said = '' then
        raise exception 'nobody is asking: everychild.actor is not set' using errcode = 'insufficient_privilege';
    end if;
    return said::bigint;
end
$$;
create or replace function everychild_purpose() returns text language plpgsql stable parallel safe as $$
declare said text := current_setting('everychild.purpose', true);
begin
    if said is null or said = '' then
        raise exception 'this job has no purpose: everychild.purpose is not set' using errcode = 'insufficient_privilege';
    end if;
    return said;
end
$$;
"""


class Migration(migrations.Migration):
    """The database knows who asks, and refuses to guess."""

    dependencies = [("organisations", "0001_initial")]
    operations = [migrations.RunSQL(WHO_ASKS, "drop function everychild_purpose(); drop function everychild_actor();")]
