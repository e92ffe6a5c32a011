using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE SUBSCRIPTION: a replication slot is made at the publisher, which no rollback takes back.</summary>
internal sealed class CreateSubscription : StatementModel<CreateSubscriptionStmt>
{
    protected override string Kind(CreateSubscriptionStmt statement) => "CREATE_SUBSCRIPTION";

    protected override bool RefusesTransaction(CreateSubscriptionStmt statement, Execution execution) => 
        DefElems.IsOn(statement.Options, "create_slot", otherwise: DefElems.IsOn(statement.Options, "connect", otherwise: true));

    protected override void Execute(CreateSubscriptionStmt statement, Execution execution)
    {
        var name = new QualifiedName("", Identifier.Truncate(statement.Subname));
        execution.MakeRoom(NameSpace.Subscription, name);
        var connects = DefElems.IsOn(statement.Options, "connect", otherwise: true);
        execution.Add(new Subscription
        {
            Name = name,
            HasSlot = DefElems.Text(statement.Options, "slot_name") != "none",
            IsEnabled = connects && DefElems.IsOn(statement.Options, "enabled", otherwise: true),
        });
    }
}
