namespace SchemaBuild.PgQuery.Native;

/// <summary>Idle instances, at most one per processor. Taking and returning one costs an interlocked exchange.</summary>
internal static class ParserPool
{
    private static readonly NativeParser?[] Idle = new NativeParser?[Environment.ProcessorCount];

    public static NativeParser Rent()
    {
        var start = Environment.CurrentManagedThreadId;
        for (var i = 0; i < Idle.Length; i++)
        {
            if (Interlocked.Exchange(ref Idle[(start + i) % Idle.Length], null) is { } parser)
                return parser;
        }
        return NativeParser.Create();
    }

    public static void Return(NativeParser parser)
    {
        var start = Environment.CurrentManagedThreadId;
        for (var i = 0; i < Idle.Length; i++)
        {
            if (Interlocked.CompareExchange(ref Idle[(start + i) % Idle.Length], parser, null) is null)
                return;
        }
        parser.Dispose();
    }
}
