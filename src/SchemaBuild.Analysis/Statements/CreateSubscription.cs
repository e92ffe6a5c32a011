using System.Text.RegularExpressions;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE SUBSCRIPTION: a replication slot is made at the publisher, which no rollback takes back.</summary>
internal sealed partial class CreateSubscription : StatementModel<CreateSubscriptionStmt>
{
    protected override string Kind(CreateSubscriptionStmt statement) => "CREATE_SUBSCRIPTION";

    protected override bool RefusesTransaction(CreateSubscriptionStmt statement, Execution execution) => 
        DefElems.IsOn(statement.Options, "create_slot", otherwise: DefElems.IsOn(statement.Options, "connect", otherwise: true));

    protected override void Execute(CreateSubscriptionStmt statement, Execution execution)
    {
        var name = new QualifiedName("", Identifier.Truncate(statement.Subname));
        execution.MakeRoom(NameSpace.Subscription, name);
        NotePassword(name.Name, statement.Conninfo, execution);
        var connects = DefElems.IsOn(statement.Options, "connect", otherwise: true);
        execution.Add(new Subscription
        {
            Name = name,
            HasSlot = DefElems.Text(statement.Options, "slot_name") != "none",
            IsEnabled = connects && DefElems.IsOn(statement.Options, "enabled", otherwise: true),
        });
    }

    /// <summary>A connection string is keywords with values, or a URI; both may hold a password.</summary>
    public static void NotePassword(string subscription, string connection, Execution execution)
    {
        var hasPassword = Uri.TryCreate(connection, UriKind.Absolute, out var uri) && uri.Scheme is "postgres" or "postgresql"
            ? uri.UserInfo.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon && colon < uri.UserInfo.Length - 1 || uri.Query.Contains("password=", StringComparison.Ordinal)
            : PasswordKeyword().IsMatch(connection);
        if (hasPassword) execution.Effects.Secrets.Add($"the password in the connection string of subscription {subscription}");
    }

    [GeneratedRegex(@"(^|\s)password\s*=\s*('[^']|[^\s'])")]
    private static partial Regex PasswordKeyword();
}
