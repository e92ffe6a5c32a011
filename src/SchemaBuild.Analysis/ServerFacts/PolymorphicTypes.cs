namespace SchemaBuild.Analysis.ServerFacts;

/// <summary>
/// What <c>anyelement</c>, <c>anyarray</c> … stand for in one call: manual, "Polymorphic Types", and check_generic_type_consistency in PostgreSQL's
/// parse_coerce.c.
/// </summary>
internal sealed class PolymorphicTypes
{
    private readonly Coercion _coercion;
    private readonly List<BuiltInType> _compatible = [];
    private BuiltInType? _element, _array, _range, _multirange, _common, _commonRange, _commonMultirange;

    private PolymorphicTypes(Coercion coercion) => _coercion = coercion;

    /// <summary>Null if the arguments contradict each other or the declaration.</summary>
    public static PolymorphicTypes? Bind(Coercion coercion, IReadOnlyList<BuiltInType> declared, IReadOnlyList<BuiltInType> actual)
    {
        var bound = new PolymorphicTypes(coercion);
        for (var i = 0; i < actual.Count; i++)
            if (!actual[i].IsUnknown && !bound.Take(declared[i].Name, actual[i]))
                return null;

        return bound.Complete(declared) ? bound : null;
    }

    /// <summary>The type that a declared one means; null if the arguments do not tell.</summary>
    public string? Resolve(string declared) => declared switch
    {
        "anyelement" or "anynonarray" or "anyenum" => _element?.Name,
        "anyarray" => _array?.Name ?? _element?.Array,
        "anyrange" => _range?.Name,
        "anymultirange" => _multirange?.Name ?? MultirangeOf(_range),
        "anycompatible" or "anycompatiblenonarray" => (_common ?? Text).Name,
        "anycompatiblearray" => (_common ?? Text).Array,
        "anycompatiblerange" => _commonRange?.Name,
        "anycompatiblemultirange" => _commonMultirange?.Name ?? MultirangeOf(_commonRange),
        _ => declared,
    };

    private BuiltInType Text => _coercion.Types.Find("text")!;

    private bool Take(string declared, BuiltInType actual)
    {
        switch (declared)
        {
            case "anyelement" or "anynonarray" or "anyenum":
                return Same(ref _element, actual);
            case "anyarray":
                return Same(ref _array, Base(actual));
            case "anyrange":
                return Same(ref _range, Base(actual));
            case "anymultirange":
                return Same(ref _multirange, Base(actual));
            case "anycompatible" or "anycompatiblenonarray":
                _compatible.Add(actual);
                return true;
            case "anycompatiblearray":
                return Compatible(_coercion.Types.ElementOf(Base(actual)));
            case "anycompatiblerange":
                return Same(ref _commonRange, Base(actual)) && Compatible(SubtypeOf(_commonRange!, TypeKind.Range));
            case "anycompatiblemultirange":
                return Same(ref _commonMultirange, Base(actual));
            default:
                return true;
        }
    }

    private bool Complete(IReadOnlyList<BuiltInType> declared)
    {
        if (_array is not null && (_coercion.Types.ElementOf(_array) is not { } element || !Same(ref _element, element)))
            return false;
        if (_multirange is not null && (SubtypeOf(_multirange, TypeKind.Multirange) is not { } range || !Same(ref _range, range)))
            return false;
        if (_range is not null && (SubtypeOf(_range, TypeKind.Range) is not { } subtype || !Same(ref _element, subtype)))
            return false;

        if (_commonMultirange is not null
            && (SubtypeOf(_commonMultirange, TypeKind.Multirange) is not { } common || !Same(ref _commonRange, common) || !Compatible(SubtypeOf(common, TypeKind.Range))))
            return false;
        if (_compatible.Count > 0 && (_common = _coercion.CommonType(_compatible)) is null)
            return false;
        if (_commonRange is not null && SubtypeOf(_commonRange, TypeKind.Range)?.Name != _common!.Name)
            return false;

        foreach (var type in declared)
        {
            var fits = type.Name switch
            {
                "anynonarray" => _element is null || Base(_element).Element is null,
                "anyenum" => _element?.Kind == TypeKind.Enum,
                "anycompatiblenonarray" => _common is null || Base(_common).Element is null,
                _ => true,
            };
            if (!fits)
                return false;
        }

        return true;
    }

    private static bool Same(ref BuiltInType? slot, BuiltInType type) => (slot ??= type).Name == type.Name;

    private bool Compatible(BuiltInType? type)
    {
        if (type is not null)
            _compatible.Add(type);
        return type is not null;
    }

    private BuiltInType Base(BuiltInType type) => _coercion.Types.BaseOf(type);

    private BuiltInType? SubtypeOf(BuiltInType type, TypeKind kind) => type.Kind == kind && type.Subtype is { } subtype ? _coercion.Types.Find(subtype) : null;

    // PostgreSQL names a range's multirange so, unless it is told otherwise.
    private static string? MultirangeOf(BuiltInType? range) => range?.Name.Replace("range", "multirange", StringComparison.Ordinal);
}
