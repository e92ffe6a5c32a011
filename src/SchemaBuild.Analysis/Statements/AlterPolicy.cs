using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>ALTER POLICY: ACCESS EXCLUSIVE on its table.</summary>
internal sealed class AlterPolicy : StatementModel<AlterPolicyStmt>
{
    protected override void Execute(AlterPolicyStmt statement, Execution execution)
    {
        var table = execution.GetRelation(statement.Table!);
        execution.Lock(table, LockMode.AccessExclusive);
        CreatePolicy.Analyze(statement.Qual, table, execution);
        CreatePolicy.Analyze(statement.WithCheck, table, execution);
        if (execution.FindOn<Policy>(NameSpace.Policy, table, statement.PolicyName) is not { } policy) return;
        var (condition, check) = (statement.Qual ?? policy.Using, statement.WithCheck ?? policy.WithCheck);
        execution.Replace(policy with
        {
            Using = condition,
            WithCheck = check,
            DependsOn = [.. CreatePolicy.DependenciesOf(condition, table, execution), .. CreatePolicy.DependenciesOf(check, table, execution)],
        });
    }
}
