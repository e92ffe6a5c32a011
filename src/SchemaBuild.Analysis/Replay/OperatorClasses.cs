using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.ServerFacts;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>Whether an index can be on values of a type (GetDefaultOpClass, ResolveOpClass).</summary>
internal static class OperatorClasses
{
    private static readonly HashSet<string> BuiltInMethods = ["btree", "hash", "gist", "gin", "spgist", "brin"];

    public static bool IsBuiltIn(string method) => BuiltInMethods.Contains(method);

    /// <param name="method">Access method.</param>
    /// <param name="named">The operator class that the key names; empty for the default one.</param>
    /// <param name="type">Of the values; null if that is not known.</param>
    /// <param name="execution">The statement.</param>
    /// <exception cref="RefusedException">42704 or 42804.</exception>
    public static void Demand(string method, IReadOnlyList<Node> named, BuiltInType? type, Execution execution)
    {
        if (!IsBuiltIn(method) || execution.Catalog.HasOwnOperators || type is not { IsUnknown: false, Kind: not (TypeKind.Composite or TypeKind.Pseudo) }) return;
        var builtIns = BuiltIns.Of(execution.Major);
        if (builtIns.Types.Find(type.Name) is null && type.Kind is not (TypeKind.Enum or TypeKind.Domain) && type.Base is null) return;
        if (named.Count == 0)
        {
            // An extension may have added one for gin and gist, which is how btree_gist and pg_trgm work.
            var mayBeAdded = method is not ("btree" or "hash") && execution.Catalog.HasExtensions && execution.Catalog.All.Any(item => item is Extension);
            if (!mayBeAdded && builtIns.OperatorClasses.FindDefault(method, type) is null)
                throw new RefusedException("42704", $"data type {type.DisplayName} has no default operator class for access method \"{method}\"", AdviceOf(method, type));
            return;
        }

        if (builtIns.OperatorClasses.Find(method, NodeNames.Text(named[^1])) is { } found && builtIns.Types.Find(found.Input) is { } input && !builtIns.Coercion.IsBinaryCoercible(type, input))
            throw new RefusedException("42804", $"operator class \"{found.Name}\" does not accept data type {type.DisplayName}");
    }

    private static string? AdviceOf(string method, BuiltInType type) => method switch
    {
        "gist" => "Write CREATE EXTENSION IF NOT EXISTS btree_gist; before it, which brings operator classes for plain types.",
        "gin" when type.Category == 'S' => "Write CREATE EXTENSION IF NOT EXISTS pg_trgm; before it and name its class gin_trgm_ops, or index to_tsvector(…).",
        "gin" => "Write CREATE EXTENSION IF NOT EXISTS btree_gin; before it, which brings operator classes for plain types.",
        _ => null,
    };
}
