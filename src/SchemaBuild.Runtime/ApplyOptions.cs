namespace SchemaBuild;

/// <summary>How to apply.</summary>
public sealed class ApplyOptions : MigratorOptions
{
    /// <summary>Apply migrations that come before one that is applied already, instead of refusing to.</summary>
    public bool OutOfOrder { get; set; }

    /// <summary>Go on although the history has migrations, other than the newest ones, that are not in the set.</summary>
    public bool IgnoreMissing { get; set; }
}
