using SchemaBuild.Analysis;

namespace SchemaBuild.MSBuild.Application;

/// <summary>The rules about C# code that does not fit the schema. Named as rules about SQL are, and with a page as these have.</summary>
internal static class ApplicationRules
{
    public static RuleDescriptor RemovedTableInUse { get; } =
        new("SB3080", "removed-table-in-use", Severity.Error, "The code names a table that the migrations remove");

    public static RuleDescriptor RemovedColumnInUse { get; } =
        new("SB3081", "removed-column-in-use", Severity.Error, "The code names a column that the migrations remove");

    public static RuleDescriptor RequiredColumnOmitted { get; } =
        new("SB3082", "required-column-omitted", Severity.Warning, "The code inserts rows without a column that must be given");

    public static IReadOnlyList<RuleDescriptor> All { get; } = [RemovedTableInUse, RemovedColumnInUse, RequiredColumnOmitted];

    public static (RuleDescriptor Rule, string Message) Explain(UseOfSchema use) => use switch
    {
        UseOfTable { Table: { NewName: { } now } table } => (RemovedTableInUse,
            $"{table.Name} is called {now} since {table.Place}: statements that name it fail with 42P01 as soon as that migration has run. Write {now} here, or keep a view of the old name until no code needs it."),
        UseOfTable { Table: { } table } => (RemovedTableInUse,
            $"{table.Name} is dropped by {table.Place}: statements that name it fail with 42P01 as soon as that migration has run. Remove it from the code and release that first, then drop the table."),
        UseOfColumn { Column: { NewName: { } now } column } => (RemovedColumnInUse,
            $"{column.Name} of {column.Table} is called {now} since {column.Place}: statements that name it fail with 42703 as soon as that migration has run. Write {now} here."),
        UseOfColumn { Column: { } column } => (RemovedColumnInUse,
            $"{column.Name} of {column.Table} is dropped by {column.Place}: statements that name it fail with 42703 as soon as that migration has run. Remove it from the code and release that first, then drop the column."),
        OmissionOfColumn { Class: { } entity, Column: var column } => (RequiredColumnOmitted,
            $"{entity} maps {column.Table} without {column.Name}, which is NOT NULL without a default since {column.Place}: every INSERT through it fails with 23502. Add the property, or give the column a default."),
        OmissionOfColumn { Column: var column } => (RequiredColumnOmitted,
            $"This INSERT into {column.Table} leaves out {column.Name}, which is NOT NULL without a default since {column.Place}: it fails with 23502 as soon as that migration has run. Give it a value here, or give the column a default."),
        _ => throw new ArgumentOutOfRangeException(nameof(use)),
    };
}
