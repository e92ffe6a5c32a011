using System.Collections.Immutable;
using SchemaBuild.Analysis.Statements;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>The SET clauses of functions.</summary>
internal static class FunctionSettings
{
    /// <summary>The search_path that the last such clause gives, one string for each entry; default if it takes it away.</summary>
    public static ImmutableArray<string> SearchPath(IReadOnlyList<Node> options, Execution execution, ImmutableArray<string> otherwise)
    {
        foreach (var clause in options.OfType<DefElem>().Where(option => option.Defname == "set").Select(option => option.Arg).OfType<VariableSetStmt>())
        {
            if (clause.Kind != VariableSetKind.VAR_RESET_ALL && !clause.Name.Equals("search_path", StringComparison.OrdinalIgnoreCase)) continue;
            otherwise = clause.Kind switch
            {
                // One string is one name, even with commas in it; but the empty string, as is usual, is no schema at all.
                VariableSetKind.VAR_SET_VALUE => [.. clause.Args.Select(SetVariable.Value).Where(schema => schema.Length > 0)],
                VariableSetKind.VAR_SET_CURRENT => execution.Session.State.Settings.SearchPath,
                _ => default,
            };
        }

        return otherwise;
    }
}
