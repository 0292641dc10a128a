using System.Buffers;
using System.Text;
using Halo.Engine.StateLog;

namespace Halo.Simulator.ManagerProcess;

/// <summary>The bytes of a state log as the real encoding writes them, and what the real replay makes of them.</summary>
internal sealed class EncodedLog
{
    private readonly ArrayBufferWriter<byte> _bytes = new(4096);

    public void Append(IReadOnlyList<ClusterEvent> events, long now)
    {
        if (EndsInTheMiddle())
        {
            Write(LogLine.TornEnd);
        }

        foreach (var happened in events)
        {
            Write(Text(happened, now));
        }
    }

    /// <summary>The power fails while the last of these is written, after so many percent of it.</summary>
    public void Tear(IReadOnlyList<ClusterEvent> events, long now, int percent)
    {
        Append([.. events.Take(events.Count - 1)], now);
        var last = Text(events[^1], now);
        Write(last[..(last.Length * percent / 100)]);
    }

    public ClusterState Replay(ClusterConfig config, OperatingMode mode, string version, string run) =>
        ClusterState.AtStart(config, mode, version, run, LogReplay.Of(LogText.Lines(_bytes.WrittenMemory)));

    private bool EndsInTheMiddle() => _bytes.WrittenCount > 0 && _bytes.WrittenSpan[^1] != (byte)'\n';

    private void Write(string text) => Encoding.UTF8.GetBytes(text, _bytes);

    private static string Text(ClusterEvent happened, long now) =>
        LogLine.Of(happened, $"{DateTime.UnixEpoch.AddMilliseconds(now):yyyy-MM-ddTHH:mm:ss.ffffffZ}").Format() + "\n";
}
