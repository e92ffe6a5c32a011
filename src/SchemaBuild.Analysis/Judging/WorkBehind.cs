using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace SchemaBuild.Analysis.Judging;

/// <summary>Does work in order on another thread, while this one is ahead with the next.</summary>
internal sealed class WorkBehind : IDisposable
{
    // Trees are large, so only few files wait with theirs.
    private const int MostWaiting = 8;

    // As deep as PostgreSQL's grammar goes, whatever the platform's own default is.
    private const int Stack = 16 << 20;

    private readonly BlockingCollection<Action>? _waiting;
    private readonly Thread? _thread;
    private ExceptionDispatchInfo? _failure;

    public WorkBehind()
    {
        if (Environment.ProcessorCount == 1) return;
        _waiting = new BlockingCollection<Action>(MostWaiting);
        _thread = new Thread(Work, Stack) { IsBackground = true, Name = nameof(WorkBehind) };
        _thread.Start();
    }

    /// <exception cref="Exception">What earlier work failed with.</exception>
    public void Add(Action work)
    {
        Volatile.Read(ref _failure)?.Throw();
        if (_waiting is null) work();
        else _waiting.Add(work);
    }

    /// <summary>Waits until all is done.</summary>
    /// <exception cref="Exception">What some of it failed with.</exception>
    public void Complete()
    {
        Dispose();
        _failure?.Throw();
    }

    public void Dispose()
    {
        _waiting?.CompleteAdding();
        _thread?.Join();
    }

    private void Work()
    {
        foreach (var work in _waiting!.GetConsumingEnumerable())
        {
            // After a failure the rest is only taken away, so that nobody waits for room.
            if (_failure is not null) continue;
            try
            {
                work();
            }
            catch (Exception failure)
            {
                Volatile.Write(ref _failure, ExceptionDispatchInfo.Capture(failure));
            }
        }
    }
}
