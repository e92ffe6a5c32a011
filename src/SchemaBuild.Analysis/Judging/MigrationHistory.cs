using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.Analysis.Judging;

/// <summary>All files, in the order in which they are applied.</summary>
internal sealed record MigrationHistory(IReadOnlyList<MigrationFile> Migrations, IReadOnlyList<MigrationFile> Rollbacks);
