using System.Runtime.InteropServices;

namespace SchemaBuild.PgQuery.Native;

/// <summary>What an instance can be asked for; numbers as in <c>host.c</c>.</summary>
internal enum NativeOperation
{
    Parse,
    ParsePlPgSql,
    Fingerprint,
    Normalize,
    Scan,
}

/// <summary>How a call ended; numbers as in <c>host.c</c>. From <see cref="Trapped"/> on the instance is broken.</summary>
internal enum NativeStatus
{
    Ok,
    Refused,
    Trapped,
    StackExhausted,
    MemoryExhausted,
}

/// <summary>Layout as in <c>host.c</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeResult
{
    public byte* Text;
    public ulong Length;
    public byte* Message;
    public ulong MessageLength;
    public int Position;
}

/// <summary>One instance of the parser, with memory of its own. Serves one call at a time.</summary>
internal sealed class NativeParser : SafeHandle
{
    private NativeParser(nint handle)
        : base(0, ownsHandle: true)
    {
        SetHandle(handle);
    }

    public override bool IsInvalid => handle == 0;

    public static NativeParser Create()
    {
        nint handle;
        try
        {
            handle = NativeMethods.pgquery_new();
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new PgQueryException(
                PgQueryError.LibraryMissing,
                $"The native library of PostgreSQL's parser (pg_query) for {RuntimeInformation.RuntimeIdentifier} could not be loaded: {exception.Message}",
                innerException: exception);
        }
        if (handle == 0)
            throw new PgQueryException(PgQueryError.OutOfMemory, "There is no memory for an instance of PostgreSQL's parser.");
        return new NativeParser(handle);
    }

    protected override bool ReleaseHandle()
    {
        NativeMethods.pgquery_free(handle);
        return true;
    }
}
