using System.Text;
using Halo.Engine.StateLog;

namespace Halo.Engine.Tests.World;

/// <summary>The state log in the real encoding: all that outlives the manager, and all that the next one knows of the past.</summary>
internal sealed class SimulatedStateLog
{
    private readonly StringBuilder _text = new();

    public void Append(ClusterEvent happened) => _text.Append(LogLine.Of(happened, "").Format()).Append('\n');

    /// <summary>What a manager that is started now reads.</summary>
    public RecordedPast Replay() => LogReplay.Of(LogText.Lines(Encoding.UTF8.GetBytes(_text.ToString())));
}
