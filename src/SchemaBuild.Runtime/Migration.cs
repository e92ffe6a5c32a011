namespace SchemaBuild;

/// <summary>One migration: the file that makes the change, and the file that undoes it, if there is one.</summary>
public sealed class Migration
{
    /// <summary>Made by generated code or by a tool that reads a folder.</summary>
    /// <param name="version">The leading digits of the file name, as written.</param>
    /// <param name="name">The rest of the file name, without extension.</param>
    /// <param name="description">The file's <c>-- Description:</c>, or the name with spaces.</param>
    /// <param name="up">The migration file.</param>
    /// <param name="down">The rollback file.</param>
    /// <exception cref="ArgumentException">The version is not 1 to 50 digits.</exception>
    public Migration(string version, string name, string description, MigrationScript up, MigrationScript? down = null)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(up);
        if (!MigrationVersion.IsNumber(version) || version.Length > 50)
            throw new ArgumentException($"A version is 1 to 50 digits, not '{version}'.", nameof(version));

        Version = version;
        Name = name;
        Description = description;
        Up = up;
        Down = down;
    }

    /// <summary>The leading digits of the file name, as written: <c>001</c>.</summary>
    public string Version { get; }

    /// <summary>The rest of the file name, without extension: <c>create_users_table</c>.</summary>
    public string Name { get; }

    /// <summary>What the history says about it: <c>Create users table</c>.</summary>
    public string Description { get; }

    /// <summary>Path of <see cref="Up"/> below the migrations folder, with <c>/</c>.</summary>
    public string FileName => Up.FileName;

    /// <summary>Lower-case hex SHA-256 of the text of <see cref="Up"/>.</summary>
    public string Checksum => Up.Checksum;

    /// <summary>The migration file.</summary>
    public MigrationScript Up { get; }

    /// <summary>The rollback file; null when there is none.</summary>
    public MigrationScript? Down { get; }

    /// <summary>Version and name: <c>001_create_users_table</c>.</summary>
    public override string ToString() => Name.Length == 0 ? Version : $"{Version}_{Name}";
}
