namespace SchemaBuild.Analysis.ServerFacts;

/// <summary>
/// How a value of one type becomes one of another: pg_cast and the rules that PostgreSQL adds to it. A user's type takes part as a
/// <see cref="BuiltInType"/> made for it, with kind, category and, if it has them, element and base.
/// </summary>
internal sealed class Coercion(BuiltInTypes types, BuiltInCasts casts)
{
    public BuiltInTypes Types => types;

    /// <summary>Whether the bytes of a <paramref name="source"/> are a <paramref name="target"/> wherever one is wanted.</summary>
    public bool IsBinaryCoercible(BuiltInType source, BuiltInType target)
    {
        // The rules of IsBinaryCoercible in PostgreSQL's parse_coerce.c.
        if (source.Name == target.Name || target.Name is "any" or "anyelement" or "anycompatible")
            return true;

        var exact = types.BaseOf(source);
        return exact.Name == target.Name
            || target.Name switch
            {
                "anyarray" or "anycompatiblearray" => exact.Element is not null,
                "anynonarray" or "anycompatiblenonarray" => exact.Element is null,
                "anyenum" => exact.Kind == TypeKind.Enum,
                "anyrange" or "anycompatiblerange" => exact.Kind == TypeKind.Range,
                "anymultirange" or "anycompatiblemultirange" => exact.Kind == TypeKind.Multirange,
                "record" => exact.Kind == TypeKind.Composite,
                "_record" => exact.Element is not null && types.ElementOf(exact) is { Kind: TypeKind.Composite },
                _ => casts.Find(exact.Name, target.Name) is { Method: CastMethod.Binary, Context: CastContext.Implicit },
            };
    }

    /// <summary>Whether PostgreSQL converts in this context. A literal without a type becomes anything; whether the text of it can is another matter.</summary>
    public bool CanCoerce(BuiltInType source, BuiltInType target, CastContext context) =>
        target.Name == "any" || source.IsUnknown || FindPath(source, target, context).Method != CoercionMethod.None
        || target.Name is "record" or "_record" && IsBinaryCoercible(source, target);

    /// <summary>
    /// The type that CASE, COALESCE, UNION, ARRAY[…] and the anycompatible family give to values of several types; null if there is none.
    /// Literals without a type follow the others; without others all are text.
    /// </summary>
    public BuiltInType? CommonType(IReadOnlyList<BuiltInType> sources)
    {
        // The rules of select_common_type in PostgreSQL's parse_coerce.c.
        BuiltInType? common = null;
        var allSame = true;
        foreach (var source in sources)
        {
            allSame &= source.Name == sources[0].Name;
            var type = types.BaseOf(source);
            if (type.IsUnknown || type.Name == common?.Name)
                continue;
            if (common is null)
                common = type;
            else if (type.Category != common.Category)
                return null;
            else if (!common.IsPreferred && CanCoerce(common, type, CastContext.Implicit) && !CanCoerce(type, common, CastContext.Implicit))
                common = type;
        }

        if (allSame && sources is [{ IsUnknown: false } first, ..])
            return first;
        common ??= types.Find("text")!;
        foreach (var source in sources)
            if (!CanCoerce(source, common, CastContext.Implicit))
                return null;
        return common;
    }

    /// <summary>
    /// How PostgreSQL casts in this context; <see cref="CoercionMethod.None"/> where it refuses. Domains count as what they are made of: checking the
    /// target's constraints, and applying a modifier, comes on top.
    /// </summary>
    public CoercionPath FindPath(BuiltInType source, BuiltInType target, CastContext context)
    {
        // The rules of find_coercion_pathway in PostgreSQL's parse_coerce.c.
        (source, target) = (types.BaseOf(source), types.BaseOf(target));
        if (source.Name == target.Name)
            return new CoercionPath(CoercionMethod.Binary, Volatility.Immutable);

        var throughText = source.Output > target.Input ? source.Output : target.Input;
        if (casts.Find(source.Name, target.Name) is { } cast)
            return context < cast.Context
                ? default
                : cast.Method switch
                {
                    CastMethod.Binary => new CoercionPath(CoercionMethod.Binary, Volatility.Immutable),
                    CastMethod.Function => new CoercionPath(CoercionMethod.Function, cast.Volatility!.Value),
                    _ => new CoercionPath(CoercionMethod.Text, throughText),
                };

        if (target.Name is not ("oidvector" or "int2vector") && types.ElementOf(source) is { } from && types.ElementOf(target) is { } to
            && FindPath(from, to, context) is { Method: not CoercionMethod.None } each)
            return each with { Method = CoercionMethod.Elements };

        var allowed = (source.Category, target.Category) switch
        {
            (_, 'S') => CastContext.Assignment,
            ('S', _) => CastContext.Explicit,
            _ => (CastContext?)null,
        };
        return context >= allowed ? new CoercionPath(CoercionMethod.Text, throughText) : default;
    }
}

/// <param name="Method">What is done with the value.</param>
/// <param name="Volatility">Of what is done.</param>
internal readonly record struct CoercionPath(CoercionMethod Method, Volatility Volatility);

internal enum CoercionMethod
{
    /// <summary>There is no way.</summary>
    None,

    /// <summary>The bytes stay as they are.</summary>
    Binary,

    Function,

    /// <summary>To text and back.</summary>
    Text,

    /// <summary>Each element of an array.</summary>
    Elements,
}
