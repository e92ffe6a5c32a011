using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE POLICY: ACCESS EXCLUSIVE on its table, ACCESS SHARE on what its expressions read.</summary>
internal sealed class CreatePolicy : StatementModel<CreatePolicyStmt>
{
    protected override void Execute(CreatePolicyStmt statement, Execution execution)
    {
        var table = execution.GetRelation(statement.Table!);
        execution.Lock(table, LockMode.AccessExclusive);
        Analyze(statement.Qual, table, execution);
        Analyze(statement.WithCheck, table, execution);
        var name = Identifier.Truncate(statement.PolicyName);
        execution.MakeRoom(NameSpace.Policy, TableObject.KeyOf(table.Id, name));
        execution.Add(new Policy
        {
            Name = table.Name with { Name = name },
            Table = table.Id,
            Command = statement.CmdName.ToUpperInvariant(),
            IsPermissive = statement.Permissive,
            Using = statement.Qual,
            WithCheck = statement.WithCheck,
            DependsOn = [.. DependenciesOf(statement.Qual, table, execution), .. DependenciesOf(statement.WithCheck, table, execution)],
        });
    }

    /// <summary>USING or WITH CHECK.</summary>
    public static void Analyze(Node? condition, Relation table, Execution execution)
    {
        QueryLocks.Analyze(condition, execution, QueryScope.Of(table, table.Name.Name));
        Literals.DemandIn(condition, table, execution);
        ExpressionCheck.DemandCondition(condition, table, "POLICY", execution);
    }

    /// <summary>What an expression of a policy cannot do without: columns of its table, and what its subqueries read.</summary>
    public static IEnumerable<Dependency> DependenciesOf(Node? expression, Relation table, Execution execution) =>
        QueryReferences.Of(expression, execution).Where(on => on != new Dependency(table.Id)).Concat(OwnColumns.Of(expression, table, execution, table.Name.Name));
}
