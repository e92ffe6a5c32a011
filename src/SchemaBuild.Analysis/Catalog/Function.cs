using System.Collections.Immutable;
using SchemaBuild.Analysis.ServerFacts;

namespace SchemaBuild.Analysis.Catalog;

/// <summary>A function, procedure or aggregate.</summary>
internal sealed record Function : CatalogObject
{
    public override NameSpace NameSpace => NameSpace.Function;

    public override QualifiedName Key => KeyOf(Name, Arguments);

    /// <summary>Types of the input arguments.</summary>
    public ImmutableArray<TypeRef> Arguments { get; init; } = [];

    /// <summary>Of the input arguments; empty where one has none.</summary>
    public ImmutableArray<string> ParameterNames { get; init; } = [];

    /// <summary>How many of the last arguments have defaults.</summary>
    public int Defaults { get; init; }

    public bool IsVariadic { get; init; }

    /// <summary>Null for procedures.</summary>
    public TypeRef? Result { get; init; }

    public bool ReturnsSet { get; init; }

    public Volatility Volatility { get; init; } = Volatility.Volatile;

    public FunctionKind Kind { get; init; } = FunctionKind.Function;

    public string Language { get; init; } = "sql";

    public bool IsSecurityDefiner { get; init; }

    /// <summary>What SET search_path gives it, one string for each entry; default if it has none and so uses the caller's.</summary>
    public ImmutableArray<string> SearchPath { get; init; }

    /// <summary>The text behind AS; null for a body in the syntax of SQL, and for aggregates.</summary>
    public string? Body { get; init; }

    public override IEnumerable<QualifiedName> MadeOf => NamesOf(Result is { } result ? Arguments.Append(result) : Arguments);

    /// <summary>Whether a call may have so many arguments.</summary>
    public bool Accepts(int argumentCount) =>
        (argumentCount >= Arguments.Length - Defaults && argumentCount <= Arguments.Length) || (IsVariadic && argumentCount >= Arguments.Length - 1);

    /// <summary>Modifiers are no part of a signature.</summary>
    public static QualifiedName KeyOf(QualifiedName name, IEnumerable<TypeRef> arguments) =>
        name with { Name = $"{name.Name}({string.Join(',', arguments.Select(type => $"{type.Name}{(type.IsArray ? "[]" : "")}"))})" };
}
