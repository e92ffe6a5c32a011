using System.Text;
using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.Analysis.Fixes;

/// <summary>Where the groups of a file go.</summary>
internal enum LayoutForm
{
    /// <summary>Each into a migration of its own; the first stays in the file.</summary>
    Split,

    /// <summary>All stay, each statement outside of a transaction.</summary>
    NoTransaction,

    /// <summary>All stay, with BEGIN and COMMIT around what belongs together.</summary>
    Transactions,
}

/// <summary>Writes a layout: edits of the file, so that everything else stays as it is, and the text of new files.</summary>
internal sealed class LayoutText
{
    private const string NoTransaction = "-- " + Directive.Prefix + "no-transaction\n";

    private readonly FileLayout _layout;
    private readonly LayoutForm _form;
    private readonly SourceText _source;
    private readonly int[] _bodies;
    private readonly int[] _ends;
    private readonly List<TextEdit> _edits = [];

    private LayoutText(FileLayout layout, LayoutForm form)
    {
        (_layout, _form, _source) = (layout, form, layout.Draft.File.Source);
        _bodies = [.. Statements.Select(statement => statement.DirectivesStart)];
        _ends = [.. Statements.Select(EndOf)];
    }

    /// <summary>Of the file itself, in byte offsets of its normalised text.</summary>
    public IReadOnlyList<TextEdit> Edits => _edits;

    /// <summary>The other files, with LF line ends.</summary>
    public IReadOnlyList<NewFile> NewFiles { get; private set; } = [];

    private IReadOnlyList<StatementOutline> Statements => _layout.Draft.Statements;

    private ReadOnlySpan<byte> Sql => _source.Bytes;

    public static LayoutText Write(FileLayout layout, LayoutForm form)
    {
        var text = new LayoutText(layout, form);
        text.Write();
        return text;
    }

    private void Write()
    {
        foreach (var rewrite in _layout.Rewrites.Values) _edits.AddRange(rewrite.Edits);
        if (_layout.DropsControl)
        {
            for (var i = 0; i < Statements.Count; i++)
                if (Statements[i].Role is StatementRole.Begin or StatementRole.Commit) _edits.Add(Removal(i));
        }

        if (_form != LayoutForm.Split || _layout.Groups.Count == 1)
        {
            var units = _form == LayoutForm.Transactions ? WithControl() : [.. _layout.Groups.SelectMany(group => group.Units)];
            if (_form == LayoutForm.NoTransaction || (_form == LayoutForm.Split && _layout.Groups[0].RunsAlone)) MakeNoTransaction();
            InsertInto(units);
            return;
        }

        Split();
    }

    private void Split()
    {
        var groups = _layout.Groups;
        var lastOriginal = groups[0].Units.FindLast(unit => unit.Extra is null);
        var cut = lastOriginal is null ? _bodies[FirstOriginal()] : _ends[lastOriginal.Owner];
        var isRestMoved = groups.Skip(1).Any(group => group.Units.Exists(unit => unit.Extra is null));
        var all = _edits.OrderBy(edit => edit.Start).ToList();
        // Something may follow it now; a comment behind it must not swallow the semicolon.
        if (Statements[^1] is var last && SemicolonOf(last) < 0) all.Insert(all.FindLastIndex(edit => edit.Start <= last.End) + 1, Rewrites.Insert(last.End, ";"));
        var lastWithOriginal = groups.Count - 1 - groups.Reverse().TakeWhile(group => !group.Units.Exists(unit => unit.Extra is null)).Count();
        var files = new List<NewFile>();
        var settings = new List<int>();
        var placed = cut;
        for (var i = 0; i < groups.Count; i++)
        {
            if (i > 0) files.Add(new NewFile(NameOf(groups[i]), TextOf(groups[i], settings, all, ref placed, isLastOriginal: i == lastWithOriginal)));
            settings.AddRange(groups[i].Units.Where(unit => unit is { Extra: null } && Statements[unit.Owner].Role == StatementRole.Setting).Select(unit => unit.Owner));
        }

        _edits.RemoveAll(edit => edit.Start >= cut && isRestMoved);
        if (groups[0].RunsAlone) MakeNoTransaction(cut);
        InsertInto(groups[0].Units, cut);
        if (isRestMoved) _edits.Add(new TextEdit(cut, Sql.Length, ""));
        NewFiles = files;
    }

    private int FirstOriginal() => _layout.Groups.SelectMany(group => group.Units).First(unit => unit.Extra is null).Owner;

    /// <summary>A file of its own for a group, with what is set for it.</summary>
    private string TextOf(LayoutGroup group, List<int> settings, List<TextEdit> edits, ref int placed, bool isLastOriginal)
    {
        var text = new StringBuilder();
        foreach (var setting in settings.Select(index => Statements[index]))
        {
            // A time limit of a moment's change would end what runs for hours.
            if (group.RunsAlone && setting.Setting is "lock_timeout" or "statement_timeout") continue;
            text.Append(group.RunsAlone && setting.Local is { } local ? _source.Slice(setting.Start, local.Start) + _source.Slice(local.End, setting.End) : _source.Slice(setting.Start, setting.End)).Append(";\n");
        }

        foreach (var unit in group.Units)
        {
            if (unit.Extra is { } extra)
            {
                text.Append(Of(extra, group.RunsAlone)).Append(";\n");
                continue;
            }

            var (from, to) = (placed, _ends[unit.Owner]);
            text.Append(Render(from, to, edits, hasEnd: to == Statements[unit.Owner].End).Trim('\n')).Append('\n');
            placed = to;
        }

        if (isLastOriginal && Render(placed, Sql.Length, edits, hasEnd: true).Trim() is { Length: > 0 } rest) text.Append(rest).Append('\n');
        return (group.RunsAlone ? NoTransaction : "") + text;
    }

    /// <summary>A part of the file with its edits, which are taken out of the list.</summary>
    /// <param name="from">Where it begins.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="edits">In their order.</param>
    /// <param name="hasEnd">True if what is inserted at its end belongs to it and not to what follows.</param>
    private string Render(int from, int to, List<TextEdit> edits, bool hasEnd)
    {
        var text = new StringBuilder();
        var own = edits.Where(edit => edit.Start >= from && edit.End <= to && (hasEnd || edit.Start < to)).ToList();
        foreach (var edit in own)
        {
            text.Append(_source.Slice(from, edit.Start)).Append(edit.Text);
            from = edit.End;
            edits.Remove(edit);
        }

        return text.Append(_source.Slice(from, to)).ToString();
    }

    /// <summary>Inserts what is added among the statements that stay.</summary>
    private void InsertInto(List<LayoutUnit> units, int? limit = null)
    {
        var isAlone = units.All(unit => unit.RunsAlone || unit.IsNeutral) || _form == LayoutForm.NoTransaction;
        var previous = -1;
        // What follows something that stands directly above a statement stands there, too: a comment may be between the two statements.
        var isAboveNext = false;
        for (var i = 0; i < units.Count; i++)
        {
            var unit = units[i];
            if (unit.Extra is not { } extra)
            {
                // Only the last statement may lack its semicolon, and then something follows it.
                if (SemicolonOf(Statements[unit.Owner]) < 0 && i < units.Count - 1) _edits.Add(Rewrites.Insert(Statements[unit.Owner].End, ";"));
                (previous, isAboveNext) = (unit.Owner, false);
                continue;
            }

            var next = units.Skip(i + 1).FirstOrDefault(other => other.Extra is null);
            isAboveNext |= next is not null && (next.Owner == unit.Owner || previous < 0);
            if (isAboveNext)
                _edits.Add(Rewrites.Insert(_bodies[next!.Owner], $"{Of(extra, isAlone)};\n{IndentOf(_bodies[next.Owner])}"));
            else
                InsertAt(previous < 0 ? limit ?? _bodies[FirstOriginal()] : _ends[previous], Of(extra, isAlone));
        }
    }

    private void InsertAt(int at, string sql)
    {
        var isLineStart = at == 0 || Sql[at - 1] == '\n';
        _edits.Add(Rewrites.Insert(at, isLineStart ? $"{sql};\n" : $"\n{sql};"));
    }

    private static string Of(ExtraStatement extra, bool isAlone) =>
        extra.Kind == ExtraKind.Setting && isAlone ? extra.Sql.Replace("SET LOCAL ", "SET ", StringComparison.Ordinal) : extra.Sql;

    /// <summary>BEGIN and COMMIT around a group that must be over before the next one begins.</summary>
    private List<LayoutUnit> WithControl()
    {
        var units = new List<LayoutUnit>();
        for (var i = 0; i < _layout.Groups.Count; i++)
        {
            var group = _layout.Groups[i];
            var isBounded = !group.RunsAlone && (_layout.DropsControl || (i + 1 < _layout.Groups.Count && !_layout.Groups[i + 1].RunsAlone));
            if (isBounded) units.Add(Control(group.Units[0].Owner, "BEGIN"));
            units.AddRange(group.Units);
            if (isBounded) units.Add(Control(-1, "COMMIT"));
        }

        return units;

        static LayoutUnit Control(int owner, string sql) => new(owner, new ExtraStatement(sql), RunsAlone: false, Begins: false, IsNeutral: false);
    }

    /// <summary>SET LOCAL does nothing outside of a transaction.</summary>
    private void MakeNoTransaction(int limit = int.MaxValue)
    {
        foreach (var statement in Statements.Where(statement => statement.Local is not null && statement.Start < limit)) _edits.Add(new TextEdit(statement.Local!.Value.Start, statement.Local.Value.End, ""));
        if (!_layout.Draft.File.HasDirective("no-transaction")) _edits.Insert(0, Rewrites.Insert(EndOfHeader(), NoTransaction));
    }

    /// <summary>Behind the metadata at the top of the file, so that it stays there.</summary>
    private int EndOfHeader()
    {
        var (end, at) = (0, 0);
        while (at < Sql.Length && Sql[at..].StartsWith("--"u8))
        {
            var length = Sql[at..].IndexOf((byte)'\n');
            if (length < 0) break;
            var line = Sql.Slice(at, length);
            at += length + 1;
            if (IsMetadata(line)) end = at;
        }

        return end;
    }

    private static bool IsMetadata(ReadOnlySpan<byte> line)
    {
        var text = Encoding.UTF8.GetString(line[2..]).TrimStart();
        return text.StartsWith("Version:", StringComparison.OrdinalIgnoreCase) || text.StartsWith("Description:", StringComparison.OrdinalIgnoreCase) || text.StartsWith("Created:", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The statement with its semicolon, and its line if nothing else stands there; a comment stays.</summary>
    private TextEdit Removal(int index)
    {
        var semicolon = SemicolonOf(Statements[index]);
        var (start, end) = (_bodies[index], semicolon < 0 ? Statements[index].End : semicolon + 1);
        while (end < Sql.Length && Sql[end] is (byte)' ' or (byte)'\t') end++;
        var lineStart = Sql[..start].LastIndexOf((byte)'\n') + 1;
        var hasLineStart = Sql[lineStart..start].Trim(SqlTrivia.Space).IsEmpty;
        if (end < Sql.Length && Sql[end] == '\n' && hasLineStart) end++;
        return new TextEdit(hasLineStart ? lineStart : start, end, "");
    }

    /// <summary>The offset of its semicolon; -1 if it has none.</summary>
    private int SemicolonOf(StatementOutline statement)
    {
        var at = statement.End;
        while (at < Sql.Length && Sql[at] != ';')
        {
            var next = SqlTrivia.SkipOne(Sql, at);
            if (next == at) return -1;
            at = next;
        }

        return at < Sql.Length ? at : -1;
    }

    /// <summary>Where the next statement's part of the file begins: what is left on the line, a comment for example, belongs to this one.</summary>
    private int EndOf(StatementOutline statement)
    {
        var semicolon = SemicolonOf(statement);
        var at = semicolon < 0 ? statement.End : semicolon + 1;
        var line = at;
        while (line < Sql.Length && Sql[line] != '\n')
        {
            var next = SqlTrivia.SkipOne(Sql, line);
            // A comment of several lines may be about what follows.
            if (next == line || Sql[line..next].IndexOf((byte)'\n') >= 0) return at;
            line = next;
        }

        return Math.Min(line + 1, Sql.Length);
    }

    private string IndentOf(int at)
    {
        var lineStart = Sql[..at].LastIndexOf((byte)'\n') + 1;
        return Sql[lineStart..at].Trim(" \t"u8).IsEmpty ? _source.Slice(lineStart, at) : "";
    }

    private static string NameOf(LayoutGroup group) =>
        group.RunsAlone ? "concurrently" : group.Units.TrueForAll(unit => unit.Begins || unit.IsNeutral) ? "validate" : "then";
}

/// <param name="Suffix">What its name ends with.</param>
/// <param name="Text">With LF line ends.</param>
internal sealed record NewFile(string Suffix, string Text);
