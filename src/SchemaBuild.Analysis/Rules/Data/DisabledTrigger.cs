using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>Triggers are off for everybody after the transaction that switches them off.</summary>
internal sealed class DisabledTrigger : Rule
{
    private const string ReplicationRole = "session_replication_role";

    public override RuleDescriptor Descriptor { get; } = new("SB2013", "disabled-trigger", Severity.Error, "Triggers are switched off and stay so");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        foreach (var transaction in file.Transactions)
        {
            var end = transaction[^1].After;
            foreach (var statement in transaction)
            {
                foreach (var table in statement.Effects.Touched.Select(statement.After.Catalog.Find).OfType<Relation>())
                {
                    if (table.DisabledTriggers.IsEmpty) continue;
                    var before = statement.Before.Catalog.Find(table.Id) as Relation;
                    var added = table.DisabledTriggers.Except(before?.DisabledTriggers ?? []);
                    if (statement.IsNew(table) || end.Catalog.Find(table.Id) is not Relation last) continue;
                    foreach (var name in added.Intersect(last.DisabledTriggers).Where(name => IsThere(name, table, end.Catalog)))
                        findings.Add(statement, before ?? table, Message(name, table), new Remedy("Switch it on again in the same transaction.", $"{statement.Statement.Sql};\nALTER TABLE {table.Name.ToSql()} ENABLE {Words(name)};"));
                }

                if (IsReplica(statement.After, transactional: statement.TransactionKind != TransactionKind.None) && !IsReplica(statement.Before, transactional: true) && end.Settings.EndTransaction().Get(ReplicationRole) is ["replica"])
                {
                    findings.Add(
                        statement.Statement,
                        "With session_replication_role = replica no trigger fires on this connection, those of foreign keys included, and that outlasts the transaction: rows that it writes are checked by nothing, then or later. "
                        + "Write SET LOCAL, or leave it out.");
                }
            }
        }
    }

    private static bool IsReplica(SessionState state, bool transactional) => (transactional ? state.Settings : state.Settings.EndTransaction()).Get(ReplicationRole) is ["replica"];

    /// <summary>One that is dropped is off for good.</summary>
    private static bool IsThere(string name, Relation table, CatalogState catalog) =>
        table.IsAssumed || name is Relation.AllTriggers or Relation.UserTriggers || catalog.UsersOf(table.Id).OfType<Trigger>().Any(trigger => trigger.Table == table.Id && trigger.Name.Name == name);

    private static string Words(string name) => name is Relation.AllTriggers or Relation.UserTriggers ? name : $"TRIGGER {Identifier.Quote(name)}";

    private static string Message(string name, Relation table) => name == Relation.AllTriggers
        ? $"No trigger of {table.Name} fires any more for anybody, and with those of its foreign keys the server stops checking references: rows that break them stay for good, because switching the triggers on again checks nothing. Enable them in the same transaction, or leave them on."
        : $"{(name == Relation.UserTriggers ? "The triggers" : $"The trigger {name}")} of {table.Name} {(name == Relation.UserTriggers ? "fire" : "fires")} for nobody any more after this transaction, so what {(name == Relation.UserTriggers ? "they do" : "it does")} for each row is missing from then on. Enable {(name == Relation.UserTriggers ? "them" : "it")} in the same transaction; a trigger that is not needed is dropped.";
}
