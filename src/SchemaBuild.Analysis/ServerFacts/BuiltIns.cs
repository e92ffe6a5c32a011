namespace SchemaBuild.Analysis.ServerFacts;

/// <summary>
/// What every database of one PostgreSQL major holds from the start, as live servers told it: <c>build/facts/generate.sh</c> writes the data.
/// Safe to use from several threads.
/// </summary>
internal sealed class BuiltIns
{
    public const int OldestMajor = 14;
    public const int NewestMajor = 18;

    private static readonly BuiltIns?[] Known = new BuiltIns?[NewestMajor - OldestMajor + 1];

    private BuiltIns(int major)
    {
        Major = major;
        Types = new BuiltInTypes(major);
        Casts = new BuiltInCasts(major);
        Coercion = new Coercion(Types, Casts);
        var resolution = new OverloadResolution(Coercion);
        Functions = new BuiltInFunctions(major, resolution);
        Operators = new BuiltInOperators(major, resolution);
        OperatorClasses = new BuiltInOperatorClasses(major, Coercion);
        Relations = new BuiltInRelations(major);
    }

    public int Major { get; }

    public BuiltInTypes Types { get; }

    public BuiltInCasts Casts { get; }

    public Coercion Coercion { get; }

    public BuiltInFunctions Functions { get; }

    public BuiltInOperators Operators { get; }

    public BuiltInOperatorClasses OperatorClasses { get; }

    public BuiltInRelations Relations { get; }

    /// <param name="major">14 to 18.</param>
    public static BuiltIns Of(int major)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(major, OldestMajor);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(major, NewestMajor);
        return Known[major - OldestMajor] ??= new BuiltIns(major);
    }
}
