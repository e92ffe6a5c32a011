using System.Runtime.CompilerServices;

namespace SchemaBuild.PgQuery.Nodes;

/// <summary>Walks a tree depth first. Override <see cref="Visit"/>, and call the base method to descend.</summary>
public abstract class NodeVisitor
{
    /// <summary>Visits the children of <paramref name="node"/>.</summary>
    /// <exception cref="InsufficientExecutionStackException">The tree is too deep for the stack of this thread.</exception>
    public virtual void Visit(Node node)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        node.VisitChildren(this);
    }
}
