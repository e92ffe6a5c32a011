using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE RULE: ACCESS EXCLUSIVE on its relation; its actions are analysed, so they lock what they name.</summary>
internal sealed class CreateRule : StatementModel<RuleStmt>
{
    protected override string Kind(RuleStmt statement) => "CREATE_RULE";

    protected override void Execute(RuleStmt statement, Execution execution)
    {
        var table = execution.GetRelation(statement.Relation!);
        execution.Lock(table, LockMode.AccessExclusive);
        QueryLocks.Analyze(statement.WhereClause, execution, Around(table, statement.Event));
        foreach (var action in statement.Actions) QueryLocks.Analyze(action, execution, InAction(table));
        var name = Identifier.Truncate(statement.Rulename);
        var rule = new RewriteRule
        {
            Name = table.Name with { Name = name },
            Table = table.Id,
            Event = statement.Event,
            Locks = [.. statement.Actions.SelectMany(action => QueryReferences.RelationsOf(action, execution)).Select(reference => (reference.Relation.Id, reference.Mode))],
            DependsOn =
            [
                .. statement.Actions.SelectMany(action => QueryReferences.Of(action, execution)).Where(on => on.Object != table.Id)
                    .Concat(statement.Actions.Append(statement.WhereClause).SelectMany(part => OwnColumns.Of(part, table, execution, "new", "old"))).Distinct(),
            ],
        };
        if (statement.Replace && execution.FindOn<RewriteRule>(NameSpace.Rule, table, name) is { } old)
        {
            execution.Replace(rule with { Id = old.Id, CreatedBy = old.CreatedBy });
            return;
        }

        execution.MakeRoom(NameSpace.Rule, rule.Key);
        execution.Add(rule);
        execution.Replace(execution.Relation(table.Id) with { HasRules = true });
    }

    /// <summary>In the condition: the row as it was and as it will be, as far as the event has them.</summary>
    private static QueryScope Around(Relation table, CmdType on) => on switch
    {
        CmdType.CMD_SELECT or CmdType.CMD_DELETE => QueryScope.Of(table, "old"),
        CmdType.CMD_INSERT => QueryScope.Of(table, "new"),
        _ => QueryScope.Of(table, "old", "new"),
    };

    private static QueryScope InAction(Relation table) => new QueryScope()
        .With(ScopeItem.Of(table, "old") with { ShowsColumns = false })
        .With(ScopeItem.Of(table, "new") with { ShowsColumns = false });
}
