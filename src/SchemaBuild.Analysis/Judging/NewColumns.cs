using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.Analysis.Sources;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Judging;

/// <summary>A column that a statement makes, or gives another type.</summary>
/// <param name="Table">As it is afterwards.</param>
/// <param name="Column">As it is afterwards.</param>
internal sealed record NewColumn(Relation Table, Column Column)
{
    /// <summary>What its values are counted with, or null.</summary>
    public Sequence? Sequence { get; init; }

    /// <summary>serial, bigserial or smallserial.</summary>
    public bool IsSerial => Sequence is { IsIdentity: false } && Column.Default is null;

    public bool IsPrimaryKey => Table.Constraints.Any(constraint => constraint.Kind == ConstraintKind.PrimaryKey && constraint.Columns is [var only] && only == Column.Number);
}

/// <summary>The columns that a statement makes in tables that stay, those aside that come from another table or a query.</summary>
internal static class NewColumns
{
    public static IEnumerable<NewColumn> Of(AnalyzedStatement statement)
    {
        if (statement.Effects.Touched.Count == 0) yield break;
        var changes = statement.CatalogChanges;
        if (changes.Altered.Count == 0 && changes.Created.Count == 0) yield break;
        var made = changes.Created.Where(table => !statement.Effects.Fills.Exists(filled => filled.Id == table.Id)).SelectMany(table => table.Columns.Select(column => (Table: table, Column: column)))
            .Concat(changes.AddedColumns)
            .Concat(changes.AlteredColumns.Where(pair => pair.Before.Type != pair.After.Type).Select(pair => (changes.Find(pair.Table.Id)!, pair.After)));
        foreach (var (table, column) in made)
        {
            if (table.Kind is not (RelationKind.Table or RelationKind.PartitionedTable) || table.Persistence == Persistence.Temporary || table.IsPartition || table.OfType is not null) continue;
            if (table.Parents.Any(parent => (statement.After.Catalog.Find(parent) as Relation)?.FindColumn(column.Name) is not null)) continue;
            yield return new NewColumn(table, column)
            {
                Sequence = table.OwnedSequences.Select(id => statement.After.Catalog.Find(id)).OfType<Sequence>().FirstOrDefault(sequence => sequence.OwnedByColumn == column.Number),
            };
        }
    }

    /// <summary>Where a column's definition begins; null if the statement does not show it.</summary>
    public static ColumnDef? DefinitionOf(AnalyzedStatement statement, string column)
    {
        var search = new Search(column);
        search.Visit(statement.Tree);
        return search.Found;
    }

    /// <summary>The column's name in its definition; null if the statement does not show it.</summary>
    public static TextSpan? PlaceOf(AnalyzedStatement statement, string column)
    {
        if (DefinitionOf(statement, column) is not { } definition || definition.Location < statement.Statement.Start || definition.Location >= statement.Statement.End) return null;
        var sql = statement.Statement.File.Source.Bytes.AsSpan();
        var end = definition.Location + 1;
        if (sql[definition.Location] == '"') end = definition.Location + 2 + Math.Max(0, sql[(definition.Location + 1)..].IndexOf((byte)'"'));
        else while (end < sql.Length && (char.IsAsciiLetterOrDigit((char)sql[end]) || sql[end] is (byte)'_' or (byte)'$' or >= 0x80)) end++;
        return new TextSpan(definition.Location, end);
    }

    private sealed class Search(string column) : NodeVisitor
    {
        public ColumnDef? Found { get; private set; }

        public override void Visit(Node node)
        {
            if (Found is null && node is ColumnDef { Location: >= 0 } definition && Identifier.Truncate(definition.Colname) == column) Found = definition;
            if (Found is null) base.Visit(node);
        }
    }
}
