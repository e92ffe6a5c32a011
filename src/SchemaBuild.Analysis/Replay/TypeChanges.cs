using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.ServerFacts;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// Which type changes keep the rows as they are. Follows ATColumnChangeRequiresRewrite in PostgreSQL's tablecmds.c: the old value goes through casts and
/// modifiers, each of which the planner can leave out or not.
/// </summary>
internal static class TypeChanges
{
    /// <summary>True if all rows are written anew.</summary>
    /// <exception cref="RefusedException">42804: there is no cast that ALTER COLUMN TYPE may use by itself.</exception>
    public static bool NeedsRewrite(Column column, TypeRef target, Node? usingExpression, Execution execution)
    {
        if (Follow(usingExpression, column, execution) is not { } value) return true;
        if (Convert(value, target, CastContext.Assignment, execution, out var hasNoCast) is null)
        {
            if (hasNoCast)
                throw new RefusedException("42804", $"column \"{column.Name}\" cannot be cast automatically to type {target.ToSql()}");
            return true;
        }

        return false;
    }

    /// <summary>The type of an expression that is the column itself but for casts that change no byte; null if it is computed.</summary>
    private static TypeRef? Follow(Node? expression, Column column, Execution execution) => expression switch
    {
        null => column.Type,
        ColumnRef { Fields: [.., StringValue name] } when name.Sval == column.Name => column.Type,
        CollateClause { Arg: { } inner } => Follow(inner, column, execution),
        TypeCast { TypeName: { } type } cast when Follow(cast.Arg, column, execution) is { } from => Convert(from, TypeNames.Resolve(type, execution), CastContext.Explicit, execution, out _),
        _ => null,
    };

    /// <summary>The type after the conversion, with the modifiers that are then known to hold; null if a function must look at the value.</summary>
    private static TypeRef? Convert(TypeRef from, TypeRef to, CastContext context, Execution execution, out bool hasNoCast)
    {
        hasNoCast = false;
        var source = UserTypes.BaseOf(from, execution.Catalog);
        var wanted = UserTypes.BaseOf(to, execution.Catalog);
        var held = from.Name == source.Name && from.IsArray == source.IsArray ? source : source with { Modifier = TypeRef.None, Scale = TypeRef.None };
        if (source.Name != wanted.Name || source.IsArray != wanted.IsArray)
        {
            var path = TypeFacts.Path(from, to, context, execution);
            hasNoCast = path is { Method: CoercionMethod.None };
            var isFree = path is { Method: CoercionMethod.Binary } || (path is { Method: CoercionMethod.Function } && IsTimestampInUtc(source, wanted, execution));
            if (!isFree) return null;
            held = wanted with { Modifier = TypeRef.None, Scale = TypeRef.None };
        }

        if (UserTypes.IsConstrained(to, execution.Catalog) && from.Name != to.Name) return null;
        if (HasModifier(wanted) && (held.Modifier, held.Scale) != (wanted.Modifier, wanted.Scale) && !Widens(held, wanted)) return null;
        return from.Name == to.Name || wanted.Name == to.Name ? to : to with { Modifier = TypeRef.None, Scale = TypeRef.None };
    }

    private static bool HasModifier(TypeRef type) => type.Modifier != TypeRef.None || type.Scale != TypeRef.None;

    /// <summary>What the planner knows of the functions that apply modifiers (their support functions, such as varchar_support). Those of char and bit have none, nor have arrays.</summary>
    private static bool Widens(TypeRef from, TypeRef to) => !from.IsArray && from.IsBuiltIn && from.Name.Name switch
    {
        "varchar" or "varbit" => from.Modifier != TypeRef.None && to.Modifier >= from.Modifier,
        "numeric" => from.Modifier != TypeRef.None && to.Scale == from.Scale && to.Modifier >= from.Modifier,
        "timestamp" or "timestamptz" or "time" or "timetz" => to.Modifier >= MaxPrecision || (from.Modifier != TypeRef.None && to.Modifier >= from.Modifier),
        "interval" => LeastField(to) <= LeastField(from) && (LeastField(from) > Second || Precision(to) >= Precision(from)),
        _ => false,
    };

    private const int MaxPrecision = 6;

    private static int Precision(TypeRef type) => type.Modifier == TypeRef.None ? MaxPrecision : Math.Min(type.Modifier, MaxPrecision);

    private const int Second = 0;

    /// <summary>The smallest field of an interval, 0 for seconds to 5 for years; the bits are those of INTERVAL_MASK in timestamp.h.</summary>
    private static int LeastField(TypeRef interval)
    {
        int[] bits = [12, 11, 10, 3, 1, 2];
        return interval.Scale == TypeRef.None ? Second : Math.Max(Array.FindIndex(bits, bit => (interval.Scale & (1 << bit)) != 0), Second);
    }

    private static bool IsTimestampInUtc(TypeRef from, TypeRef to, Execution execution) =>
        !from.IsArray && !to.IsArray && (from.Name.Name, to.Name.Name) is ("timestamp", "timestamptz") or ("timestamptz", "timestamp") && IsUtc(execution);

    /// <summary>Servers in containers and in the clouds run in UTC unless told otherwise, so that is assumed until a migration sets TimeZone.</summary>
    private static bool IsUtc(Execution execution) => execution.Session.State.Settings.Get("timezone") is not [var zone] || Utc.Contains(zone)
        || (double.TryParse(zone, System.Globalization.CultureInfo.InvariantCulture, out var hours) && hours == 0);

    private static readonly HashSet<string> Utc = new(StringComparer.OrdinalIgnoreCase)
    {
        "UTC", "GMT", "UCT", "Zulu", "Universal", "Greenwich", "GMT0", "GMT+0", "GMT-0", "Etc/UTC", "Etc/GMT", "Etc/UCT", "Etc/Zulu", "Etc/Universal",
        "Etc/Greenwich", "Etc/GMT0", "Etc/GMT+0", "Etc/GMT-0",
    };
}
