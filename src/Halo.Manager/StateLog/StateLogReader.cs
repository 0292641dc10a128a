using Halo.Engine.StateLog;

namespace Halo.Manager.StateLog;

/// <summary>What a manager that starts takes from its state log.</summary>
/// <param name="Past">What it must know.</param>
/// <param name="History">What it shows.</param>
internal sealed record StateLogContent(RecordedPast Past, EventHistory History);

/// <summary>Events for <c>halo events show</c>.</summary>
/// <param name="Lines">The events, oldest first.</param>
/// <param name="LeftOut">How many older ones there are.</param>
internal sealed record EventList(ImmutableArray<LogLine> Lines, long LeftOut);

/// <summary>
/// Reads a state log, piece by piece and however long it is. A log that does not exist says nothing; one that cannot be read is a
/// fault, because a manager without it would not know what administrators told it to leave alone.
/// </summary>
internal static class StateLogReader
{
    private const int PieceLength = 1 << 16;

    /// <summary>Reads all; the fault is one sentence.</summary>
    public static (StateLogContent? Content, string? Fault) Read(string path)
    {
        var replay = new LogReplay();
        var history = EventHistory.Empty;
        var fault = ForEachLine(path, text =>
        {
            if (replay.Take(text) is { } line)
            {
                history = history.Add(line);
            }
        });
        return fault is null ? (new StateLogContent(replay.Past(), history), null) : (null, fault);
    }

    /// <summary>The newest events since the list was last cleared.</summary>
    /// <param name="path">The state log.</param>
    /// <param name="unwritten">What is to be in it and is not known to be on disk (<see cref="StateLogFile.Unwritten"/>).</param>
    /// <param name="limit">How many events at most.</param>
    public static (EventList? Events, string? Fault) ReadEvents(string path, ImmutableArray<LogLine> unwritten, int limit)
    {
        var newest = new NewestEvents(limit);
        var fault = ForEachLine(path, text =>
        {
            if (text.Flaw == LineFlaw.None && LogLine.Parse(text.Text, out _) is { } line)
            {
                newest.Add(line);
            }
        });
        if (fault is not null)
        {
            return (null, fault);
        }

        newest.AddMissing(unwritten);
        return (newest.ToList(), null);
    }

    private static string? ForEachLine(string path, Action<TextLine> take)
    {
        try
        {
            if (FileType.IsNoRegularFile(path))
            {
                return $"the state log {path} is no regular file; name another with --statefile";
            }

            foreach (var line in LogText.Lines(Pieces(path)))
            {
                take(line);
            }

            return null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"the state log {path} cannot be read ({e.Message.TrimEnd('.')}), and without it HALO does not know what administrators told it to leave alone; "
                + "mend that, or name another with --statefile";
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Pieces(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var piece = new byte[PieceLength];
        while (file.Read(piece) is > 0 and var length)
        {
            yield return piece.AsMemory(0, length);
        }
    }

    /// <summary>The last of many lines.</summary>
    private sealed class NewestEvents(int limit)
    {
        private readonly Queue<LogLine> _lines = new();
        private long _leftOut;

        public void Add(LogLine line)
        {
            if (EventHistory.Clears(line))
            {
                _lines.Clear();
                _leftOut = 0;
                return;
            }

            _lines.Enqueue(line);
            if (_lines.Count > limit)
            {
                _lines.Dequeue();
                _leftOut++;
            }
        }

        /// <summary>What was being written may be in the file already.</summary>
        public void AddMissing(ImmutableArray<LogLine> unwritten)
        {
            var read = _lines.TakeLast(unwritten.Length).Select(line => line.Format()).ToHashSet(StringComparer.Ordinal);
            foreach (var line in unwritten.Where(line => !read.Contains(line.Format())))
            {
                Add(line);
            }
        }

        public EventList ToList() => new([.. _lines], _leftOut);
    }
}
