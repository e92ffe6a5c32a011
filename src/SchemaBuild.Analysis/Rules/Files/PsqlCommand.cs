using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.Analysis.Sources;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A file holds what only psql understands.</summary>
/// <remarks>https://www.postgresql.org/docs/current/app-psql.html.</remarks>
internal sealed class PsqlCommand : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB0009", "psql-command", Severity.Error, "A file holds what only psql understands");

    public override void Judge(MigrationFile file, FindingSink findings)
    {
        if (PsqlText.Of(file) is { } text) findings.Add(file, text.Span.Start, text.Span.End, $"{text.Message} Nothing of this file would be applied.");
    }

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        if (statement.Tree is not CopyStmt { IsProgram: false, Filename: "" } copy) return;
        var (direction, instead) = copy.IsFrom
            ? ("FROM STDIN waits for rows that the client sends beside the statement", "Write the rows as INSERT INTO … VALUES, or load them by the application.")
            : ("TO STDOUT sends rows to the client beside the answer", "Delete it, or read them by the application.");
        findings.Add(statement.Statement, $"COPY … {direction}, and a runner of migrations has nowhere to take them from or to put them. {instead}");
    }
}
