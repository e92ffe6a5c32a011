using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.Analysis.Effects;

/// <summary>Rows that one INSERT, UPDATE, DELETE, MERGE or COPY writes.</summary>
/// <param name="Relation">The table.</param>
/// <param name="Command">What is done to its rows.</param>
/// <param name="Scope">How many.</param>
internal sealed record RowChange(Relation Relation, RowCommand Command, RowScope Scope)
{
    /// <summary>True if it stands in a loop that commits: each batch is a transaction of its own.</summary>
    public bool IsBatched { get; init; }

    /// <summary>False if doing it a second time changes the rows again, or fails on its own rows.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>The columns that an UPDATE assigns.</summary>
    public IReadOnlyList<string> Assigned { get; init; } = [];

    /// <summary>Why the condition holds for each row, to end a sentence; null if there is none or it excludes rows.</summary>
    public string? Tautology { get; init; }

    /// <summary>The statement within a block; null if that is the whole statement.</summary>
    public TextSpan? Place { get; init; }
}

internal enum RowCommand
{
    Insert,
    Update,
    Delete,
    Merge,
}

/// <summary>What the number of rows that are written depends on.</summary>
internal enum RowScope
{
    /// <summary>The text of the statement: rows that it lists, names by their key, or limits.</summary>
    Bounded,

    /// <summary>The data: the rows that meet a condition.</summary>
    Filtered,

    /// <summary>The size of the table.</summary>
    Whole,
}
