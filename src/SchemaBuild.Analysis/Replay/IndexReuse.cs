using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.ServerFacts;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// Whether an index can stay as it is when the type of a column changes and the rows do not: CheckIndexCompatible in PostgreSQL's indexcmds.c. The operator
/// classes and collations must be the same after the change; expressions and predicates are never looked into.
/// </summary>
internal static class IndexReuse
{
    /// <exception cref="RefusedException">42704 or 42804: no operator class fits the new type.</exception>
    public static bool CanStay(Index index, Column old, Column changed, Execution execution)
    {
        var stays = index is { IsPartial: false, HasExpressions: false, IsValid: true, Parent: null };
        for (var i = 0; i < index.KeyColumns.Length; i++)
        {
            if (index.KeyColumns[i] != old.Number) continue;
            var key = index.Definition?.IndexParams.ElementAtOrDefault(i) as IndexElem;
            stays &= ClassStays(index.AccessMethod, key?.Opclass, old.Type, changed.Type, execution);
            stays &= key?.Collation.Count > 0 || old.Collation == changed.Collation;
        }

        return stays;
    }

    /// <summary>Whether values compare after the change as they did before, which a foreign key rests on.</summary>
    public static bool ComparesAsBefore(TypeRef old, TypeRef now, Execution execution) => IsSame(old, now)
        || (TypeFacts.Of(old, execution) is { } before && TypeFacts.Of(now, execution) is { } after && BuiltIns.Of(execution.Major).OperatorClasses.SurvivesChange("btree", null, before, after));

    private static bool IsSame(TypeRef old, TypeRef now) => old.Name == now.Name && old.IsArray == now.IsArray;

    private static bool ClassStays(string method, IReadOnlyList<Node>? named, TypeRef old, TypeRef now, Execution execution)
    {
        var builtIns = BuiltIns.Of(execution.Major);
        if (IsSame(old, now)) return true;
        if (TypeFacts.Of(old, execution) is not { } before || TypeFacts.Of(now, execution) is not { } after) return false;
        var classes = builtIns.OperatorClasses;
        var name = named is { Count: > 0 } ? NodeNames.Text(named[^1]) : null;
        if (name is null)
        {
            if (classes.FindDefault(method, before) is not null && classes.FindDefault(method, after) is null)
                throw new RefusedException("42704", $"data type {after.DisplayName} has no default operator class for access method \"{method}\"");
        }
        else if (classes.Find(method, name) is { } kept && builtIns.Types.Find(kept.Input) is { } input && !builtIns.Coercion.IsBinaryCoercible(after, input))
        {
            throw new RefusedException("42804", $"operator class \"{name}\" does not accept data type {after.DisplayName}");
        }

        return classes.SurvivesChange(method, name, before, after);
    }
}
