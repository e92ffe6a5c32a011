using System.Collections.Immutable;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>SET, SET LOCAL and RESET of configuration parameters.</summary>
internal sealed class SetVariable : StatementModel<VariableSetStmt>
{
    protected override string Kind(VariableSetStmt statement) => "SET";

    protected override void Execute(VariableSetStmt statement, Execution execution)
    {
        var settings = execution.Session.State.Settings;
        settings = statement.Kind switch
        {
            VariableSetKind.VAR_SET_VALUE => settings.Set(statement.Name, Values(statement), statement.IsLocal),
            VariableSetKind.VAR_RESET or VariableSetKind.VAR_SET_DEFAULT => settings.Reset(statement.Name),
            VariableSetKind.VAR_RESET_ALL => SessionSettings.Default,
            _ => settings,
        };
        execution.Session.State = execution.Session.State with { Settings = settings };
    }

    private static ImmutableArray<string> Values(VariableSetStmt statement) =>
    [
        .. statement.Args.OfType<A_Const>().Select(value => value.Val switch
        {
            StringValue text => text.Sval,
            IntegerValue number => number.Ival.ToString(System.Globalization.CultureInfo.InvariantCulture),
            FloatValue number => number.Fval,
            BooleanValue flag => flag.Boolval ? "on" : "off",
            _ => "",
        }),
    ];
}
