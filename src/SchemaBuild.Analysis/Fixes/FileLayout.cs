namespace SchemaBuild.Analysis.Fixes;

/// <summary>
/// The statements of a file with their rewrites, cut into groups that run in one transaction each, or each statement alone. It says which statement goes where;
/// <see cref="LayoutText"/> writes it.
/// </summary>
internal sealed class FileLayout
{
    private FileLayout(FileDraft draft, IReadOnlyDictionary<int, Rewrite> rewrites, IReadOnlyList<LayoutGroup> groups, bool dropsControl)
    {
        (Draft, Rewrites, Groups, DropsControl) = (draft, rewrites, groups, dropsControl);
    }

    public FileDraft Draft { get; }

    /// <summary>By index of the statement.</summary>
    public IReadOnlyDictionary<int, Rewrite> Rewrites { get; }

    public IReadOnlyList<LayoutGroup> Groups { get; }

    /// <summary>True if the BEGIN and COMMIT around the file are taken away, because its statements are no longer in one transaction.</summary>
    public bool DropsControl { get; }

    public bool IsOneTransaction => Groups is [{ RunsAlone: false }];

    /// <summary>Cuts the file; null with the reason if it cannot be cut.</summary>
    /// <param name="draft">The file.</param>
    /// <param name="fixes">Those of its fixes that are made.</param>
    /// <param name="gathers">True to put the preparations of all rewrites together and what validates at the end, which makes fewer groups; false to leave each at its statement.</param>
    /// <param name="hindrance">Why not.</param>
    public static FileLayout? Create(FileDraft draft, IReadOnlyList<DraftedFix> fixes, bool gathers, out string? hindrance)
    {
        var rewrites = Merge(draft, fixes);
        var units = Order(draft, rewrites, gathers);
        var control = draft.Statements.Where(statement => statement.Role is StatementRole.Begin or StatementRole.Commit).ToList();
        var groups = Cut(units);
        var layout = new FileLayout(draft, rewrites, groups, dropsControl: false);
        hindrance = null;
        if (layout.IsOneTransaction) return layout;

        if (draft.File.HasDirective("transaction"))
            hindrance = "the file says schemabuild:transaction, and this cannot be in one transaction";
        else if (draft.Statements.FirstOrDefault(statement => statement.Role == StatementRole.Bound) is { } bound && draft.Statements.Count > 1)
            hindrance = $"line {draft.File.Source.PositionOf(bound.Start).Line} means something only in the session or transaction of the statements around it, which would be parted";
        else if (control.Count > 0 && !IsAroundAll(draft))
            hindrance = "the file holds several transactions of its own (BEGIN, COMMIT), and this would have to be outside of them";
        return hindrance is null ? new FileLayout(draft, rewrites, groups, dropsControl: control.Count > 0) : null;
    }

    private static bool IsAroundAll(FileDraft draft)
    {
        var work = draft.Statements.Where(statement => !statement.IsNeutral).ToList();
        return work is [{ Role: StatementRole.Begin }, .., { Role: StatementRole.Commit }]
            && work.Count(statement => statement.Role is StatementRole.Begin or StatementRole.Commit) == 2;
    }

    /// <summary>All rewrites of a statement as one.</summary>
    private static Dictionary<int, Rewrite> Merge(FileDraft draft, IReadOnlyList<DraftedFix> fixes)
    {
        var result = new Dictionary<int, Rewrite>();
        for (var i = 0; i < draft.Statements.Count; i++)
        {
            var own = new List<Rewrite>();
            foreach (var fix in fixes.Where(fix => fix.Start == draft.Statements[i].Start))
                if (!own.Exists(known => known.IsSameAs(fix.Rewrite))) own.Add(fix.Rewrite);
            if (own.Count > 0) result.Add(i, Rewrite.Combine(own));
        }

        return result;
    }

    private static List<LayoutUnit> Order(FileDraft draft, Dictionary<int, Rewrite> rewrites, bool gathers)
    {
        var isAlwaysAlone = draft.File.HasDirective("no-transaction");
        var units = new List<LayoutUnit>();
        var last = new List<LayoutUnit>();
        var gathered = gathers ? rewrites.Where(pair => pair.Value.Before.Count > 0).OrderBy(pair => pair.Key).ToList() : [];
        var rank = (ExtraStatement extra) => extra.Kind switch { ExtraKind.Setting => 0, ExtraKind.Plain => 1, ExtraKind.Validation => 2, _ => 3 };
        for (var i = 0; i < draft.Statements.Count; i++)
        {
            var statement = draft.Statements[i];
            if (statement.Role is StatementRole.Begin or StatementRole.Commit) continue;
            var rewrite = rewrites.GetValueOrDefault(i);
            if (gathered.Count > 0 && gathered[0].Key == i)
                units.AddRange(gathered.SelectMany(pair => pair.Value.Before.Select(extra => Extra(pair.Key, extra))).DistinctBy(unit => unit.Extra).OrderBy(unit => rank(unit.Extra!)));
            else if (!gathers && rewrite is not null)
                units.AddRange(rewrite.Before.Select(extra => Extra(i, extra)));

            units.Add(new LayoutUnit(i, null, statement.RunsAlone || rewrite is { RunsAlone: true }, rewrite is { BeginsTransaction: true }, statement.IsNeutral));
            foreach (var extra in rewrite?.After ?? [])
                (gathers && extra.Kind == ExtraKind.Validation ? last : units).Add(Extra(i, extra));
        }

        units.AddRange(last);
        return units;

        LayoutUnit Extra(int owner, ExtraStatement extra) =>
            new(owner, extra, isAlwaysAlone || extra.Kind == ExtraKind.Alone, extra.Kind == ExtraKind.Validation, extra.Kind == ExtraKind.Setting);
    }

    private static List<LayoutGroup> Cut(List<LayoutUnit> units)
    {
        var groups = new List<LayoutGroup>();
        var waiting = new List<LayoutUnit>();
        foreach (var unit in units)
        {
            if (unit.IsNeutral)
            {
                waiting.Add(unit);
                continue;
            }

            var current = groups.LastOrDefault();
            var follows = current is not null && current.RunsAlone == unit.RunsAlone && !(unit.Begins && !unit.RunsAlone && current.Units.Exists(other => other is { IsNeutral: false, Begins: false }));
            if (!follows) groups.Add(current = new LayoutGroup(unit.RunsAlone));
            current!.Units.AddRange(waiting);
            current.Units.Add(unit);
            waiting.Clear();
        }

        if (groups.Count == 0) groups.Add(new LayoutGroup(false));
        groups[^1].Units.AddRange(waiting);
        return groups;
    }
}

/// <param name="Owner">Index of the statement that it is, or belongs to.</param>
/// <param name="Extra">The statement that is added; null for one of the file.</param>
/// <param name="RunsAlone">True if it cannot be in a transaction.</param>
/// <param name="Begins">True if no lock may be held when it begins.</param>
/// <param name="IsNeutral">True if it may be in any group.</param>
internal sealed record LayoutUnit(int Owner, ExtraStatement? Extra, bool RunsAlone, bool Begins, bool IsNeutral);

/// <summary>What runs in one transaction, or statement by statement outside of any.</summary>
internal sealed class LayoutGroup(bool runsAlone)
{
    public bool RunsAlone { get; } = runsAlone;

    public List<LayoutUnit> Units { get; } = [];
}
