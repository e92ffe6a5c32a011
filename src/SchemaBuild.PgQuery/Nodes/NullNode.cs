namespace SchemaBuild.PgQuery.Nodes;

/// <summary>
/// A null pointer inside a list: the missing side of <c>DROP OPERATOR -(NONE, int)</c>, or the single element that tells
/// <c>SELECT DISTINCT</c> from <c>SELECT DISTINCT ON (…)</c>.
/// </summary>
public sealed class NullNode : Node
{
    private NullNode() { }

    internal static NullNode Instance { get; } = new();
}
