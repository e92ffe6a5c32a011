namespace SchemaBuild;

/// <summary>What an application does about its migrations when it starts.</summary>
public enum StartupMode
{
    /// <summary>Applies them. Of many instances that start at once, one does and the others wait for it.</summary>
    Apply,

    /// <summary>Waits until somebody else, such as a deployment job, has applied them. Needs no right but to read the history.</summary>
    Wait,

    /// <summary>Does not start unless they are applied.</summary>
    Verify,

    /// <summary>Starts whatever the database is like.</summary>
    Off,
}
