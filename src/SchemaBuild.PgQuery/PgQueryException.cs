namespace SchemaBuild.PgQuery;

/// <summary>A text could not be parsed.</summary>
public sealed class PgQueryException : Exception
{
    internal PgQueryException(PgQueryError code, string message, int position = -1, Exception? innerException = null)
        : base(message, innerException)
    {
        Code = code;
        Position = position;
    }

    /// <summary>The kind of failure.</summary>
    public PgQueryError Code { get; }

    /// <summary>Where the failure is: a byte offset from 0 into the UTF-8 text, or -1 if unknown.</summary>
    public int Position { get; }
}
