using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>DROP OWNED: everything that a role owns in this database, whatever that is.</summary>
internal sealed class DropOwned : StatementModel<DropOwnedStmt>
{
    protected override void Execute(DropOwnedStmt statement, Execution execution)
    {
        foreach (var role in statement.Roles.OfType<RoleSpec>())
        {
            execution.Lose(new Container { Name = new QualifiedName("", Grant.RoleName(role)), What = "everything that the role owns" });
            execution.Effects.NotAnalysed.Add($"DROP OWNED BY {Grant.RoleName(role)}: drops whatever it owns, each table under ACCESS EXCLUSIVE.");
        }
    }
}
