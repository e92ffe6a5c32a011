using System.Runtime.CompilerServices;

namespace SchemaBuild.PgQuery.Nodes;

/// <summary>Walks a tree depth first. Override <see cref="Visit"/>, and call the base method to descend.</summary>
public abstract class NodeVisitor
{
    // What the runtime keeps free at the end of a stack is enough for so many levels more.
    private const int LevelsBetweenChecks = 16;

    private int _level;

    /// <summary>Visits the children of <paramref name="node"/>.</summary>
    /// <exception cref="InsufficientExecutionStackException">The tree is too deep for the stack of this thread.</exception>
    public virtual void Visit(Node node)
    {
        if (_level++ % LevelsBetweenChecks == 0)
            RuntimeHelpers.EnsureSufficientExecutionStack();
        node.VisitChildren(this);
        _level--;
    }
}
