namespace SchemaBuild;

/// <summary>How to roll back.</summary>
public sealed class RollbackOptions : MigratorOptions;
