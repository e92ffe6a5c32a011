namespace SchemaBuild.Engine;

/// <summary>The kinds of steps that the runner knows more about than their text.</summary>
internal static class StepKind
{
    /// <summary>In a plan, how the transaction of the step after it begins. It is no step itself.</summary>
    public const string Begin = "BEGIN";

    public const string CreateIndex = "CREATE_INDEX";
    public const string DropIndex = "DROP_INDEX";
    public const string Reindex = "REINDEX";
    public const string AlterTable = "ALTER_TABLE";
    public const string AlterType = "ALTER_TYPE";

    /// <summary>Whether it only changes the session, so that a run that goes on in a new session must repeat it.</summary>
    public static bool IsSessionOnly(string kind) => kind is "SET" or "RESET";

    /// <summary>Whether running it again changes nothing.</summary>
    public static bool IsRepeatable(string kind) => kind is "VACUUM" or "ANALYZE" or "CLUSTER" or "ALTER_SYSTEM";

    /// <summary>Whether it mostly reads and writes rows, and takes no lock on a table that anybody else would wait for.</summary>
    public static bool IsAboutRows(string kind) => kind is "DATA_MIGRATION" or "SELECT" or "COPY" or "CALL" or "DO" || IsSessionOnly(kind);
}
