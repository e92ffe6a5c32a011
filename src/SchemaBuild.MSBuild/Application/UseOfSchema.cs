using Microsoft.CodeAnalysis.Text;

namespace SchemaBuild.MSBuild.Application;

/// <summary>A place in the code that does not fit the schema any more.</summary>
/// <param name="Span">The place.</param>
internal abstract record UseOfSchema(TextSpan Span);

/// <summary>A table that is gone is named.</summary>
internal sealed record UseOfTable(RemovedTable Table, TextSpan Span) : UseOfSchema(Span);

/// <summary>A column that is gone is named.</summary>
internal sealed record UseOfColumn(RemovedColumn Column, TextSpan Span) : UseOfSchema(Span);

/// <summary>A column that must be given is left out: by an INSERT, or by a class if it has a name.</summary>
internal sealed record OmissionOfColumn(RequiredColumn Column, string? Class, TextSpan Span) : UseOfSchema(Span);
