using Halo.Agents.Processes;

namespace Halo.Remote.Operations;

/// <summary>
/// The processes of one resource's failed operations that are still there. Their records stay as long as they, so that the
/// next remote knows of them too. Only the resource's own line uses it, one operation at a time.
/// </summary>
/// <param name="processes">The machine's processes.</param>
/// <param name="directory">Where the records are.</param>
/// <param name="time">The clock.</param>
internal sealed class LeftBehind(IProcessTable processes, RuntimeDirectory directory, TimeProvider time)
{
    /// <summary>So many operations of one resource may leave processes behind; then nothing more is started for it.</summary>
    internal const int Limit = 8;

    /// <summary>How long what is left has to end after a stop that returned 0.</summary>
    internal static readonly TimeSpan EndWait = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(25);

    private readonly List<Entry> _entries = [];

    /// <summary>Whether so much is left that another operation would only add to it.</summary>
    internal bool IsFull => _entries.Count >= Limit;

    /// <summary>Remembers what an operation left; nothing left forgets the operation's record.</summary>
    internal void Add(OperationRecord record, IReadOnlyList<ProcessEntry> left)
    {
        if (left.Count == 0)
        {
            directory.Remove(record.Id);
        }
        else
        {
            _entries.Add(new Entry(record, left));
        }
    }

    /// <summary>Looks which of them, and of their later children, are still there, and waits until that is known.</summary>
    internal async Task<IReadOnlyList<ProcessEntry>> LookAsync()
    {
        foreach (var entry in _entries)
        {
            entry.Left = await processes.UntilKnownAsync(
                table => OperationProcesses.Of(entry.Record, table, entry.Left), time);
            if (entry.Left.Count == 0)
            {
                directory.Remove(entry.Record.Id);
            }
        }

        _ = _entries.RemoveAll(entry => entry.Left.Count == 0);
        return [.. _entries.SelectMany(entry => entry.Left)];
    }

    /// <summary>
    /// Looks like <see cref="LookAsync"/> after a stop that returned 0. What hung with it for the same disk ends in the same moment as it, not
    /// before: a stop that comes a breath too early for that would have failed, and nobody repeats it.
    /// </summary>
    internal async Task<IReadOnlyList<ProcessEntry>> LookAfterStopAsync()
    {
        var began = time.GetTimestamp();
        IReadOnlyList<ProcessEntry> left;
        while ((left = await LookAsync()).Count > 0 && time.GetElapsedTime(began) < EndWait)
        {
            await Task.Delay(PollInterval, time, CancellationToken.None);
        }

        return left;
    }

    private sealed class Entry(OperationRecord record, IReadOnlyList<ProcessEntry> left)
    {
        internal OperationRecord Record { get; } = record;

        internal IReadOnlyList<ProcessEntry> Left { get; set; } = left;
    }
}

/// <summary>Which processes are an operation's.</summary>
internal static class OperationProcesses
{
    /// <summary>The living processes of an operation that was recorded.</summary>
    /// <param name="record">The operation.</param>
    /// <param name="processes">The machine's processes.</param>
    /// <param name="seen">Processes that were found to be the operation's before.</param>
    /// <returns>The processes; null when they cannot be learned now.</returns>
    internal static IReadOnlyList<ProcessEntry>? Of(
        OperationRecord record, IProcessTable processes, IReadOnlyList<ProcessEntry> seen)
    {
        if (processes.All() is not { } all)
        {
            return null;
        }

        var found = new List<ProcessEntry>();
        foreach (var process in all)
        {
            if ((seen.Any(process.IsSameAs) ? true : process.BelongsTo(record, processes)) is not bool belongs)
            {
                return null;
            }

            if (belongs)
            {
                found.Add(process);
            }
        }

        return found;
    }

    /// <summary>
    /// A process is the operation's when it is in the agent's session and carries the operation's mark: a session's number
    /// alone may have been given to a stranger, and counts only where the mark may not be read. Where the remote ended before
    /// it could note the session, the mark decides.
    /// </summary>
    private static bool? BelongsTo(this ProcessEntry process, OperationRecord record, IProcessTable processes)
    {
        if (record.Pid != 0 && process.Session != record.Pid)
        {
            return false;
        }

        return processes.WasStartedWith(process.Pid, record.Mark) switch
        {
            StartMark.Present => true,
            StartMark.Absent => false,
            StartMark.Hidden => record.Pid != 0,
            null => null,
        };
    }
}
