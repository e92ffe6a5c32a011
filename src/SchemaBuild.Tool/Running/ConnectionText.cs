using System.Data.Common;
using Npgsql;

namespace SchemaBuild.Tool.Running;

/// <summary>
/// Reads <c>--connection</c> and its like. What it says about a mistake never quotes the text: a password that holds <c>;</c> and is not quoted would
/// pass for a setting.
/// </summary>
internal static class ConnectionText
{
    private const string Advice = "Write Host=…;Database=…;Username=…, with quotes around a value that holds ; or =, or postgresql://user@host:5432/database.";

    /// <exception cref="ToolException">It is neither a connection string nor a URI.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text, string option = "--connection")
    {
        try
        {
            var isUri = text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal);
            var connection = isUri ? FromUri(text) : new NpgsqlConnectionStringBuilder(text);
            if (string.IsNullOrEmpty(connection.Host))
                throw new ToolException($"{option} names no host. {Advice}");
            connection.ApplicationName ??= "schema-lint";
            return connection;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidOperationException)
        {
            throw new ToolException($"{option} cannot be understood. {Advice}");
        }
    }

    private static NpgsqlConnectionStringBuilder FromUri(string text)
    {
        var uri = new Uri(text);
        var connection = new NpgsqlConnectionStringBuilder { Host = Uri.UnescapeDataString(uri.Host) };
        if (uri.Port > 0)
            connection.Port = uri.Port;
        var user = uri.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
            connection.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1)
            connection.Password = Uri.UnescapeDataString(user[1]);
        if (uri.AbsolutePath.Length > 1)
            connection.Database = Uri.UnescapeDataString(uri.AbsolutePath[1..]);
        foreach (var setting in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = setting.Split('=', 2);
            var value = Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? "");
            // libpq writes verify-full, Npgsql VerifyFull in any case.
            ((DbConnectionStringBuilder)connection)[Name(parts[0])] = parts[0] == "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }

        return connection;
    }

    /// <summary>libpq's name of a setting as Npgsql writes it.</summary>
    private static string Name(string name) => name switch
    {
        "sslmode" => "SSL Mode",
        "sslrootcert" => "Root Certificate",
        "sslcert" => "SSL Certificate",
        "sslkey" => "SSL Key",
        "application_name" => "Application Name",
        "connect_timeout" => "Timeout",
        "target_session_attrs" => "Target Session Attributes",
        "dbname" => "Database",
        "user" => "Username",
        _ => name,
    };
}
