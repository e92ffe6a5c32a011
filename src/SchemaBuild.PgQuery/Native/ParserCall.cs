using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace SchemaBuild.PgQuery.Native;

/// <summary>Reads an answer of the parser straight from its memory.</summary>
internal delegate T AnswerReader<out T>(ReadOnlySpan<byte> answer);

/// <summary>Runs one operation over one text, whatever the text and the thread.</summary>
internal static unsafe class ParserCall
{
    /// <summary>The parser has 1 GiB for the text, copies of it and the tree.</summary>
    private const int LargestText = 1 << 29;

    /// <summary>An instance's memory never shrinks: after a text or an answer of more bytes than these it is not kept.</summary>
    private const int KeptText = 1 << 16;

    private const int KeptAnswer = 1 << 20;

    /// <summary>Deep texts run on a thread of their own with this stack, so that the caller's thread makes no difference.</summary>
    private const int LargeStack = 16 << 20;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static byte[] Encode(string sql)
    {
        ArgumentNullException.ThrowIfNull(sql);
        try
        {
            return StrictUtf8.GetBytes(sql);
        }
        catch (EncoderFallbackException exception)
        {
            throw new PgQueryException(
                PgQueryError.InvalidEncoding,
                "The text holds half of a surrogate pair, which has no UTF-8 form.",
                Encoding.UTF8.GetByteCount(sql.AsSpan(0, exception.Index)),
                exception);
        }
    }

    public static T Run<T>(NativeOperation operation, ReadOnlySpan<byte> utf8, AnswerReader<T> read)
    {
        Validate(utf8);
        try
        {
            return RunHere(operation, utf8, read);
        }
        catch (InsufficientExecutionStackException)
        {
            return RunOnLargeStack(operation, utf8, read);
        }
    }

    private static void Validate(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LargestText)
            throw new PgQueryException(PgQueryError.InputTooLarge, $"The text has {utf8.Length:N0} bytes; the most that can be parsed is {LargestText:N0}.");

        if (utf8.IndexOf((byte)0) is >= 0 and var nul)
            throw new PgQueryException(PgQueryError.NulByte, "The text holds a NUL character, which no statement can.", nul);

        if (!Utf8.IsValid(utf8))
        {
            var valid = 0;
            while (Rune.DecodeFromUtf8(utf8[valid..], out _, out var length) == OperationStatus.Done)
                valid += length;
            throw new PgQueryException(PgQueryError.InvalidEncoding, "The text is not valid UTF-8.", valid);
        }
    }

    /// <exception cref="InsufficientExecutionStackException">The stack of this thread is too small for the text.</exception>
    private static T RunHere<T>(NativeOperation operation, ReadOnlySpan<byte> utf8, AnswerReader<T> read)
    {
        var parser = ParserPool.Rent();
        var keep = false;
        try
        {
            NativeResult result;
            NativeStatus status;
            fixed (byte* text = utf8)
                status = NativeMethods.pgquery_run(parser, operation, text, (ulong)utf8.Length, &result);

            if (status > NativeStatus.Refused)
                throw Failure(status);
            try
            {
                return status == NativeStatus.Ok ? read(new ReadOnlySpan<byte>(result.Text, checked((int)result.Length))) : throw Refusal(utf8, result);
            }
            catch (JsonException exception)
            {
                throw new PgQueryException(PgQueryError.Trap, $"The answer of PostgreSQL's parser is not understood: {exception.Message}", -1, exception);
            }
            finally
            {
                keep = utf8.Length <= KeptText && result.Length <= KeptAnswer && NativeMethods.pgquery_release(parser) == NativeStatus.Ok;
            }
        }
        finally
        {
            if (keep)
                ParserPool.Return(parser);
            else
                parser.Dispose();
        }
    }

    private static T RunOnLargeStack<T>(NativeOperation operation, ReadOnlySpan<byte> utf8, AnswerReader<T> read)
    {
        fixed (byte* pinned = utf8)
        {
            var (text, length) = ((nint)pinned, utf8.Length);
            T answer = default!;
            PgQueryException? failure = null;
            var thread = new Thread(
                () =>
                {
                    try
                    {
                        answer = RunHere(operation, new ReadOnlySpan<byte>((void*)text, length), read);
                    }
                    catch (PgQueryException exception)
                    {
                        failure = exception;
                    }
                    catch (InsufficientExecutionStackException exception)
                    {
                        failure = new PgQueryException(PgQueryError.StackDepth, "The text is nested too deeply.", -1, exception);
                    }
                },
                LargeStack)
            {
                IsBackground = true,
                Name = "PgQueryParser",
            };
            thread.Start();
            thread.Join();
            return failure is null ? answer : throw failure;
        }
    }

    private static Exception Failure(NativeStatus status) => status switch
    {
        NativeStatus.StackExhausted => new InsufficientExecutionStackException(),
        NativeStatus.MemoryExhausted => new PgQueryException(PgQueryError.OutOfMemory, "The text needs more memory than PostgreSQL's parser may have (1 GiB)."),
        _ => new PgQueryException(PgQueryError.Trap, "PostgreSQL's parser failed on this text."),
    };

    private static PgQueryException Refusal(ReadOnlySpan<byte> utf8, NativeResult result)
    {
        var message = Encoding.UTF8.GetString(result.Message, checked((int)result.MessageLength));
        // The grammar's own stack ends at 10,000 entries, and says so in these words.
        var code = message.StartsWith("memory exhausted", StringComparison.Ordinal) ? PgQueryError.StackDepth : PgQueryError.Syntax;
        return new PgQueryException(code, message, ByteOffset(utf8, result.Position - 1));
    }

    /// <summary>PostgreSQL counts characters, everything else here bytes.</summary>
    private static int ByteOffset(ReadOnlySpan<byte> utf8, int characters)
    {
        if (characters < 0)
            return -1;
        var offset = 0;
        while (offset < utf8.Length)
        {
            // Continuation bytes belong to the character before them.
            if ((utf8[offset] & 0xC0) != 0x80 && characters-- == 0)
                break;
            offset++;
        }
        return offset;
    }
}
