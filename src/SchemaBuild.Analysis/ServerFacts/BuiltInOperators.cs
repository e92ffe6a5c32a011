namespace SchemaBuild.Analysis.ServerFacts;

/// <summary>Operators of pg_catalog.</summary>
internal sealed class BuiltInOperators
{
    private static readonly FactTable Table = new("operators");

    private readonly OverloadResolution _resolution;
    private readonly FactCache<BuiltInOperator[]> _found;

    // By name, type of the left operand (empty for a prefix operator) and type of the right one, built-in ones all.
    private readonly FactCache<FactCache<FactCache<ResolvedCall?>>> _resolved;

    public BuiltInOperators(int major, OverloadResolution resolution)
    {
        _resolution = resolution;
        _found = new(name => [.. Table.Find(major, name).ConvertAll(BuiltInOperator.Read)]);
        _resolved = new(name => new(left => new(right => Choose(name, left.Length > 0 ? [BuiltIn(left), BuiltIn(right)] : [BuiltIn(right)]))));

        BuiltInType BuiltIn(string type) => resolution.Types.Find(type)!;
    }

    /// <summary>All of this name, prefix operators included.</summary>
    public IReadOnlyList<BuiltInOperator> Find(string name) => _found[name];

    /// <param name="name">For example <c>+</c>.</param>
    /// <param name="left">Name of a type, null for a prefix operator.</param>
    /// <param name="right">Name of a type.</param>
    public BuiltInOperator? Find(string name, string? left, string right) =>
        Array.Find(_found[name], found => found.Left == left && found.Right == right);

    /// <summary>The worst volatility of the operators that an expression may mean, conversions of its operands included; null if none fits.</summary>
    /// <param name="name">For example <c>+</c>.</param>
    /// <param name="operands">Two, or one of a prefix operator. Null where the type is not known; the type <c>unknown</c> for a string literal without a type.</param>
    public Volatility? VolatilityOf(string name, IReadOnlyList<BuiltInType?> operands) =>
        OverloadResolution.AllKnown(operands) is { } known
            ? Resolve(name, known)?.Volatility
            : _resolution.WorstVolatility(Candidates(name, operands.Count), operands);

    /// <summary>The operator that PostgreSQL takes; null if none fits or several fit equally well.</summary>
    /// <param name="name">For example <c>+</c>.</param>
    /// <param name="operands">Two, or one of a prefix operator. The type <c>unknown</c> for a string literal without a type.</param>
    public ResolvedCall? Resolve(string name, IReadOnlyList<BuiltInType> operands)
    {
        foreach (var operand in operands)
            if (!ReferenceEquals(_resolution.Types.Find(operand.Name), operand))
                return Choose(name, operands);
        return _resolved[name][operands.Count > 1 ? operands[0].Name : ""][operands[^1].Name];
    }

    private ResolvedCall? Choose(string name, IReadOnlyList<BuiltInType> operands)
    {
        var candidates = Candidates(name, operands.Count);

        // An operand of unknown type is first taken for one of the other's type, then of what the other's domain is made of.
        if (operands is [var left, var right] && left.IsUnknown != right.IsUnknown)
        {
            var known = left.IsUnknown ? right : left;
            var basis = _resolution.BaseOf(known);
            return _resolution.ResolveExact(candidates, [known, known])
                ?? (basis != known ? _resolution.ResolveExact(candidates, [basis, basis]) : null)
                ?? _resolution.Resolve(candidates, operands);
        }

        return _resolution.ResolveExact(candidates, operands) ?? _resolution.Resolve(candidates, operands);
    }

    /// <summary>Whether any operator of this name takes such operands; if so and none resolves, several do equally well.</summary>
    public bool Fits(string name, IReadOnlyList<BuiltInType> operands) => _resolution.Fits(Candidates(name, operands.Count), operands);

    private List<OverloadCandidate> Candidates(string name, int operandCount)
    {
        var candidates = new List<OverloadCandidate>();
        foreach (var found in _found[name])
            if (found.Arguments.Length == operandCount)
                candidates.Add(_resolution.Candidate(found, found.Arguments));
        return candidates;
    }
}

/// <summary>An operator with two operands, or with one behind it.</summary>
internal sealed record BuiltInOperator(string Name, string[] Arguments, string Result, Volatility Volatility, bool ConvertsToText)
    : Overload(Name, Arguments, Result, Volatility, ConvertsToText)
{
    /// <summary>Name of a type; null for a prefix operator.</summary>
    public string? Left => Arguments is [var left, _] ? left : null;

    /// <summary>Name of a type.</summary>
    public string Right => Arguments[^1];

    internal static BuiltInOperator Read(string[] cells) =>
        new(cells[0], cells[1].Length > 0 ? [cells[1], cells[2]] : [cells[2]], cells[3], (Volatility)cells[4][0], cells[5].Length > 0);
}
