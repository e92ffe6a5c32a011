namespace SchemaBuild.PgQuery;

/// <summary>Why a text could not be parsed.</summary>
public enum PgQueryError
{
    /// <summary>PostgreSQL's parser refuses the text; the message is its own.</summary>
    Syntax,

    /// <summary>The parser would need more than the 1 GiB it may have, or the process has no memory left.</summary>
    OutOfMemory,

    /// <summary>Expressions or sub-queries are nested too deeply.</summary>
    StackDepth,

    /// <summary>The text has more bytes than the parser can address.</summary>
    InputTooLarge,

    /// <summary>The text is not valid UTF-8, or a string holds half of a surrogate pair.</summary>
    InvalidEncoding,

    /// <summary>The text holds a NUL character, which no PostgreSQL statement can.</summary>
    NulByte,

    /// <summary>The parser itself failed. The next parse starts afresh.</summary>
    Trap,

    /// <summary>The native library for this platform was not found or could not be loaded.</summary>
    LibraryMissing,

    /// <summary>The parser cannot read a text that the server may take: what it means depends on the database's own types.</summary>
    Unsupported,
}
