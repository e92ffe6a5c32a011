using System.Collections.Immutable;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// Which columns a CHECK proves to be not null, for SET NOT NULL without a scan: <c>c IS NOT NULL</c>, also as part of a conjunction.
/// https://www.postgresql.org/docs/current/sql-altertable.html, "SET NOT NULL".
/// </summary>
internal static class NotNullProof
{
    public static ImmutableArray<int> Of(Node? expression, Relation relation) => expression switch
    {
        NullTest { Nulltesttype: NullTestType.IS_NOT_NULL, Arg: ColumnRef { Fields: [.., StringValue name] } } when relation.FindColumn(name.Sval) is { } column => [column.Number],
        BoolExpr { Boolop: BoolExprType.AND_EXPR } and => [.. and.Args.SelectMany(arm => Of(arm, relation)).Distinct()],
        _ => [],
    };
}
