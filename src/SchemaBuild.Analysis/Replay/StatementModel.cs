using System.Text;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// What PostgreSQL does with one kind of statement. A file in <c>Statements/</c> that holds a class of its own name is a model;
/// the build collects them (StatementModels.g.cs).
/// </summary>
internal abstract class StatementModel
{
    public abstract Type NodeType { get; }

    /// <summary>The <c>step_type</c> of the history and the <c>kind</c> of reports, at most 20 characters.</summary>
    public abstract string Kind(Node statement);

    /// <summary>True if the server raises 25001 inside a transaction block.</summary>
    public abstract bool RefusesTransaction(Node statement, Execution execution);

    /// <summary>What the server raises for that.</summary>
    public virtual string RefusalState => "25001";

    public abstract void Execute(Node statement, Execution execution);

    /// <summary><c>CreateFunctionStmt</c> is CREATE_FUNCTION.</summary>
    public static string DefaultKind(Type node)
    {
        var name = node.Name;
        if (name.EndsWith("Stmt", StringComparison.Ordinal)) name = name[..^4];
        var kind = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsUpper(c) && kind.Length > 0) kind.Append('_');
            kind.Append(char.ToUpperInvariant(c));
        }

        return kind.Length <= MaxKindLength ? kind.ToString() : kind.ToString(0, MaxKindLength);
    }

    public const int MaxKindLength = 20;
}

internal abstract class StatementModel<T> : StatementModel
    where T : Node
{
    public sealed override Type NodeType => typeof(T);

    public sealed override string Kind(Node statement) => Kind((T)statement);

    public sealed override bool RefusesTransaction(Node statement, Execution execution) => RefusesTransaction((T)statement, execution);

    public sealed override void Execute(Node statement, Execution execution) => Execute((T)statement, execution);

    private static readonly string KindOfNode = DefaultKind(typeof(T));

    protected virtual string Kind(T statement) => KindOfNode;

    protected virtual bool RefusesTransaction(T statement, Execution execution) => false;

    protected abstract void Execute(T statement, Execution execution);
}
