using SchemaBuild.Analysis;

namespace SchemaBuild.MSBuild.Application;

/// <summary>What the rules about C# that does not fit the schema say.</summary>
internal static class ApplicationMessages
{
    public static (RuleDescriptor Rule, string Message) Explain(UseOfSchema use) => use switch
    {
        UseOfTable { Table: { NewName: { } now } table } => (BuildRules.RemovedTableInUse,
            $"{table.Name} is called {now} since {table.Place}: statements that name it fail with 42P01 as soon as that migration has run. Write {now} here, or keep a view of the old name until no code needs it."),
        UseOfTable { Table: { } table } => (BuildRules.RemovedTableInUse,
            $"{table.Name} is dropped by {table.Place}: statements that name it fail with 42P01 as soon as that migration has run. Remove it from the code and release that first, then drop the table."),
        UseOfColumn { Column: { NewName: { } now } column } => (BuildRules.RemovedColumnInUse,
            $"{column.Name} of {column.Table} is called {now} since {column.Place}: statements that name it fail with 42703 as soon as that migration has run. Write {now} here."),
        UseOfColumn { Column: { } column } => (BuildRules.RemovedColumnInUse,
            $"{column.Name} of {column.Table} is dropped by {column.Place}: statements that name it fail with 42703 as soon as that migration has run. Remove it from the code and release that first, then drop the column."),
        OmissionOfColumn { Class: { } entity, Column: var column } => (BuildRules.RequiredColumnOmitted,
            $"{entity} maps {column.Table} without {column.Name}, which is NOT NULL without a default since {column.Place}: every INSERT through it fails with 23502. Add the property, or give the column a default."),
        OmissionOfColumn { Column: var column } => (BuildRules.RequiredColumnOmitted,
            $"This INSERT into {column.Table} leaves out {column.Name}, which is NOT NULL without a default since {column.Place}: it fails with 23502 as soon as that migration has run. Give it a value here, or give the column a default."),
        _ => throw new ArgumentOutOfRangeException(nameof(use)),
    };
}
