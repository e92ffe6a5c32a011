using System.Globalization;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Fixes;
using SchemaBuild.Analysis.Sources;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>CHECKs that show, before a partition comes, that its rows fit and that the DEFAULT partition has none of them, so that the server reads nothing under its locks.</summary>
/// <remarks>https://www.postgresql.org/docs/current/sql-altertable.html, ATTACH PARTITION: "If any of the CHECK constraints of the table being attached …".</remarks>
internal static class PartitionProofs
{
    /// <summary>How to attach a table without a scan of it.</summary>
    /// <param name="table">The new partition.</param>
    /// <param name="parent">The partitioned table.</param>
    /// <param name="bound">Its bound.</param>
    /// <param name="siblings">The bounds of the other partitions, which matter to a DEFAULT one.</param>
    /// <param name="statement">The statement that attaches it.</param>
    public static Remedy OfBound(Relation table, Relation parent, PartitionBoundSpec bound, IReadOnlyList<PartitionBoundSpec> siblings, SqlStatement statement) => bound.IsDefault
        ? Of(
            $"Give {table.Name.Name} a CHECK that leaves out what the other partitions take, as NOT VALID, VALIDATE CONSTRAINT in a later migration, attach after that, and drop the CHECK.",
            table, parent, Rest(parent, siblings), statement)
        : Of(
            $"Give {table.Name.Name} a CHECK that says what the bound says, as NOT VALID, VALIDATE CONSTRAINT in a later migration, attach after that, and drop the CHECK.",
            table, parent, Condition(parent, bound, isInside: true), statement);

    /// <summary>How to add a partition without a scan of the DEFAULT one.</summary>
    public static Remedy OfDefault(Relation defaultPartition, Relation parent, PartitionBoundSpec bound, SqlStatement statement) => Of(
        $"Give {defaultPartition.Name.Name} a CHECK that no row of it belongs to the new partition, as NOT VALID, VALIDATE CONSTRAINT in a later migration, add the partition after that, and drop the CHECK.",
        defaultPartition, parent, Condition(parent, bound, isInside: false), statement);

    private static Remedy Of(string advice, Relation table, Relation parent, string? condition, SqlStatement statement)
    {
        var check = Identifier.MakeObjectName(table.Name.Name, null, "bound");
        if (condition is null || table.FindConstraint(check) is not null) return new Remedy(advice);
        var rewrite = Rewrites.ProveBound(statement, table.Name, parent.Name, check, condition);
        // Within a block the CHECK would be validated under the locks of all the rest.
        return new Remedy(advice, rewrite.ToMigrations(statement)) { Rewrite = statement.Tree is AlterTableStmt { Cmds.Count: 1 } or CreateStmt ? () => rewrite : null };
    }

    private static string? Rest(Relation parent, IReadOnlyList<PartitionBoundSpec> siblings)
    {
        var conditions = siblings.Select(sibling => Condition(parent, sibling, isInside: false)).ToList();
        return conditions.Count == 0 || conditions.Contains(null) ? null : string.Join(" AND ", conditions.Select(condition => conditions.Count == 1 ? condition : $"({condition})"));
    }

    private static string? Condition(Relation parent, PartitionBoundSpec bound, bool isInside)
    {
        if (PartitionKeys.Columns(parent) is not [{ } column]) return null;
        var key = Identifier.Quote(column.Name);
        switch (bound.Strategy)
        {
            case "l":
                var values = bound.Listdatums.Select(Sql).ToList();
                if (values.Contains(null) || values.Contains("NULL") || values.Count == 0) return null;
                return isInside ? $"{key} IS NOT NULL AND {key} IN ({string.Join(", ", values)})" : string.Join(" AND ", values.Select(value => $"{key} <> {value}"));
            case "r":
                if (bound is not { Lowerdatums: [var lower], Upperdatums: [var upper] }) return null;
                var (isOpenBelow, isOpenAbove) = (PartitionBounds.IsEnd(lower, "minvalue"), PartitionBounds.IsEnd(upper, "maxvalue"));
                var (from, to) = (isOpenBelow ? "" : Sql(lower), isOpenAbove ? "" : Sql(upper));
                if (from is null || to is null) return null;
                List<string> parts = isInside ? [$"{key} IS NOT NULL"] : [];
                if (!isOpenBelow) parts.Add(isInside ? $"{key} >= {from}" : $"{key} < {from}");
                if (!isOpenAbove) parts.Add(isInside ? $"{key} < {to}" : $"{key} >= {to}");
                // Nothing is outside of everything but NULL.
                return parts.Count == 0 ? null : string.Join(isInside ? " AND " : " OR ", parts);
            default:
                return null;
        }
    }

    private static string? Sql(Node value) => value switch
    {
        A_Const { Isnull: true } => "NULL",
        A_Const { Val: IntegerValue number } => number.Ival.ToString(CultureInfo.InvariantCulture),
        A_Const { Val: FloatValue number } => number.Fval,
        A_Const { Val: StringValue text } when !text.Sval.Contains('\\', StringComparison.Ordinal) => $"'{text.Sval.Replace("'", "''", StringComparison.Ordinal)}'",
        TypeCast { Arg: { } constant, TypeName: { ArrayBounds.Count: 0 } type } when Sql(constant) is { } text && CastName(type) is { } name => $"{text}::{name}",
        A_Expr { Kind: A_Expr_Kind.AEXPR_OP, Name: [StringValue { Sval: "-" }], Lexpr: null, Rexpr: { } number } => Sql(number) is { } text ? "-" + text : null,
        _ => null,
    };

    /// <summary>Types that look the same in every session.</summary>
    private static string? CastName(TypeName type) => type is { Typmods.Count: 0, Names: [.., StringValue { Sval: "date" or "timestamp" or "timestamptz" or "uuid" or "text" or "int2" or "int4" or "int8" or "numeric" } name] } ? name.Sval : null;
}
