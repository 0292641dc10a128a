using Halo.Engine.StateLog;

namespace Halo.Manager.StateLog;

/// <summary>What a manager that starts takes from its state log.</summary>
/// <param name="Replay">What it must know; it goes on with what the manager writes.</param>
/// <param name="History">What it shows.</param>
/// <param name="Left">The file as it was when it was read; null where there was none.</param>
internal sealed record StateLogContent(LogReplay Replay, EventHistory History, FileStatus? Left)
{
    /// <summary>What must be known at the start.</summary>
    public RecordedPast Past { get; } = Replay.Past();
}

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
        // Before it is read: what is appended meanwhile only makes it longer.
        var left = FileStatus.Of(path, followLinks: true);
        var fault = ForEachLine(path, text =>
        {
            if (replay.Take(text) is { } line)
            {
                history = history.Add(line);
            }
        });
        return fault is null ? (new StateLogContent(replay, history, left), null) : (null, fault);
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
}
