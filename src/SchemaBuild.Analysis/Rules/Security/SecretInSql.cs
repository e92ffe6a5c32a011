using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A password is written in plain text.</summary>
internal sealed class SecretInSql : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB6030", "secret-in-sql", Severity.Warning, "A password stands in a migration");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var secret in statement.Effects.Secrets)
        {
            findings.Add(
                statement.Statement,
                $"{char.ToUpperInvariant(secret[0])}{secret[1..]} is written here in plain text: it is in the repository, in the program, in the history table and in the server's log. "
                + "Set it outside the migrations, from the secret store at deployment, and change the one that is written here.");
        }
    }
}
