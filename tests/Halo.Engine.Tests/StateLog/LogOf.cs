using System.Text;
using Halo.Engine.StateLog;
using Halo.Engine.Tests.World;

namespace Halo.Engine.Tests.StateLog;

/// <summary>State logs in the few words that a test needs.</summary>
internal static class LogOf
{
    public const string Root = "root";
    public const string Time = "2026-04-15T15:40:45.186271Z";
    public const string TimeShown = "2026-04-15 15:40";

    /// <summary>The text that the manager would have written.</summary>
    public static string Events(params IEnumerable<ClusterEvent> events) =>
        string.Concat(events.Select(happened => LogLine.Of(happened, Time).Format() + "\n"));

    /// <summary>Lines as an administrator would type them: columns separated by blanks become tabs.</summary>
    public static string Typed(params IEnumerable<string> lines) =>
        string.Concat(lines.Select(line => line.Replace(" | ", "\t", StringComparison.Ordinal) + "\n"));

    public static RecordedPast Replay(string text) => Replay(Encoding.UTF8.GetBytes(text));

    public static RecordedPast Replay(byte[] text) => LogReplay.Of(LogText.Lines(text));

    public static RecordedPast Replay(params IEnumerable<ClusterEvent> events) => Replay(Events(events));

    public static ClusterEvent By(string who, EventKind kind, string what, string why = "") => new(kind, what, why) { By = who };

    public static FenceOrder Order(string by = Mark.Halo, bool force = false) => new(new Mark(by, "", ""), force);

    public static ClusterState Start(ClusterConfig config, RecordedPast past) =>
        ClusterState.AtStart(config, OperatingMode.Manage, "1", "run", past);

    public static string Text(RecordedPast past) => CanonicalText.Of(past with { Problems = [] });
}
