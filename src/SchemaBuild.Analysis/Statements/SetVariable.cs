using System.Globalization;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>SET, SET LOCAL and RESET of configuration parameters.</summary>
internal sealed class SetVariable : StatementModel<VariableSetStmt>
{
    protected override string Kind(VariableSetStmt statement) => statement.Kind is VariableSetKind.VAR_RESET or VariableSetKind.VAR_RESET_ALL ? "RESET" : "SET";

    protected override void Execute(VariableSetStmt statement, Execution execution)
    {
        var settings = execution.Session.State.Settings;
        settings = statement.Kind switch
        {
            VariableSetKind.VAR_SET_VALUE => settings.Set(statement.Name, [.. statement.Args.Select(Value)], statement.IsLocal),
            VariableSetKind.VAR_SET_CURRENT when settings.IsSet(statement.Name) => settings.Set(statement.Name, settings.Get(statement.Name), statement.IsLocal),
            VariableSetKind.VAR_SET_DEFAULT => settings.Reset(statement.Name, statement.IsLocal),
            VariableSetKind.VAR_RESET => settings.Reset(statement.Name),
            VariableSetKind.VAR_RESET_ALL => settings.ResetAll(),
            VariableSetKind.VAR_SET_MULTI => SetModes(statement, settings),
            _ => settings,
        };
        execution.Session.State = execution.Session.State with { Settings = settings };
    }

    /// <summary>SET SESSION CHARACTERISTICS sets a parameter for each mode; SET TRANSACTION is about the open transaction alone.</summary>
    private static SessionSettings SetModes(VariableSetStmt statement, SessionSettings settings)
    {
        var (prefix, isLocal) = statement.Name == "SESSION CHARACTERISTICS" ? ("default_", false) : ("", true);
        foreach (var mode in statement.Args.OfType<DefElem>())
            if (mode.Arg is { } value) settings = settings.Set(prefix + mode.Defname, [ModeValue(mode.Defname, value)], isLocal);
        return settings;
    }

    private static string ModeValue(string name, Node value) =>
        name is "transaction_read_only" or "transaction_deferrable" ? Value(value) == "0" ? "off" : "on" : Value(value);

    public static string Value(Node value) => value switch
    {
        A_Const { Val: StringValue text } => text.Sval,
        A_Const { Val: IntegerValue number } => number.Ival.ToString(CultureInfo.InvariantCulture),
        A_Const { Val: FloatValue number } => number.Fval,
        A_Const { Val: BooleanValue flag } => flag.Boolval ? "on" : "off",
        TypeCast { Arg: { } interval } => Value(interval),
        _ => "",
    };
}
