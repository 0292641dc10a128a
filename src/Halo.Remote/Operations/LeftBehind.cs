using Halo.Agents.Processes;

namespace Halo.Remote.Operations;

/// <summary>
/// The processes of one resource's failed operations that are still there. Their records stay as long as they, so that the
/// next remote knows of them too. Only the resource's own line uses it, one operation at a time.
/// </summary>
/// <param name="processes">The machine's processes.</param>
/// <param name="directory">Where the records are.</param>
internal sealed class LeftBehind(IProcessTable processes, RuntimeDirectory directory)
{
    /// <summary>So many operations of one resource may leave processes behind; then nothing more is started for it.</summary>
    internal const int Limit = 8;

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

    /// <summary>Looks which of them, and of their later children, are still there.</summary>
    internal IReadOnlyList<ProcessEntry> Look()
    {
        if (_entries.Count == 0)
        {
            return [];
        }

        var all = processes.All();
        foreach (var entry in _entries)
        {
            entry.Left = [.. all.Where(process => Belongs(entry, process))];
            if (entry.Left.Count == 0)
            {
                directory.Remove(entry.Record.Id);
            }
        }

        _ = _entries.RemoveAll(entry => entry.Left.Count == 0);
        return [.. _entries.SelectMany(entry => entry.Left)];
    }

    private bool Belongs(Entry entry, ProcessEntry process) =>
        entry.Left.Any(process.IsSameAs) || process.BelongsTo(entry.Record, processes);

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
    internal static IReadOnlyList<ProcessEntry> Of(OperationRecord record, IProcessTable processes) =>
        [.. processes.All().Where(process => process.BelongsTo(record, processes))];

    /// <summary>
    /// A process is the operation's when it is in the agent's session and carries the operation's mark: a session's number
    /// alone may have been given to a stranger. Where the remote ended before it could note the session, the mark decides.
    /// </summary>
    internal static bool BelongsTo(this ProcessEntry process, OperationRecord record, IProcessTable processes) =>
        (record.Pid == 0 || process.Session == record.Pid) && processes.WasStartedWith(process.Pid, record.Mark);
}
