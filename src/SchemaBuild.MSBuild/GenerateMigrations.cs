using System.Globalization;
using System.Text;
using Microsoft.Build.Framework;
using SchemaBuild.Analysis;
using SchemaBuild.MSBuild.Generation;

namespace SchemaBuild.MSBuild;

/// <summary>Writes the class <c>Migrations</c>. Files with findings, even with broken SQL, are no reason not to: the editor needs the class.</summary>
[MSBuildMultiThreadableTask]
public sealed class GenerateMigrations : MigrationTask
{
    /// <summary>The C# file to write. It is left alone when it would not change.</summary>
    [Required]
    public string GeneratedFile { get; set; } = "";

    /// <summary>Where the task keeps what the file was made from.</summary>
    [Required]
    public string GeneratedCache { get; set; } = "";

    /// <summary>The language of the project; must be <c>C#</c>.</summary>
    [Required]
    public string Language { get; set; } = "";

    /// <summary>The namespace of the class; that of the project if empty.</summary>
    public string? Namespace { get; set; }

    /// <summary>The project's <c>RootNamespace</c>.</summary>
    public string? RootNamespace { get; set; }

    /// <summary>The name of the class.</summary>
    [Required]
    public string ClassName { get; set; } = "";

    /// <summary><c>public</c> or <c>internal</c>.</summary>
    [Required]
    public string ClassVisibility { get; set; } = "";

    internal override void Run()
    {
        var declaration = Declaration();
        var (file, cache) = (Resolve(GeneratedFile), Resolve(GeneratedCache));
        var fingerprint = FingerprintOfClass(declaration);
        var earlier = File.Exists(file) ? CacheFile.TryRead(cache, Fingerprint.Read) : null;
        if (fingerprint.ChangeSince(earlier) is not { } change)
        {
            Log.LogMessage(MessageImportance.Low, "{0}", $"{GeneratedFile} is up to date.");
            return;
        }

        Log.LogMessage(MessageImportance.Low, "{0}", $"Generating {GeneratedFile} because {change}.");
        var (result, findings) = Analyze();
        // The lint comes next and needs the same analysis.
        findings.Write(Resolve(FindingsCache), Log);
        WriteIfDifferent(file, MigrationsClass.Write(declaration, result.Migrations, result.Statements, int.Parse(PostgresVersion, CultureInfo.InvariantCulture)));
        CacheFile.Write(cache, fingerprint.Write, Log);
    }

    private ClassDeclaration Declaration()
    {
        if (Language != "C#")
        {
            throw new BuildException(
                BuildRules.UnsupportedLanguage,
                $"SchemaBuild generates C#, and this project is {Language}. Put the migrations into a C# library that this project references, or set SchemaBuildGenerate to false to lint them only.");
        }

        if (!Identifier.IsValid(ClassName)) throw Invalid("SchemaBuildClassName", ClassName, "an identifier, such as Migrations");
        if (MigrationsClass.Members.Contains(ClassName)) throw Invalid("SchemaBuildClassName", ClassName, "a name that none of its own members has, such as Migrations");
        if (ClassVisibility is not ("public" or "internal")) throw Invalid("SchemaBuildClassVisibility", ClassVisibility, "public or internal");
        if (string.IsNullOrEmpty(Namespace)) return new(Identifier.SafeNamespace(RootNamespace ?? ""), ClassName, ClassVisibility);
        if (!Namespace.Split('.').All(Identifier.IsValid)) throw Invalid("SchemaBuildNamespace", Namespace, "a namespace, such as Shop.Data");
        return new(Identifier.SafeNamespace(Namespace), ClassName, ClassVisibility);
    }

    private Fingerprint FingerprintOfClass(ClassDeclaration declaration)
    {
        var result = NewFingerprint();
        result.Add("the declaration of the class", declaration.ToString());
        foreach (var item in Items) result.AddContent(item.MigrationPath, item.Content);
        return result;
    }

    private static void WriteIfDifferent(string path, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes)) return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }
}
