using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Judging;

/// <summary>A rule about columns as they are made: one finding for each table, at the first such column.</summary>
internal abstract class NewColumnRule : Rule
{
    public sealed override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var found in NewColumns.Of(statement).Where(column => Applies(column, statement)).GroupBy(column => column.Table.Id))
        {
            var columns = found.ToList();
            var names = columns.Select(column => column.Column.Name).ToList();
            var (subject, isOne) = (names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}", names.Count == 1);
            var table = columns[0].Table;
            findings.Add(statement.Statement, Message($"{subject} of {table.Name}", isOne, columns[0]), RemedyOf(statement, columns), [table.Name.ToString()], place: NewColumns.PlaceOf(statement, names[0]));
        }
    }

    /// <summary>What to write instead, where the message does not say it all.</summary>
    protected virtual Remedy? RemedyOf(AnalyzedStatement statement, IReadOnlyList<NewColumn> columns) => null;

    protected abstract bool Applies(NewColumn column, AnalyzedStatement statement);

    /// <param name="subject">The columns and their table.</param>
    /// <param name="isOne">Whether the subject is in the singular.</param>
    /// <param name="first">The first of them.</param>
    protected abstract string Message(string subject, bool isOne, NewColumn first);

    protected static bool IsBuiltIn(Column column, params ReadOnlySpan<string> names) => column.Type.IsBuiltIn && names.Contains(column.Type.Name.Name);
}
