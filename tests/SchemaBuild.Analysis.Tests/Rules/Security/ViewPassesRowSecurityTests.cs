using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Security;

public sealed class ViewPassesRowSecurityTests() : RuleTest(new ViewPassesRowSecurity())
{
    [Fact]
    public void Found_for_a_view_of_a_guarded_table() => Finds("""
        CREATE TABLE notes (id bigint PRIMARY KEY, owner text);
        CREATE POLICY own ON notes USING (owner = current_user);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        [|CREATE VIEW all_notes AS SELECT id FROM notes|];
        """, major: 15);

    [Fact]
    public void Found_where_the_table_is_guarded_later() => Finds("""
        CREATE TABLE notes (id bigint PRIMARY KEY, owner text);
        [|CREATE VIEW all_notes AS SELECT id FROM notes|];
        --- next migration
        CREATE POLICY own ON notes USING (owner = current_user);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        """, major: 15);

    [Fact]
    public void Silent_with_the_option() => Silent("""
        CREATE TABLE notes (id bigint PRIMARY KEY, owner text);
        CREATE POLICY own ON notes USING (owner = current_user);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE VIEW all_notes WITH (security_invoker = true) AS SELECT id FROM notes;
        """, major: 15);

    [Fact]
    public void Silent_where_the_option_comes_later() => Silent("""
        CREATE TABLE notes (id bigint PRIMARY KEY, owner text);
        CREATE POLICY own ON notes USING (owner = current_user);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE VIEW all_notes AS SELECT id FROM notes;
        ALTER VIEW all_notes SET (security_invoker = true);
        """, major: 15);

    [Fact]
    public void Silent_without_row_security() => Silent("""
        CREATE TABLE notes (id bigint PRIMARY KEY);
        CREATE VIEW all_notes AS SELECT id FROM notes;
        """, major: 15);

    [Fact]
    public void Silent_on_servers_without_the_option() => Silent("""
        CREATE TABLE notes (id bigint PRIMARY KEY, owner text);
        CREATE POLICY own ON notes USING (owner = current_user);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE VIEW all_notes AS SELECT id FROM notes;
        """, major: 14);
}
