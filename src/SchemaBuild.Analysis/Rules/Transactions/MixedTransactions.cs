using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Fixes;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A file holds both what runs in a transaction and what cannot, so a failure leaves a part of it.</summary>
internal sealed class MixedTransactions : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB4007", "mixed-transactions", Severity.Warning, "A file runs partly in a transaction and partly outside") { HasFix = true };

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        // Settings leave nothing behind.
        var steps = file.Statements.Where(statement => statement.Tree is not (VariableSetStmt or VariableShowStmt)).ToList();
        var alone = steps.Find(statement => statement.TransactionKind == TransactionKind.None);
        var inside = steps.Find(statement => statement.TransactionKind != TransactionKind.None);
        if (alone is null || inside is null) return;
        var at = steps.IndexOf(alone) > 0 ? alone : inside;
        var last = steps[steps.IndexOf(at) - 1].Statement;
        var names = steps.Where(statement => statement.TransactionKind == TransactionKind.None).Select(Name).Distinct().ToList();
        findings.Add(
            at.Statement,
            $"{Prose.List(names)} run{(names.Count == 1 ? "s" : "")} outside a transaction and the rest of the file inside one. If this statement fails, everything down to line {last.EndPosition.Line} stays and the rest is missing, until a later run goes on here. "
            + $"Move {(names.Count == 1 ? $"{names[0]} to a migration of its own" : "each to a migration of its own")}, so that each file is applied whole or not at all.",
            file.File.Statements.Count == file.Statements.Count ? new Remedy("One migration for each part.", [.. Parts(file.Statements)])
            {
                Rewrite = () => new Rewrite { What = "a migration for each part", OnlySplits = true },
            }
            : null);
    }

    private static string Name(AnalyzedStatement statement) => statement.Kind.Replace('_', ' ');

    private static IEnumerable<string> Parts(IReadOnlyList<AnalyzedStatement> statements)
    {
        var settings = "";
        var part = new List<string>();
        int? current = null;
        foreach (var statement in statements)
        {
            var sql = statement.Statement.Sql + ";";
            if (statement.Tree is VariableSetStmt { IsLocal: false })
            {
                settings += sql + "\n";
                continue;
            }

            if (current is not null && current != statement.Transaction)
            {
                yield return string.Join('\n', part);
                part.Clear();
            }

            if (part.Count == 0 && settings.Length > 0) part.Add(settings.TrimEnd());
            part.Add(sql);
            current = statement.Transaction;
        }

        if (part.Count > 0) yield return string.Join('\n', part);
    }
}
