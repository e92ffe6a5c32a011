using System.Runtime.CompilerServices;

namespace SchemaBuild.PgQuery.Nodes;

/// <summary>A node of a raw parse tree. The concrete classes carry PostgreSQL's own names and fields.</summary>
public abstract class Node
{
    private protected Node() { }

    /// <summary>Where the node starts, as a byte offset into the UTF-8 text; -1 if unknown or if this type of node records none.</summary>
    public virtual int Location => -1;

    /// <summary>Passes every child to <paramref name="visitor"/>, field by field in PostgreSQL's order.</summary>
    public virtual void VisitChildren(NodeVisitor visitor) { }

    private protected static void Visit(NodeVisitor visitor, Node? child)
    {
        if (child is not null)
            visitor.Visit(child);
    }

    private protected static void Visit(NodeVisitor visitor, IReadOnlyList<Node> children)
    {
        // The reader makes arrays, whose elements cost much more through the interface.
        if (children.GetType() == typeof(Node[]))
        {
            foreach (var child in Unsafe.As<Node[]>(children))
                visitor.Visit(child);
            return;
        }
        for (var index = 0; index < children.Count; index++)
            visitor.Visit(children[index]);
    }
}
