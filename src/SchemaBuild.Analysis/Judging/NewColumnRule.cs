using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Judging;

/// <summary>A rule about columns as they are made: one finding for each table and type, at the first such column.</summary>
internal abstract class NewColumnRule : Rule
{
    public sealed override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        // Most columns are right, so nothing is made for those.
        List<NewColumn>? wrong = null;
        foreach (var column in statement.NewColumns)
            if (Applies(column, statement)) (wrong ??= []).Add(column);
        if (wrong is not null) Report(wrong, statement, findings);
    }

    private void Report(List<NewColumn> wrong, AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var found in wrong.GroupBy(column => (column.Table.Id, column.Column.Type.Name)))
        {
            var columns = found.ToList();
            var names = columns.Select(column => column.Column.Name).ToList();
            var table = columns[0].Table;
            findings.Add(statement.Statement, Message($"{Prose.List(names)} of {table.Name} {(names.Count == 1 ? "is" : "are")}", columns), RemedyOf(statement, columns), [table.Name.ToString()], place: NewColumns.PlaceOf(statement, names[0]));
        }
    }

    /// <summary>What to write instead, where the message does not say it all.</summary>
    protected virtual Remedy? RemedyOf(AnalyzedStatement statement, IReadOnlyList<NewColumn> columns) => null;

    protected abstract bool Applies(NewColumn column, AnalyzedStatement statement);

    /// <param name="theyAre">The columns, their table and the verb.</param>
    /// <param name="columns">The same; all have one type, though not always one modifier.</param>
    protected abstract string Message(string theyAre, IReadOnlyList<NewColumn> columns);

    /// <summary>What they are, each type once.</summary>
    protected static string Types(IReadOnlyList<NewColumn> columns) => Prose.List(columns.Select(column => column.Column.Type.ToSql()).Distinct());

    protected static bool IsBuiltIn(Column column, params ReadOnlySpan<string> names) => column.Type.IsBuiltIn && names.Contains(column.Type.Name.Name);
}
