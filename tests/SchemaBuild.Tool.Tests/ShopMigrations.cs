using SchemaBuild.Testing;

namespace SchemaBuild.Tool.Tests;

/// <summary>A small history with a finding of each kind of span.</summary>
internal static class ShopMigrations
{
    public static ScratchFolder Create()
    {
        var folder = new ScratchFolder();
        folder.Write("migrations/001_create_users.sql", """
            -- Version: 001
            -- Description: Create users
            CREATE TABLE users (id bigint PRIMARY KEY, email text, note text);
            """);
        folder.Write("migrations/002_index_email.sql", """
            CREATE INDEX users_email ON users (email);
            """);
        folder.Write("migrations/003_index_note.sql", """
            -- one statement, many lines
            CREATE INDEX users_note
            	ON users (note)
                WHERE note <> '“quoted”: 50 %';
            """);
        folder.Write("migrations/004_drop_users.sql", """
            -- schemabuild:allow SB2001 reason="replaced by accounts in release 12"
            DROP TABLE users;
            """);
        folder.Write("migrations/005_broken.sql", """
            CREATE TABLE accounts (
                id bigint PRIMARY KEY,
                naïve text,,
                note text
            );
            """);
        return folder;
    }
}
