namespace SchemaBuild.MSBuild.Generation;

/// <summary>How the generated class is declared.</summary>
/// <param name="Namespace">As it stands in source; empty for the global one.</param>
/// <param name="Name">An identifier.</param>
/// <param name="Visibility"><c>public</c> or <c>internal</c>.</param>
internal sealed record ClassDeclaration(string Namespace, string Name, string Visibility);
