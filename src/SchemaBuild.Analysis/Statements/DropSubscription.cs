using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>DROP SUBSCRIPTION: its slot at the publisher goes, too, which no rollback takes back.</summary>
internal sealed class DropSubscription : StatementModel<DropSubscriptionStmt>
{
    protected override string Kind(DropSubscriptionStmt statement) => "DROP_SUBSCRIPTION";

    protected override bool RefusesTransaction(DropSubscriptionStmt statement, Execution execution) => 
        Find(statement, execution) is { } known ? known.HasSlot : !statement.MissingOk;

    protected override void Execute(DropSubscriptionStmt statement, Execution execution)
    {
        if (Find(statement, execution) is not { } subscription) return;
        execution.Lose(subscription);
        execution.Remove(subscription);
    }

    private static Subscription? Find(DropSubscriptionStmt statement, Execution execution) =>
        execution.Catalog.Find(NameSpace.Subscription, new QualifiedName("", Identifier.Truncate(statement.Subname))) as Subscription;
}
