using System.Text;
using System.Text.RegularExpressions;

namespace SchemaBuild.Runtime.TestHost;

/// <summary>
/// Migrations written as lists of statements, with the plan that the build would make. A statement that starts with <c>!</c> refuses a
/// transaction; <c>---</c> stands where the file commits.
/// </summary>
public static partial class Scripts
{
    public static MigrationSet Set(params Migration[] migrations) => new(migrations);

    public static Migration Migration(string fileName, params string[] statements)
    {
        var match = NameParts().Match(fileName);
        var name = match.Groups[2].Value;
        return new Migration(match.Groups[1].Value, name, name.Replace('_', ' '), Script(fileName, statements));
    }

    public static Migration WithRollback(this Migration migration, params string[] statements)
    {
        ArgumentNullException.ThrowIfNull(migration);
        return new Migration(migration.Version, migration.Name, migration.Description, migration.Up,
            Script($"rollback/{migration.Version}_rollback_{migration.Name}.sql", statements));
    }

    public static MigrationScript Script(string fileName, params string[] statements)
    {
        ArgumentNullException.ThrowIfNull(statements);
        var (text, plan) = (new StringBuilder($"-- {fileName}\n"), new StringBuilder());
        var (segment, wasAlone) = (1, false);
        foreach (var statement in statements)
        {
            if (statement == "---")
            {
                text.Append("COMMIT;\nBEGIN;\n");
                segment++;
                continue;
            }

            var alone = statement.StartsWith('!');
            if ((alone || wasAlone) && plan.Length > 0)
                segment++;
            wasAlone = alone;

            var sql = alone ? statement[1..] : statement;
            var target = Index().Match(sql) is { Success: true } index ? $" {index.Groups[1].Value}" : "";
            plan.Append(null, $"{Kind(sql)} {text.Length} {sql.Length} {segment}{(alone ? "!" : "")}{target}\n");
            text.Append(sql).Append(";\n");
        }

        return new MigrationScript(fileName, text.ToString(), plan.ToString());
    }

    private static string Kind(string sql)
    {
        var words = sql.Split([' ', '\n', '('], StringSplitOptions.RemoveEmptyEntries);
        var kind = words[0] is "SELECT" or "INSERT" or "UPDATE" or "DELETE" ? "DATA_MIGRATION"
            : words[0] is "CREATE" or "ALTER" or "DROP" ? $"{words[0]}_{(words[1] == "UNIQUE" ? words[2] : words[1])}" : words[0];
        return kind[..Math.Min(20, kind.Length)];
    }

    [GeneratedRegex(@"^([0-9]+)_(.*)\.sql$")]
    private static partial Regex NameParts();

    [GeneratedRegex(@"^(?:(?:CREATE (?:UNIQUE )?|DROP |RE)INDEX (?:TABLE |INDEX )?CONCURRENTLY (?:IF (?:NOT )?EXISTS )?|ALTER TABLE \S+ DETACH PARTITION (?=\S+ CONCURRENTLY))(\S+)")]
    private static partial Regex Index();
}
