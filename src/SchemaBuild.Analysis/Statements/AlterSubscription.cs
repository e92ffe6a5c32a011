using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>ALTER SUBSCRIPTION.</summary>
internal sealed class AlterSubscription : StatementModel<AlterSubscriptionStmt>
{
    protected override string Kind(AlterSubscriptionStmt statement) => "ALTER_SUBSCRIPTION";

    protected override bool RefusesTransaction(AlterSubscriptionStmt statement, Execution execution) => 
        Refreshes(statement) ? Find(statement, execution) is not { IsEnabled: false } : ChangesSlot(statement, execution);

    protected override void Execute(AlterSubscriptionStmt statement, Execution execution)
    {
        if (statement.Kind == AlterSubscriptionType.ALTER_SUBSCRIPTION_CONNECTION) CreateSubscription.NotePassword(statement.Subname, statement.Conninfo, execution);
        if (Find(statement, execution) is not { } subscription) return;
        if (!subscription.IsEnabled && Refreshes(statement)) throw new RefusedException("55000", "ALTER SUBSCRIPTION with refresh is not allowed for disabled subscriptions");
        if (statement.Kind == AlterSubscriptionType.ALTER_SUBSCRIPTION_ENABLED)
            execution.Replace(subscription with { IsEnabled = DefElems.IsOn(statement.Options, "enabled", otherwise: true) });
        else if (statement.Kind == AlterSubscriptionType.ALTER_SUBSCRIPTION_OPTIONS && DefElems.Find(statement.Options, "slot_name") is not null)
            execution.Replace(subscription with { HasSlot = DefElems.Text(statement.Options, "slot_name") != "none" });
    }

    private static Subscription? Find(AlterSubscriptionStmt statement, Execution execution) =>
        execution.Catalog.Find(NameSpace.Subscription, new QualifiedName("", Identifier.Truncate(statement.Subname))) as Subscription;

    private static bool Refreshes(AlterSubscriptionStmt statement) => statement.Kind switch
    {
        AlterSubscriptionType.ALTER_SUBSCRIPTION_REFRESH => true,
        AlterSubscriptionType.ALTER_SUBSCRIPTION_SET_PUBLICATION or AlterSubscriptionType.ALTER_SUBSCRIPTION_ADD_PUBLICATION or AlterSubscriptionType.ALTER_SUBSCRIPTION_DROP_PUBLICATION =>
            DefElems.IsOn(statement.Options, "refresh", otherwise: true),
        _ => false,
    };

    /// <summary>Options that are changed at the publisher's slot, too: failover since PostgreSQL 17, two_phase off since 18.</summary>
    private static bool ChangesSlot(AlterSubscriptionStmt statement, Execution execution) =>
        statement.Kind == AlterSubscriptionType.ALTER_SUBSCRIPTION_OPTIONS && Find(statement, execution) is not { HasSlot: false }
        && ((execution.Major >= 17 && DefElems.Find(statement.Options, "failover") is not null)
            || (execution.Major >= 18 && DefElems.Find(statement.Options, "two_phase") is { } twoPhase && !DefElems.IsOn(twoPhase)));
}
