using System.Text;
using System.Threading.Channels;
using Halo.Engine.StateLog;

namespace Halo.Manager.StateLog;

/// <summary>Where events go before the actions that they announce.</summary>
internal interface IStateLog
{
    /// <summary>Why the state log is not written at present, in one clause; null while it is.</summary>
    string? Trouble { get; }

    /// <summary>Writes lines; completes with null when they are on disk, or with the trouble when nobody shall wait longer for that.</summary>
    Task<string?> AppendAsync(ImmutableArray<LogLine> lines);
}

/// <summary>
/// The state log as it is written. One writer takes all that waits, writes it and waits for the disk once. A disk that is full or
/// hangs never stops a failover (rule F8): nobody waits longer than <see cref="Patience"/>; while the log is not written,
/// everybody is told so at once, what happened is kept in memory, and the writer tries on. A file that was moved away or shortened
/// while the manager runs (a rotation of logs, an editor) is noticed within <see cref="LookInterval"/>, and what a restart must know is
/// written to it anew.
/// </summary>
/// <param name="file">Where it is written.</param>
/// <param name="replay">What the log said when it was read; it takes every line that is written from now on.</param>
/// <param name="path">The file's name, for messages.</param>
/// <param name="clock">The time.</param>
/// <param name="log">Where trouble is told.</param>
internal sealed class StateLogFile(IAppendFile file, LogReplay replay, string path, TimeProvider clock, ILogger<StateLogFile> log) : IStateLog
{
    /// <summary>How long anybody waits for the disk.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>How often a log that is not written is tried again.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    /// <summary>How often the file is looked at where nothing is to be written.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    /// <summary>How much is kept in memory, in bytes: some hundred thousand events.</summary>
    public const int LongestQueue = 16 << 20;

    private const int LongestWrite = 4 << 20;

    // Holds at most one signal: "something waits".
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    // Protects the five below and the replay: the loop appends while the writer answers.
    private readonly Lock _gate = new();
    private readonly Queue<Entry> _waiting = new();
    private int _waitingBytes;
    private long _lost;
    private string? _trouble;
    private string? _goneSince;

    /// <inheritdoc/>
    public string? Trouble
    {
        get
        {
            lock (_gate)
            {
                var told = new[]
                {
                    _goneSince is { } happened ? $"{happened}, and what a restart must know is not in it yet" : null,
                    _trouble,
                    _lost > 0 ? $"{_lost} events are lost, memory has no room for more" : null,
                };
                return _trouble is null && _goneSince is null ? null : string.Join("; ", told.Where(text => text is not null));
            }
        }
    }

    /// <inheritdoc/>
    public Task<string?> AppendAsync(ImmutableArray<LogLine> lines)
    {
        var entry = new Entry(lines);
        lock (_gate)
        {
            foreach (var line in lines)
            {
                replay.Take(line);
            }

            if (_waitingBytes + entry.Bytes.Length > LongestQueue)
            {
                _lost += lines.Length;
                Fail("more happened than can be kept until it is written");
                return Task.FromResult(_trouble);
            }

            _waiting.Enqueue(entry);
            _waitingBytes += entry.Bytes.Length;
            if (_trouble is not null)
            {
                return Task.FromResult<string?>(_trouble);
            }
        }

        _signal.Writer.TryWrite(true);
        return WithinPatienceAsync(entry);
    }

    /// <summary>Writes until it is cancelled, and then once more what waits.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            // Also where nothing waits yet: a log that cannot be written is better found at the start than in a failover.
            var writing = Task.Run(WriteWaiting, CancellationToken.None);
            try
            {
                await writing.WaitAsync(cancellation);
                await WaitForWorkAsync(cancellation);
            }
            catch (OperationCanceledException)
            {
                await FinishAsync(writing);
            }
        }
    }

    private async Task WaitForWorkAsync(CancellationToken cancellation)
    {
        if (Trouble is not null)
        {
            await Task.Delay(RetryInterval, clock, cancellation);
            return;
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var look = Task.Delay(LookInterval, clock, enough.Token);
        var work = _signal.Reader.WaitToReadAsync(enough.Token).AsTask();
        await Task.WhenAny(look, work);
        await enough.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
        _signal.Reader.TryRead(out _);
    }

    /// <summary>The last events of a manager that ends; where the disk hangs it ends without them.</summary>
    private async Task FinishAsync(Task writing)
    {
        try
        {
            await WriteLastAsync().WaitAsync(Patience, clock);
        }
        catch (TimeoutException)
        {
            Log.StateLogNotWritten(log, path, "the disk does not answer while the manager ends");
        }

        async Task WriteLastAsync()
        {
            await writing;
            await Task.Run(WriteWaiting);
        }
    }

    private async Task<string?> WithinPatienceAsync(Entry entry)
    {
        try
        {
            return await entry.Answered.Task.WaitAsync(Patience, clock);
        }
        catch (TimeoutException)
        {
            lock (_gate)
            {
                // The answer may have come between the alarm and here.
                if (!entry.Answered.Task.IsCompleted)
                {
                    Fail($"the disk has not answered for {Patience.TotalSeconds:0} s");
                }
            }

            return await entry.Answered.Task;
        }
    }

    private void WriteWaiting()
    {
        bool more;
        do
        {
            var (entries, bytes) = Next();
            more = Settle(entries, TryAppend(bytes));
        }
        while (more);
    }

    /// <summary>What is written next, as many entries as one write may hold; they stay in the queue until they are on disk.</summary>
    private (int Entries, byte[] Bytes) Next()
    {
        lock (_gate)
        {
            var length = 0;
            var batch = _waiting.TakeWhile((entry, i) => (length += entry.Bytes.Length) <= LongestWrite || i == 0).ToList();
            return (batch.Count, [.. batch.SelectMany(entry => entry.Bytes)]);
        }
    }

    private string? TryAppend(byte[] bytes)
    {
        try
        {
            file.Append(bytes, Anew);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message.TrimEnd('.');
        }
    }

    /// <summary>The file has not what was written to it: the lines that say what a restart must know.</summary>
    private byte[] Anew(string happened)
    {
        lock (_gate)
        {
            if (_goneSince is null)
            {
                Log.StateLogLost(log, path, happened);
            }

            _goneSince = happened;
            return Encode(PastLines.Of(replay.Past(), LogTime.Of(clock), happened));
        }
    }

    /// <summary>Answers those who wait; returns whether there is more to write at once.</summary>
    private bool Settle(int entries, string? fault)
    {
        lock (_gate)
        {
            if (fault is not null)
            {
                Fail(fault);
                return false;
            }

            for (; entries > 0; entries--)
            {
                var written = _waiting.Dequeue();
                _waitingBytes -= written.Bytes.Length;
                written.Answered.TrySetResult(null);
            }

            Recover();
            return _waiting.Count > 0;
        }
    }

    /// <summary>Nobody waits any longer, until an append has worked.</summary>
    private void Fail(string why)
    {
        if (!string.Equals(_trouble, why, StringComparison.Ordinal))
        {
            Log.StateLogNotWritten(log, path, why);
        }

        if (_trouble is null)
        {
            foreach (var entry in _waiting)
            {
                entry.Answered.TrySetResult(why);
            }
        }

        _trouble = why;
    }

    private void Recover()
    {
        if (_goneSince is not null)
        {
            Log.StateLogWrittenAnew(log, path);
            _goneSince = null;
        }

        if (_trouble is not null)
        {
            Log.StateLogWritten(log, path, _lost);
            _trouble = null;
            _lost = 0;
        }
    }

    private static byte[] Encode(ImmutableArray<LogLine> lines) =>
        Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => $"{line.Format()}\n")));

    /// <summary>What was appended in one call.</summary>
    private sealed class Entry(ImmutableArray<LogLine> lines)
    {
        public byte[] Bytes { get; } = Encode(lines);

        public TaskCompletionSource<string?> Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
