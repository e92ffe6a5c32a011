namespace SchemaBuild.Engine;

/// <summary>The kinds of steps that the runner knows more about than their text.</summary>
internal static class StepKind
{
    public const string CreateIndex = "CREATE_INDEX";
    public const string DropIndex = "DROP_INDEX";

    /// <summary>Whether it only changes the session, so that a run that goes on in a new session must repeat it.</summary>
    public static bool IsSessionOnly(string kind) => kind is "SET" or "RESET";

    /// <summary>Whether it may be run again when nobody knows how far it came.</summary>
    public static bool IsRepeatable(string kind) => kind is "VACUUM" or "REINDEX" or "CLUSTER" or "ALTER_SYSTEM";
}
