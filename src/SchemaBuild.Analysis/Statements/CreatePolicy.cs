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
        var command = statement.CmdName.ToUpperInvariant();
        if (statement.WithCheck is not null && command is ("SELECT" or "DELETE")) throw new RefusedException("42601", $"WITH CHECK cannot be applied to {command}");
        if (statement.Qual is not null && command == "INSERT") throw new RefusedException("42601", "only WITH CHECK expression allowed for INSERT");
        var table = execution.GetRelation(statement.Table!);
        if (!table.IsAssumed && table.Kind is not (RelationKind.Table or RelationKind.PartitionedTable)) throw new RefusedException("42809", $"\"{table.Name.Name}\" is not a table");
        execution.Lock(table, LockMode.AccessExclusive);
        Analyze(statement.Qual, table, execution);
        Analyze(statement.WithCheck, table, execution);
        var name = Identifier.Truncate(statement.PolicyName);
        execution.MakeRoom(NameSpace.Policy, TableObject.KeyOf(table.Id, name));
        execution.Add(new Policy
        {
            Name = table.Name with { Name = name },
            Table = table.Id,
            Command = command,
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
