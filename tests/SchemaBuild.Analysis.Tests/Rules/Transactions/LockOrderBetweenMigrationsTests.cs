using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Transactions;

public sealed class LockOrderBetweenMigrationsTests() : RuleTest(new LockOrderBetweenMigrations())
{
    private const string Before = "CREATE TABLE a (id bigint PRIMARY KEY);\nCREATE TABLE b (id bigint PRIMARY KEY);\n--- next migration\n";

    [Fact]
    public void Found_for_the_other_order() => Assert.Contains("002_step.sql, down to line 2", Finds(Before + """
        ALTER TABLE a ADD COLUMN x text;
        ALTER TABLE b ADD COLUMN x text;
        --- next migration
        ALTER TABLE b ADD COLUMN y text;
        [|ALTER TABLE a ADD COLUMN y text|];
        """).Message, StringComparison.Ordinal);

    [Fact]
    public void Silent_for_the_same_order() => Silent(Before + """
        ALTER TABLE a ADD COLUMN x text;
        ALTER TABLE b ADD COLUMN x text;
        --- next migration
        ALTER TABLE a ADD COLUMN y text;
        ALTER TABLE b ADD COLUMN y text;
        """);

    [Fact]
    public void Silent_for_transactions_of_their_own() => Silent(Before + """
        ALTER TABLE a ADD COLUMN x text;
        ALTER TABLE b ADD COLUMN x text;
        --- next migration
        -- schemabuild:no-transaction
        ALTER TABLE b ADD COLUMN y text;
        ALTER TABLE a ADD COLUMN y text;
        """);

    [Fact]
    public void Silent_for_weak_locks() => Silent(Before + """
        ALTER TABLE a ADD COLUMN x text;
        ALTER TABLE b ADD COLUMN x text;
        --- next migration
        ALTER TABLE b ADD COLUMN y text;
        UPDATE a SET x = '' WHERE id = 1;
        """);

    [Fact]
    public void Silent_for_what_one_statement_locks_besides() => Silent(Before + """
        ALTER TABLE a ADD COLUMN b_id bigint;
        ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b NOT VALID;
        --- next migration
        ALTER TABLE b ADD COLUMN a_id bigint;
        ALTER TABLE b ADD FOREIGN KEY (a_id) REFERENCES a NOT VALID;
        """);
}
