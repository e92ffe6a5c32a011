using System.Globalization;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.PgQuery.Nodes;
using Constraint = SchemaBuild.Analysis.Catalog.Constraint;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// What the bounds of partitions say about rows. Only what is certain counts: bounds are compared where they are literals of numbers, dates or equal text,
/// and a CHECK proves a bound only by comparisons of the key with such literals.
/// </summary>
internal static class PartitionBounds
{
    /// <summary>Refuses a bound of another strategy than the table's, and values that are not of the key's type.</summary>
    /// <exception cref="RefusedException">42P16, 22P02 and others of values.</exception>
    public static void DemandForm(Relation parent, PartitionBoundSpec bound, Execution execution)
    {
        if (parent.PartitionKey is not { } key) return;
        if (bound.IsDefault)
        {
            if (key.Strategy == PartitionStrategy.PARTITION_STRATEGY_HASH) throw new RefusedException("42P16", "a hash-partitioned table may not have a default partition");
        }
        else if (bound.Strategy != Letter(key.Strategy))
        {
            throw new RefusedException("42P16", "invalid bound specification for the strategy of the partitioned table");
        }

        if (PartitionKeys.Columns(parent) is [{ } only])
        {
            foreach (var value in bound.Listdatums.Concat(bound.Lowerdatums).Concat(bound.Upperdatums)) Literals.DemandAs(value, only.Type, execution);
        }

    }

    /// <summary>Refuses a second DEFAULT, and a bound that certainly overlaps.</summary>
    /// <exception cref="RefusedException">42P17.</exception>
    public static void DemandRoom(Relation parent, PartitionBoundSpec bound, Execution execution)
    {
        foreach (var other in parent.Children.Select(execution.Relation).Where(child => child.PartitionBound is not null))
        {
            if (Overlap(bound, other.PartitionBound!))
                throw new RefusedException("42P17", $"partition would overlap partition \"{other.Name.Name}\"");
        }
    }

    /// <summary>True if validated CHECKs of the table show that all of its rows fit the bound, so that they are not read. DEFAULT is what no sibling takes.</summary>
    public static bool IsImplied(Relation table, Relation parent, PartitionBoundSpec bound, IEnumerable<PartitionBoundSpec> siblings)
    {
        if (bound.IsDefault) return siblings.All(sibling => IsExcluded(table, parent, sibling));
        if (PartitionKeys.Columns(parent) is not [{ } key] || table.FindColumn(key.Name) is not { } column) return false;
        var facts = Facts(table, column).ToList();
        var takesNull = bound.Listdatums.Any(datum => datum is A_Const { Isnull: true });
        if (!takesNull && !column.NotNull && !table.Constraints.Any(own => IsProof(own) && own.ProvesNotNull.Contains(column.Number))) return false;
        return bound.Strategy switch
        {
            "l" => facts.Any(fact => fact.Operator == "=" && fact.Values.All(value => bound.Listdatums.Any(datum => Compare(value, datum) == 0))),
            "r" => bound is { Lowerdatums: [var lower], Upperdatums: [var upper] }
                && (IsEnd(lower, "minvalue") || facts.Any(fact => fact.Operator is ">=" or ">" or "=" && fact.Values.All(value => Compare(value, lower) >= 0)))
                && (IsEnd(upper, "maxvalue") || facts.Any(fact => IsBelow(fact, upper))),
            _ => false,
        };
    }

    /// <summary>True if validated CHECKs of a DEFAULT partition show that it has no row for a new bound.</summary>
    public static bool IsExcluded(Relation defaultPartition, Relation parent, PartitionBoundSpec bound)
    {
        if (PartitionKeys.Columns(parent) is not [{ } key] || defaultPartition.FindColumn(key.Name) is not { } column) return false;
        return defaultPartition.Constraints.Where(IsProof).SelectMany(constraint => Conjuncts(constraint.Expression)).Any(expression => Excludes(expression));

        // OR excludes what each of its arms does; AND what all or any of its parts do.
        bool Excludes(Node expression)
        {
            if (expression is BoolExpr { Boolop: BoolExprType.OR_EXPR } or) return or.Args.All(Excludes);
            var facts = Conjuncts(expression).SelectMany(part => FactsOf(part, column.Name)).ToList();
            return bound.Strategy switch
            {
                "l" => bound.Listdatums.All(datum => AllFacts().Concat(facts).Any(fact => fact.Operator == "<>" && fact.Values.Any(value => Compare(value, datum) == 0))),
                "r" => bound is { Lowerdatums: [var lower], Upperdatums: [var upper] }
                    && facts.Any(fact => IsBelow(fact, lower) || (fact.Operator is ">=" or ">" or "=" && fact.Values.All(value => Compare(value, upper) >= 0))),
                _ => false,
            };
        }

        IEnumerable<(string Operator, IReadOnlyList<Node> Values)> AllFacts() => Facts(defaultPartition, column);
    }

    private static bool IsBelow((string Operator, IReadOnlyList<Node> Values) fact, Node? limit) => fact.Operator switch
    {
        "<" => fact.Values.All(value => Compare(value, limit) <= 0),
        "<=" or "=" => fact.Values.All(value => Compare(value, limit) < 0),
        _ => false,
    };

    private static bool IsProof(Constraint constraint) => constraint is { Kind: ConstraintKind.Check, IsValidated: true, IsEnforced: true };

    /// <summary>What CHECKs say about a column, as comparisons that all hold.</summary>
    private static IEnumerable<(string Operator, IReadOnlyList<Node> Values)> Facts(Relation table, Column column) =>
        table.Constraints.Where(IsProof).SelectMany(constraint => Conjuncts(constraint.Expression)).SelectMany(expression => FactsOf(expression, column.Name));

    private static IEnumerable<Node> Conjuncts(Node? expression) => expression switch
    {
        BoolExpr { Boolop: BoolExprType.AND_EXPR } and => and.Args.SelectMany(Conjuncts),
        null => [],
        _ => [expression],
    };

    private static IEnumerable<(string Operator, IReadOnlyList<Node> Values)> FactsOf(Node expression, string column)
    {
        if (expression is not A_Expr { Name: [.., StringValue name] } comparison) yield break;
        switch (comparison.Kind)
        {
            case A_Expr_Kind.AEXPR_OP when IsColumn(comparison.Lexpr, column) && comparison.Rexpr is { } value:
                yield return (name.Sval == "!=" ? "<>" : name.Sval, [value]);
                break;
            case A_Expr_Kind.AEXPR_OP when IsColumn(comparison.Rexpr, column) && comparison.Lexpr is { } value:
                yield return (Mirror(name.Sval), [value]);
                break;
            case A_Expr_Kind.AEXPR_IN when IsColumn(comparison.Lexpr, column) && comparison.Rexpr is NodeList values:
                yield return (name.Sval, values.Items);
                break;
            case A_Expr_Kind.AEXPR_BETWEEN when IsColumn(comparison.Lexpr, column) && comparison.Rexpr is NodeList { Items: [var low, var high] }:
                yield return (">=", [low]);
                yield return ("<=", [high]);
                break;
        }
    }

    private static string Mirror(string comparison) => comparison switch
    {
        "<" => ">",
        "<=" => ">=",
        ">" => "<",
        ">=" => "<=",
        _ => comparison,
    };

    private static bool IsColumn(Node? node, string column) => node is ColumnRef { Fields: [.., StringValue name] } && name.Sval == column;

    private static bool Overlap(PartitionBoundSpec one, PartitionBoundSpec other)
    {
        if (one.IsDefault || other.IsDefault) return one.IsDefault && other.IsDefault;
        switch (one.Strategy)
        {
            case "l":
                return one.Listdatums.Any(datum => other.Listdatums.Any(known => Compare(datum, known) == 0));
            case "h":
                var smaller = Math.Min(one.Modulus, other.Modulus);
                return one.Remainder % smaller == other.Remainder % smaller;
            default:
                return one is { Lowerdatums: [var low], Upperdatums: [var high] }
                    && other is { Lowerdatums: [var otherLow], Upperdatums: [var otherHigh] }
                    && IsBefore(low, otherHigh) && IsBefore(otherLow, high);
        }
    }

    private static bool IsBefore(Node low, Node high) => IsEnd(low, "minvalue") || IsEnd(high, "maxvalue") || Compare(low, high) < 0;

    /// <summary>The grammar takes MINVALUE and MAXVALUE for names of columns.</summary>
    public static bool IsEnd(Node datum, string name) => datum is ColumnRef { Fields: [StringValue text] } && text.Sval == name;

    private static string Letter(PartitionStrategy strategy) => strategy switch
    {
        PartitionStrategy.PARTITION_STRATEGY_LIST => "l",
        PartitionStrategy.PARTITION_STRATEGY_RANGE => "r",
        _ => "h",
    };

    /// <summary>Order of two literals; null, which is neither less, equal nor greater, if it is not certain.</summary>
    private static int? Compare(Node? left, Node? right)
    {
        if (Literal(left) is not { } a || Literal(right) is not { } b) return null;
        if (a == b) return 0;
        if (decimal.TryParse(a, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) && decimal.TryParse(b, NumberStyles.Float, CultureInfo.InvariantCulture, out var y)) return x.CompareTo(y);
        if (DateTime.TryParse(a, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var from) && DateTime.TryParse(b, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var to)) return from.CompareTo(to);
        return null;
    }

    private static string? Literal(Node? node) => node switch
    {
        A_Const { Val: IntegerValue number } => number.Ival.ToString(CultureInfo.InvariantCulture),
        A_Const { Val: FloatValue number } => number.Fval,
        A_Const { Val: StringValue text } => text.Sval,
        A_Const { Isnull: true } => "",
        A_Expr { Kind: A_Expr_Kind.AEXPR_OP, Name: [StringValue { Sval: "-" }], Lexpr: null } minus when Literal(minus.Rexpr) is { } number => "-" + number,
        TypeCast cast => Literal(cast.Arg),
        _ => null,
    };
}
