using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>ALTER TYPE … ADD VALUE and RENAME VALUE: no table is touched, but a new value must be committed before it is used.</summary>
internal sealed class AlterEnum : StatementModel<AlterEnumStmt>
{
    protected override string Kind(AlterEnumStmt statement) => "ALTER_TYPE";

    protected override void Execute(AlterEnumStmt statement, Execution execution)
    {
        var name = NodeNames.Qualified(statement.TypeName);
        var found = execution.Find(NameSpace.Type, name);
        // Only the server knows how it would write a value with a backslash.
        if (execution.IsAlone && statement.OldVal.Length == 0 && !statement.NewVal.Contains('\\', StringComparison.Ordinal))
            execution.Target = $"'{statement.NewVal.Replace("'", "''", StringComparison.Ordinal)}' {(found is { IsAssumed: false } ? found.Name : name).ToSql()}";
        if (found is { IsAssumed: false } and not EnumType) throw new RefusedException("42809", $"{found.Name} is not an enum");
        if (found is not EnumType type)
        {
            if (statement.OldVal.Length > 0) execution.Lose(new EnumType { Name = execution.NewName(name), IsAssumed = true }, LossKind.Rename, statement.OldVal);
            return;
        }

        var at = IndexOf(type, statement.NewVal);
        if (statement.OldVal.Length > 0)
        {
            var renamed = Require(type, statement.OldVal);
            if (at >= 0) throw new RefusedException("42710", $"enum label \"{statement.NewVal}\" already exists");
            execution.Lose(type, LossKind.Rename, statement.OldVal);
            execution.Replace(type with { Values = type.Values.SetItem(renamed, type.Values[renamed] with { Label = statement.NewVal }) });
            return;
        }

        if (at >= 0)
        {
            if (statement.SkipIfNewValExists) return;
            throw new RefusedException("42710", $"enum label \"{statement.NewVal}\" already exists");
        }

        var place = statement.NewValNeighbor.Length == 0 ? type.Values.Length : Require(type, statement.NewValNeighbor) + (statement.NewValIsAfter ? 1 : 0);
        // Since PostgreSQL 17 values of a type that this transaction made can be used at once.
        var addedBy = execution.Major >= 17 && type.CreatedBy == execution.Session.Transaction ? 0 : execution.Session.Transaction;
        execution.Replace(type with { Values = type.Values.Insert(place, new EnumValue(statement.NewVal, addedBy)) });
    }

    private static int Require(EnumType type, string label) =>
        IndexOf(type, label) is >= 0 and var at ? at : throw new RefusedException("22023", $"\"{label}\" is not an existing enum label");

    private static int IndexOf(EnumType type, string label) => type.Values.Select(value => value.Label).ToList().IndexOf(label);
}
