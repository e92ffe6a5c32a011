using System.Globalization;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A column gets a type that does not take all the values it may hold.</summary>
internal sealed class TypeNarrowing : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB2003", "type-narrowing", Severity.Error, "A column changes to a type that does not take all of its values");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var (table, before, after) in statement.CatalogChanges.AlteredColumns)
        {
            if (table.Kind is not (RelationKind.Table or RelationKind.PartitionedTable) || table.IsPartition) continue;
            if (statement.IsUnused(table) || statement.IsOfFile(before.CreatedBy) || before.Generated != GeneratedKind.None) continue;
            if (HarmOf(before.Type, after.Type, statement, ValueProof.Of(table, before)) is not { } harm) continue;
            var remedy = ProofOf(statement, table, before, after.Type);
            findings.Add(
                statement,
                table,
                $"{before.Name} of {table.Name} goes from {before.Type.ToSql()} to {after.Type.ToSql()}, which takes less: {harm}.{remedy.Sentence()}",
                remedy);
        }
    }

    /// <summary>What happens to values that do not fit, as a clause; null if all fit.</summary>
    private static string? HarmOf(TypeRef from, TypeRef to, AnalyzedStatement statement, ValueProof proof)
    {
        if (from.IsArray != to.IsArray || from == to || from == default || to == default) return null;
        from = UserTypes.BaseOf(from, statement.Before.Catalog);
        to = UserTypes.BaseOf(to, statement.After.Catalog);
        if (!to.IsBuiltIn)
        {
            return statement.After.Catalog.Find(NameSpace.Type, to.Name) is EnumType labels && from is { IsBuiltIn: true } && IsText(from) && !proof.IsOneOf(labels.Values.Select(value => value.Label))
                ? $"the first value that is none of {to.Name.Name} fails with 22P02"
                : null;
        }

        if (!from.IsBuiltIn) return null;
        if (RangeOf(to) is { } range && Numbers.Contains(from.Name.Name))
        {
            var isWider = RangeOf(from) is not { } own || own.Least < range.Least || own.Greatest > range.Greatest;
            var fails = isWider && !proof.IsBetween(range.Least, range.Greatest) ? $"the first value outside of {Number(range.Least)} to {Number(range.Greatest)} fails with 22003" : null;
            var rounds = RangeOf(from) is null && !(from is { Name.Name: "numeric", Scale: 0 }) ? "fractions are rounded away without an error" : null;
            return fails is null ? rounds : rounds is null ? fails : $"{fails}, and {rounds}";
        }

        return (from.Name.Name, to.Name.Name) switch
        {
            (_, "varchar" or "bpchar") when IsText(from) && to.Modifier != TypeRef.None && (!HasLimit(from) || from.Modifier > to.Modifier) && !proof.IsAtMostLong(to.Modifier) =>
                $"the first value of more than {to.Modifier} characters fails with 22001, or is cut without an error where USING casts",
            (var old, "numeric") when to.Modifier != TypeRef.None && Numbers.Contains(old) => NumericHarm(from, to),
            ("float8", "float4") => "digits are lost without an error, and large values fail with 22003",
            ("timestamp" or "timestamptz", "date") => "the time of day is lost without an error",
            ("timestamp" or "timestamptz", "time" or "timetz") => "the day is lost without an error",
            ("timestamp" or "timestamptz" or "time" or "timetz" or "interval", var same) when same == from.Name.Name && Precision(to) < Precision(from) => "fractions of a second are rounded away without an error",
            (_, var other) when IsText(from) && !IsText(to) && other is not ("json" or "name" or "xml" or "bytea" or "tsvector") => $"the first value that is no {to.ToSql()} fails with 22P02, unless USING makes one of it",
            _ => null,
        };
    }

    private static string? NumericHarm(TypeRef from, TypeRef to)
    {
        var (digits, scale) = from.Name.Name switch
        {
            "int2" => (5, 0),
            "int4" => (10, 0),
            "int8" => (19, 0),
            "numeric" when from.Modifier != TypeRef.None => (from.Modifier - Math.Max(from.Scale, 0), Math.Max(from.Scale, 0)),
            _ => (int.MaxValue, int.MaxValue),
        };
        var wanted = Math.Max(to.Scale, 0);
        var fails = digits > to.Modifier - wanted ? $"the first value of more than {to.Modifier - wanted} digits before the point fails with 22003" : null;
        var rounds = scale > wanted ? $"digits behind the {(wanted == 0 ? "point" : $"{Ordinal(wanted)} decimal")} are rounded away without an error" : null;
        return fails is null ? rounds : rounds is null ? fails : $"{fails}, and {rounds}";
    }

    /// <summary>Where a CHECK can prove the values: prove them, change the type, drop the CHECK.</summary>
    private static Remedy ProofOf(AnalyzedStatement statement, Relation table, Column column, TypeRef to)
    {
        var (name, quoted) = (table.Name.ToSql(), Identifier.Quote(column.Name));
        var condition = RangeOf(to) is { } range && RangeOf(column.Type) is not null ? $"{quoted} BETWEEN {Number(range.Least)} AND {Number(range.Greatest)}"
            : to is { IsArray: false, Modifier: not TypeRef.None, Name.Name: "varchar" or "bpchar" } && IsText(column.Type) ? $"length({quoted}) <= {to.Modifier}"
            : statement.After.Catalog.Find(NameSpace.Type, to.Name) is EnumType labels && !to.IsArray ? $"{quoted} IN ({string.Join(", ", labels.Values.Select(value => $"'{value.Label.Replace("'", "''", StringComparison.Ordinal)}'"))})"
            : null;
        if (condition is null) return new Remedy("Keep the wider type, or look for such values first and say in an allow what becomes of them.");
        const string Advice = "Keep the wider type, or prove first that all values fit, with a CHECK that is NOT VALID and validated later.";
        var check = Identifier.Quote(Identifier.MakeObjectName(table.Name.Name, column.Name, "fits"));
        return new Remedy(
            Advice,
            $"ALTER TABLE {name} ADD CONSTRAINT {check} CHECK ({condition}) NOT VALID;",
            $"ALTER TABLE {name} VALIDATE CONSTRAINT {check};",
            to.IsBuiltIn
                ? $"{statement.Statement.Sql};\nALTER TABLE {name} DROP CONSTRAINT {check};"
                : $"-- its comparison with text stands in the way of the new type\n{statement.Statement.Sql.TrimEnd()}, DROP CONSTRAINT {check};");
    }

    private static readonly HashSet<string> Numbers = ["int2", "int4", "int8", "numeric", "float4", "float8", "money"];

    private static (decimal Least, decimal Greatest)? RangeOf(TypeRef type) => !type.IsBuiltIn ? null : type.Name.Name switch
    {
        "int2" => (short.MinValue, short.MaxValue),
        "int4" => (int.MinValue, int.MaxValue),
        "int8" => (long.MinValue, long.MaxValue),
        _ => null,
    };

    private static bool IsText(TypeRef type) => type is { IsBuiltIn: true, Name.Name: "text" or "varchar" or "bpchar" };

    private static bool HasLimit(TypeRef type) => type.Name.Name != "text" && type.Modifier != TypeRef.None;

    private static int Precision(TypeRef type) => type.Modifier == TypeRef.None ? 6 : type.Modifier;

    private static string Number(decimal number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Ordinal(int number) => number switch
    {
        1 => "first",
        2 => "second",
        3 => "third",
        _ => $"{number}th",
    };
}
