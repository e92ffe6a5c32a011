using SchemaBuild.Analysis.Catalog;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>Whether an expression calls nextval and the like with a sequence: <c>nextval('s')</c>, also with a cast to regclass.</summary>
internal sealed class SequenceUses : NodeVisitor
{
    private readonly Sequence _sequence;
    private bool _isFound;

    private SequenceUses(Sequence sequence) => _sequence = sequence;

    public static bool Has(Node expression, Sequence sequence)
    {
        var uses = new SequenceUses(sequence);
        uses.Visit(expression);
        return uses._isFound;
    }

    public override void Visit(Node node)
    {
        if (node is FuncCall { Funcname: [.., StringValue { Sval: "nextval" or "currval" or "setval" }], Args: [var first, ..] }) _isFound |= Names(first);
        base.Visit(node);
    }

    private bool Names(Node argument) => argument switch
    {
        A_Const { Val: StringValue text } => Parts(text.Sval) is var parts && parts[^1] == _sequence.Name.Name && (parts.Length == 1 || parts[^2] == _sequence.Name.Schema),
        TypeCast { Arg: { } inner, TypeName.Names: [.., StringValue { Sval: "regclass" }] } => Names(inner),
        _ => false,
    };

    private static string[] Parts(string name) =>
        [.. name.Split('.').Select(part => part.StartsWith('"') ? part.Trim('"') : part.ToLowerInvariant())];
}
