using System.Globalization;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>CHECKs that show, before a partition comes, that its rows fit and that the DEFAULT partition has none of them, so that the server reads nothing under its locks.</summary>
/// <remarks>https://www.postgresql.org/docs/current/sql-altertable.html, ATTACH PARTITION: "If any of the CHECK constraints of the table being attached …".</remarks>
internal static class PartitionProofs
{
    /// <summary>How to attach a table without a scan of it.</summary>
    public static Remedy OfBound(Relation table, Relation parent, PartitionBoundSpec bound, string sql) => Of(
        $"Give {table.Name.Name} a CHECK that says what the bound says, as NOT VALID, VALIDATE CONSTRAINT in a later migration, attach after that, and drop the CHECK.",
        table, Condition(parent, bound, isInside: true), sql);

    /// <summary>How to add a partition without a scan of the DEFAULT one.</summary>
    public static Remedy OfDefault(Relation defaultPartition, Relation parent, PartitionBoundSpec bound, string sql) => Of(
        $"Give {defaultPartition.Name.Name} a CHECK that no row of it belongs to the new partition, as NOT VALID, VALIDATE CONSTRAINT in a later migration, add the partition after that, and drop the CHECK.",
        defaultPartition, Condition(parent, bound, isInside: false), sql);

    private static Remedy Of(string advice, Relation table, string? condition, string sql)
    {
        if (condition is null) return new Remedy(advice);
        var (name, check) = (table.Name.ToSql(), Identifier.Quote(Identifier.MakeObjectName(table.Name.Name, null, "bound")));
        return new Remedy(
            advice,
            $"ALTER TABLE {name} ADD CONSTRAINT {check} CHECK ({condition}) NOT VALID;",
            $"ALTER TABLE {name} VALIDATE CONSTRAINT {check};",
            $"{sql};",
            $"ALTER TABLE {name} DROP CONSTRAINT {check};");
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
                if (bound is not { Lowerdatums: [var lower], Upperdatums: [var upper] } || Sql(lower) is not { } from || Sql(upper) is not { } to) return null;
                return isInside ? $"{key} IS NOT NULL AND {key} >= {from} AND {key} < {to}" : $"{key} < {from} OR {key} >= {to}";
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
        A_Expr { Kind: A_Expr_Kind.AEXPR_OP, Name: [StringValue { Sval: "-" }], Lexpr: null, Rexpr: { } number } => Sql(number) is { } text ? "-" + text : null,
        _ => null,
    };
}
