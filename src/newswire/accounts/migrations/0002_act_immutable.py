from django.db import migrations

IMMUTABLE = """
CREATE FUNCTION accounts_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log of deeds is never changed or deleted' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER accounts_act_immutable BEFORE UPDATE OR DELETE ON accounts_act
    FOR EACH ROW EXECUTE FUNCTION accounts_refuse();
CREATE TRIGGER accounts_act_not_truncated BEFORE TRUNCATE ON accounts_act
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunSQL(IMMUTABLE, "DROP FUNCTION accounts_refuse() CASCADE")]
