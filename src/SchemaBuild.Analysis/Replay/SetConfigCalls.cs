using System.Collections.Immutable;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>Calls of <c>set_config(name, value, is_local)</c> with constants, anywhere in a query: the function form of SET.</summary>
internal sealed class SetConfigCalls : NodeVisitor
{
    private readonly Execution _execution;

    private SetConfigCalls(Execution execution) => _execution = execution;

    public static void Apply(Node query, Execution execution) => new SetConfigCalls(execution).Visit(query);

    public override void Visit(Node node)
    {
        if (node is FuncCall { Args: [var name, var value, var isLocal] } call && NodeNames.Qualified(call.Funcname) is { Name: "set_config", Schema: "" or "pg_catalog" }
            && Text(name) is { } parameter && Text(value) is { } setting && Flag(isLocal) is { } local)
        {
            var state = _execution.Session.State;
            _execution.Session.State = state with { Settings = state.Settings.Set(parameter, Values(parameter, setting), local) };
        }

        base.Visit(node);
    }

    /// <summary>Unlike SET, the function gets a list as one string.</summary>
    private static ImmutableArray<string> Values(string parameter, string setting) =>
        parameter.Equals("search_path", StringComparison.OrdinalIgnoreCase) ? Identifier.SplitList(setting) : [setting];

    private static string? Text(Node node) => node switch
    {
        A_Const { Val: StringValue text } => text.Sval,
        A_Const { Val: IntegerValue number } => number.Ival.ToString(System.Globalization.CultureInfo.InvariantCulture),
        TypeCast { Arg: { } inner } => Text(inner),
        _ => null,
    };

    private static bool? Flag(Node node) => node switch
    {
        A_Const { Val: BooleanValue flag } => flag.Boolval,
        A_Const { Val: StringValue text } => text.Sval.Trim().ToUpperInvariant() is "T" or "TRUE" or "Y" or "YES" or "ON" or "1",
        TypeCast { Arg: { } inner } => Flag(inner),
        _ => null,
    };
}
