namespace SchemaBuild.Analysis.ServerFacts;

/// <summary>
/// Chooses among functions or operators of one name as PostgreSQL does: manual, "Type Conversion", and func_select_candidate in its parse_func.c.
/// A live test compares the choice with the server's.
/// </summary>
internal sealed class OverloadResolution(Coercion coercion)
{
    public OverloadCandidate Candidate(Overload overload, string[] arguments) => new(overload, Array.ConvertAll(arguments, name => coercion.Types.Find(name)!));

    public BuiltInTypes Types => coercion.Types;

    public BuiltInType BaseOf(BuiltInType type) => coercion.Types.BaseOf(type);

    /// <summary>The arguments if the types of all are known, else null.</summary>
    public static IReadOnlyList<BuiltInType>? AllKnown(IReadOnlyList<BuiltInType?> arguments)
    {
        var known = new BuiltInType[arguments.Count];
        for (var i = 0; i < known.Length; i++)
            if (arguments[i] is { } type)
                known[i] = type;
            else
                return null;
        return known;
    }

    /// <summary>The worst volatility of those candidates that the known types do not rule out.</summary>
    public Volatility? WorstVolatility(List<OverloadCandidate> candidates, IReadOnlyList<BuiltInType?> arguments)
    {
        var possible = candidates.FindAll(CanTake);
        Volatility? worst = null;
        foreach (var candidate in possible)
            if ((worst is null || candidate.Overload.Volatility > worst) && !possible.Exists(other => IsBetter(other, candidate)))
                worst = candidate.Overload.Volatility;
        return worst;

        bool CanTake(OverloadCandidate candidate)
        {
            for (var i = 0; i < arguments.Count; i++)
                if (arguments[i] is { } argument && !candidate.Arguments[i].IsPolymorphic && !coercion.CanCoerce(argument, candidate.Arguments[i], CastContext.Implicit))
                    return false;
            return true;
        }

        // Whatever the other arguments are: the two candidates differ only where the types are known.
        bool IsBetter(OverloadCandidate one, OverloadCandidate other)
        {
            var lead = 0;
            for (var i = 0; i < arguments.Count; i++)
            {
                if (one.Arguments[i].Name == other.Arguments[i].Name)
                    continue;
                if (arguments[i] is not { } argument)
                    return false;
                var exact = BaseOf(argument).Name;
                lead += (one.Arguments[i].Name == exact ? 1 : 0) - (other.Arguments[i].Name == exact ? 1 : 0);
            }

            return lead > 0;
        }
    }

    /// <summary>The candidate that takes just these types.</summary>
    public ResolvedCall? ResolveExact(IReadOnlyList<OverloadCandidate> candidates, IReadOnlyList<BuiltInType> arguments)
    {
        foreach (var candidate in candidates)
            if (CountSame(candidate, arguments) == arguments.Count)
                return Call(candidate, arguments);
        return null;
    }

    /// <summary><c>type(value)</c> as a cast, which PostgreSQL takes it for where no function has just this argument.</summary>
    public ResolvedCall? ResolveCast(string name, BuiltInType argument)
    {
        if (coercion.Types.Find(name) is not { } type)
            return null;
        if (argument.IsUnknown)
            return new ResolvedCall(null, name, Volatility.Immutable);

        var path = coercion.FindPath(argument, type, CastContext.Explicit);
        return path.Method == CoercionMethod.Binary || path.Method == CoercionMethod.Text && !(type.Category == 'S' && (argument.Kind == TypeKind.Composite || argument.Name == "record"))
            ? new ResolvedCall(null, name, path.Volatility)
            : null;
    }

    /// <summary>The best of the candidates whose types the arguments convert to implicitly.</summary>
    public ResolvedCall? Resolve(IReadOnlyList<OverloadCandidate> candidates, IReadOnlyList<BuiltInType> arguments)
    {
        var fitting = new List<OverloadCandidate>();
        foreach (var candidate in candidates)
            if (CanCall(candidate, arguments))
                fitting.Add(candidate);

        return (fitting.Count > 1 ? Best(fitting, arguments) : fitting is [var only] ? only : null) is { } chosen ? Call(chosen, arguments) : null;
    }

    /// <summary>Whether the arguments convert to what any of the candidates takes.</summary>
    public bool Fits(IReadOnlyList<OverloadCandidate> candidates, IReadOnlyList<BuiltInType> arguments) => candidates.Any(candidate => CanCall(candidate, arguments));

    private OverloadCandidate? Best(List<OverloadCandidate> candidates, IReadOnlyList<BuiltInType> arguments)
    {
        var inputs = new BuiltInType[arguments.Count];
        for (var i = 0; i < inputs.Length; i++)
            inputs[i] = coercion.Types.BaseOf(arguments[i]);

        candidates = Most(candidates, candidate => CountSame(candidate, inputs));
        if (candidates is [var same])
            return same;

        candidates = Most(candidates, candidate => CountSameOrPreferred(candidate, inputs));
        if (candidates is [var preferred])
            return preferred;

        if (!Array.Exists(inputs, input => input.IsUnknown))
            return null;

        candidates = OfLikelyCategories(candidates, inputs);
        if (candidates is [var likely])
            return likely;

        // If all known arguments have one type, the unknown ones are taken for the same.
        var known = Array.Find(inputs, input => !input.IsUnknown);
        if (known is null || Array.Exists(inputs, input => !input.IsUnknown && input.Name != known.Name))
            return null;

        Array.Fill(inputs, known);
        return candidates.FindAll(candidate => CanCall(candidate, inputs)) is [var last] ? last : null;
    }

    private static List<OverloadCandidate> Most(List<OverloadCandidate> candidates, Func<OverloadCandidate, int> count)
    {
        var best = new List<OverloadCandidate>();
        var most = -1;
        foreach (var candidate in candidates)
        {
            var matches = count(candidate);
            if (matches > most)
            {
                most = matches;
                best.Clear();
            }

            if (matches == most)
                best.Add(candidate);
        }

        return best;
    }

    private static int CountSame(OverloadCandidate candidate, IReadOnlyList<BuiltInType> inputs)
    {
        var matches = 0;
        for (var i = 0; i < inputs.Count; i++)
            if (candidate.Arguments[i].Name == inputs[i].Name && !inputs[i].IsUnknown)
                matches++;
        return matches;
    }

    private static int CountSameOrPreferred(OverloadCandidate candidate, BuiltInType[] inputs)
    {
        var matches = 0;
        for (var i = 0; i < inputs.Length; i++)
        {
            var (argument, input) = (candidate.Arguments[i], inputs[i]);
            if (!input.IsUnknown && (argument.Name == input.Name || argument.IsPreferred && argument.Category == input.Category))
                matches++;
        }

        return matches;
    }

    /// <summary>Keeps the candidates that take, for each unknown argument, the category that all candidates agree on, or strings if any takes those.</summary>
    private static List<OverloadCandidate> OfLikelyCategories(List<OverloadCandidate> candidates, BuiltInType[] inputs)
    {
        var kept = candidates;
        for (var i = 0; i < inputs.Length; i++)
        {
            if (!inputs[i].IsUnknown)
                continue;

            var category = candidates.Exists(candidate => candidate.Arguments[i].Category == 'S') ? 'S' : candidates[0].Arguments[i].Category;
            if (category != 'S' && candidates.Exists(candidate => candidate.Arguments[i].Category != category))
                return candidates;

            var hasPreferred = candidates.Exists(candidate => candidate.Arguments[i].Category == category && candidate.Arguments[i].IsPreferred);
            kept = kept.FindAll(candidate => candidate.Arguments[i].Category == category && (!hasPreferred || candidate.Arguments[i].IsPreferred));
        }

        return kept.Count > 0 ? kept : candidates;
    }

    private bool CanCall(OverloadCandidate candidate, IReadOnlyList<BuiltInType> arguments)
    {
        var isPolymorphic = false;
        for (var i = 0; i < arguments.Count; i++)
        {
            if (candidate.Arguments[i].IsPolymorphic)
                isPolymorphic = true;
            else if (!coercion.CanCoerce(arguments[i], candidate.Arguments[i], CastContext.Implicit))
                return false;
        }

        return !isPolymorphic || PolymorphicTypes.Bind(coercion, candidate.Arguments, arguments) is not null;
    }

    private ResolvedCall? Call(OverloadCandidate candidate, IReadOnlyList<BuiltInType> arguments)
    {
        if (PolymorphicTypes.Bind(coercion, candidate.Arguments, arguments) is not { } bound
            || !Array.TrueForAll(candidate.Arguments, argument => bound.Resolve(argument.Name) is not null)
            || bound.Resolve(candidate.Overload.Result) is not { } result)
            return null;

        var volatility = candidate.Overload.ConvertsToText ? Volatility.Immutable : candidate.Overload.Volatility;
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i].IsUnknown)
                continue;
            var toText = candidate.Overload.ConvertsToText && candidate.Arguments[i].IsPolymorphic;
            var wanted = coercion.Types.Find(toText ? "text" : bound.Resolve(candidate.Arguments[i].Name)!);
            if (wanted is not null && coercion.FindPath(arguments[i], wanted, toText ? CastContext.Explicit : CastContext.Implicit) is { Method: not CoercionMethod.None } path)
                volatility = path.Volatility > volatility ? path.Volatility : volatility;
        }

        return new ResolvedCall(candidate.Overload, result, volatility);
    }
}

/// <summary>An overload with the types that it declares for the arguments of one call.</summary>
internal sealed record OverloadCandidate(Overload Overload, BuiltInType[] Arguments);
