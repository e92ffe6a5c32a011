using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>The models of all statement kinds, by their node.</summary>
internal static partial class StatementModels
{
    private static readonly Dictionary<Type, StatementModel> ByNode = Create().ToDictionary(model => model.NodeType);

    /// <summary>Null for a statement that changes nothing that the catalogue knows.</summary>
    public static StatementModel? Find(Node statement) => ByNode.GetValueOrDefault(statement.GetType());

    private static partial StatementModel[] Create();
}
