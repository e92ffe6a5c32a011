namespace SchemaBuild.Analysis.Catalog;

/// <summary>Objects by id. Immutable: a change copies one path of a flat tree, which the dense ids keep full.</summary>
internal readonly struct ObjectTable
{
    private const int Bits = 4;
    private const int Width = 1 << Bits;

    private readonly object?[]? _root;
    private readonly int _shift;

    private ObjectTable(object?[] root, int shift) => (_root, _shift) = (root, shift);

    public CatalogObject? this[int id]
    {
        get
        {
            if (_root is null || id < 0 || id >> _shift >= Width) return null;
            var node = _root;
            for (var shift = _shift; shift > 0; shift -= Bits)
            {
                if (node[(id >> shift) & (Width - 1)] is not object?[] below) return null;
                node = below;
            }

            return (CatalogObject?)node[id & (Width - 1)];
        }
    }

    /// <summary>In the order of their ids.</summary>
    public IEnumerable<CatalogObject> Values => _root is null ? [] : Under(_root, _shift);

    public ObjectTable With(int id, CatalogObject? item)
    {
        var (root, shift) = (_root ?? new object?[Width], _shift);
        for (; id >> shift >= Width; shift += Bits) root = [root, .. new object?[Width - 1]];
        return new ObjectTable(With(root, shift, id, item), shift);
    }

    private static object?[] With(object?[]? node, int shift, int id, CatalogObject? item)
    {
        var copy = node is null ? new object?[Width] : (object?[])node.Clone();
        var at = (id >> shift) & (Width - 1);
        copy[at] = shift == 0 ? item : With((object?[]?)copy[at], shift - Bits, id, item);
        return copy;
    }

    private static IEnumerable<CatalogObject> Under(object?[] node, int shift) => shift == 0
        ? node.OfType<CatalogObject>()
        : node.OfType<object?[]>().SelectMany(below => Under(below, shift - Bits));
}
