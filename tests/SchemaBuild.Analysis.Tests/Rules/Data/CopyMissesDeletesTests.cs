using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Data;

public sealed class CopyMissesDeletesTests() : RuleTest(new CopyMissesDeletes())
{
    private const string Tables = """
        CREATE TABLE users (id bigint PRIMARY KEY, name text);
        CREATE TABLE users_new (id bigint PRIMARY KEY, name text);
        CREATE FUNCTION twice() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            INSERT INTO users_new VALUES (NEW.id, NEW.name) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name;
            RETURN NEW;
        END $$;
        CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO users_new VALUES (NEW.id, NEW.name); RETURN NEW; END $$;
        CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM users_new WHERE id = OLD.id; RETURN OLD; END $$;
        --- next migration

        """;

    [Theory]
    [InlineData("CREATE TRIGGER t AFTER INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION twice()")]
    [InlineData("CREATE TRIGGER t BEFORE UPDATE OR INSERT ON users FOR EACH ROW EXECUTE PROCEDURE twice()")]
    [InlineData("CREATE TRIGGER t AFTER INSERT OR UPDATE ON elsewhere FOR EACH ROW EXECUTE FUNCTION twice()")]
    public void Found_where_nothing_fires_on_a_delete(string trigger) => Finds($"{Tables}[|{trigger}|];");

    [Theory]
    [InlineData("CREATE TRIGGER t AFTER INSERT OR UPDATE OR DELETE ON users FOR EACH ROW EXECUTE FUNCTION twice()")]
    [InlineData("CREATE TRIGGER t AFTER INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION log()")]
    [InlineData("CREATE TRIGGER t AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION twice()")]
    [InlineData("CREATE TRIGGER t AFTER INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION twice();\nCREATE TRIGGER d AFTER DELETE ON users FOR EACH ROW EXECUTE FUNCTION forget()")]
    [InlineData("CREATE TRIGGER t AFTER INSERT OR UPDATE ON users_new FOR EACH ROW EXECUTE FUNCTION twice()")]
    public void Silent_otherwise(string triggers) => Silent($"{Tables}{triggers};");
}
