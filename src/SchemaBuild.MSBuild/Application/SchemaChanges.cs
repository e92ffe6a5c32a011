using SchemaBuild.Analysis;
using SchemaBuild.Analysis.Catalog;

namespace SchemaBuild.MSBuild.Application;

/// <summary>What the linted migrations ask of the application's code: names that are gone, columns that must be given a value, and what exists in the end.</summary>
internal sealed record SchemaChanges(
    IReadOnlyList<RemovedTable> Tables, IReadOnlyList<RemovedColumn> Columns, IReadOnlyList<RequiredColumn> Required, IReadOnlyList<LivingRelation> Living)
{
    public static SchemaChanges None { get; } = new([], [], [], []);

    /// <summary>True if no code can be wrong because of them.</summary>
    public bool IsEmpty => Tables.Count + Columns.Count + Required.Count == 0;

    /// <summary>Analyses migrations, and collects on the way what they ask of the code.</summary>
    public static (AnalysisResult Result, SchemaChanges Changes) Analyze(IEnumerable<MigrationInput> migrations, AnalysisOptions options, CancellationToken cancellationToken)
    {
        var builder = new SchemaChangesBuilder();
        var result = MigrationAnalyzer.Analyze(migrations, options with { Observe = builder.Add }, cancellationToken);
        return (result, builder.End(result.FinalState));
    }

    public void Write(BinaryWriter writer)
    {
        WriteAll(writer, Tables, table => WriteTexts(writer, table.Name.Schema, table.Name.Name, table.NewName ?? "", table.Place));
        WriteAll(writer, Columns, column => WriteTexts(writer, column.Table.Schema, column.Table.Name, column.Name, column.NewName ?? "", column.Place));
        WriteAll(writer, Required, column => WriteTexts(writer, column.Table.Schema, column.Table.Name, column.Name, column.Place));
        WriteAll(writer, Living, relation =>
        {
            WriteTexts(writer, relation.Name.Schema, relation.Name.Name);
            writer.Write(relation.KnowsColumns);
            WriteAll(writer, relation.Columns, writer.Write);
        });
    }

    public static SchemaChanges Read(BinaryReader reader) => new(
        ReadAll(reader, () => new RemovedTable(ReadName(reader), ReadOptional(reader), reader.ReadString())),
        ReadAll(reader, () => new RemovedColumn(ReadName(reader), reader.ReadString(), ReadOptional(reader), reader.ReadString())),
        ReadAll(reader, () => new RequiredColumn(ReadName(reader), reader.ReadString(), reader.ReadString())),
        ReadAll(reader, () => new LivingRelation(ReadName(reader), reader.ReadBoolean(), ReadAll(reader, reader.ReadString))));

    private static void WriteAll<T>(BinaryWriter writer, IReadOnlyList<T> items, Action<T> write)
    {
        writer.Write(items.Count);
        foreach (var item in items) write(item);
    }

    private static void WriteTexts(BinaryWriter writer, params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts) writer.Write(text);
    }

    private static T[] ReadAll<T>(BinaryReader reader, Func<T> read)
    {
        var items = new T[reader.ReadInt32()];
        for (var i = 0; i < items.Length; i++) items[i] = read();
        return items;
    }

    private static QualifiedName ReadName(BinaryReader reader) => new(reader.ReadString(), reader.ReadString());

    private static string? ReadOptional(BinaryReader reader) => reader.ReadString() is { Length: > 0 } text ? text : null;
}

/// <summary>A table or view that is gone under this name.</summary>
/// <param name="Name">The name that no longer means anything.</param>
/// <param name="NewName">What it is called now; null if it was dropped.</param>
/// <param name="Place">The file and line that did it.</param>
internal sealed record RemovedTable(QualifiedName Name, string? NewName, string Place);

/// <summary>A column that is gone under this name, of a table that still exists.</summary>
/// <param name="Table">As the table is called now.</param>
/// <param name="Name">The name that no longer means anything.</param>
/// <param name="NewName">What it is called now; null if it was dropped.</param>
/// <param name="Place">The file and line that did it.</param>
internal sealed record RemovedColumn(QualifiedName Table, string Name, string? NewName, string Place);

/// <summary>A column that every INSERT must give a value: it is NOT NULL, and nothing else fills it.</summary>
/// <param name="Table">As the table is called now.</param>
/// <param name="Name">The column.</param>
/// <param name="Place">The file and line that made it so.</param>
internal sealed record RequiredColumn(QualifiedName Table, string Name, string Place);

/// <summary>A table, view or sequence that exists after the last migration.</summary>
internal sealed record LivingRelation(QualifiedName Name, bool KnowsColumns, IReadOnlyList<string> Columns);

/// <summary>Collects them, statement by statement.</summary>
internal sealed class SchemaChangesBuilder
{
    private readonly List<(QualifiedName Name, Relation Relation, string Place)> _tables = [];
    private readonly List<(int Table, string Name, int? Number, string Place)> _columns = [];
    private readonly List<(int Table, int Number, string Place)> _required = [];

    public void Add(Analysis.Replay.AnalyzedStatement statement)
    {
        if (statement.Effects.Refusal is not null || statement.Effects.Touched.Count + statement.Effects.Losses.Count == 0) return;
        var place = $"{statement.Statement.File.Source.Path} line {statement.Statement.StartPosition.Line}";
        foreach (var loss in statement.Effects.Losses)
        {
            if (loss.Kind == Analysis.Effects.LossKind.Rows || loss.Object is not Relation { Kind: not RelationKind.CompositeType, Persistence: not Persistence.Temporary } relation) continue;
            if (loss.Column is { } column) _columns.Add((relation.Id, column, relation.FindColumn(column)?.Number, place));
            else _tables.Add((relation.Name, relation, place));
        }

        var changes = statement.CatalogChanges;
        foreach (var relation in changes.Removed.Where(relation => relation is { Kind: not RelationKind.CompositeType, Persistence: not Persistence.Temporary }))
            _tables.Add((relation.Name, relation, place));
        foreach (var (table, column) in changes.AddedColumns.Concat(changes.Created.SelectMany(table => table.Columns.Select(column => (table, column)))))
            if (MustBeGiven(column)) _required.Add((table.Id, column.Number, place));
        foreach (var (table, before, after) in changes.AlteredColumns)
            if (!MustBeGiven(before) && MustBeGiven(after)) _required.Add((table.Id, after.Number, place));
    }

    public SchemaChanges End(CatalogState final)
    {
        var living = final.All.Where(item => item.NameSpace == NameSpace.Relation).ToList();
        var tables = new Dictionary<QualifiedName, RemovedTable>();
        var columns = new Dictionary<(QualifiedName, string), RemovedColumn>();
        foreach (var (name, relation, place) in _tables)
        {
            switch (final.Find(NameSpace.Relation, name))
            {
                case null:
                    tables.TryAdd(name, new(name, (final.Find(relation.Id) as Relation)?.Name.ToString(), place));
                    break;
                case Relation { KnowsColumns: true } again when relation.KnowsColumns:
                    // Dropped and made anew, with fewer columns.
                    foreach (var column in relation.Columns.Where(column => again.FindColumn(column.Name) is null))
                        columns.TryAdd((name, column.Name), new(name, column.Name, null, place));
                    break;
            }
        }

        foreach (var (id, name, number, place) in _columns)
        {
            if (final.Find(id) is Relation table && table.FindColumn(name) is null)
                columns.TryAdd((table.Name, name), new(table.Name, name, number is { } same ? table.FindColumn(same)?.Name : null, place));
        }

        var required =
            from column in _required
            let table = final.Find(column.Table) as Relation
            where table is { Kind: RelationKind.Table or RelationKind.PartitionedTable, Persistence: not Persistence.Temporary, HasRules: false }
                && !final.UsersOf(table.Id).Any(user => user is Trigger)
            let now = table.FindColumn(column.Number)
            where now is not null && MustBeGiven(now)
            group new RequiredColumn(table.Name, now.Name, column.Place) by (table.Name, now.Name) into same
            select same.Last();

        var result = new SchemaChanges([.. tables.Values], [.. columns.Values], [.. required], []);
        return result.IsEmpty ? SchemaChanges.None : result with
        {
            Living = [.. living.Select(item => item is Relation relation
                ? new LivingRelation(item.Name, relation.KnowsColumns, [.. relation.Columns.Select(column => column.Name)])
                : new LivingRelation(item.Name, false, []))],
        };
    }

    /// <summary>A domain may have a default of its own, so only built-in types count.</summary>
    private static bool MustBeGiven(Column column) => column is
    {
        NotNull: true, Default: null, Identity: IdentityKind.None, Generated: GeneratedKind.None, Type: { IsBuiltIn: true } or { IsArray: true },
    };
}
