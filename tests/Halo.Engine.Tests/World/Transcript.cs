using System.Globalization;
using Halo.Engine.StateLog;

namespace Halo.Engine.Tests.World;

/// <summary>
/// What the engine did, in lines that people read: <c>TIME do|event|ignored …</c>. Monitors and sessions are counted and not
/// shown unless a story is about them.
/// </summary>
internal sealed class Transcript
{
    private readonly List<string> _lines = [];
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public bool ShowsMonitors { get; set; }

    public bool ShowsSessions { get; set; }

    /// <summary>Whether only counts are kept.</summary>
    public bool IsMuted { get; set; }

    /// <summary>A line that the story itself asked for.</summary>
    public void Write(string line) => _lines.Add(line);

    public void Add(SimulatedCluster cluster, StepResult result)
    {
        if (result.Ignored is { } ignored)
        {
            Add(cluster.Time.Now, "ignored", ignored);
        }

        foreach (var happened in result.Events.Where(happened => happened.Kind != EventKind.Group))
        {
            Count($"{EventNames.NameOf(happened.Kind)} events");
            Add(cluster.Time.Now, "event", Describe(happened));
        }

        foreach (var action in result.Actions)
        {
            var (kind, text, isShown) = Describe(cluster, action);
            Count(kind);
            if (isShown)
            {
                Add(cluster.Time.Now, "do", $"{text}, because {action.Reason}");
            }
        }
    }

    /// <summary>The lines since the last call.</summary>
    public string Take()
    {
        var text = string.Concat(_lines.Select(line => line + "\n"));
        _lines.Clear();
        return text;
    }

    /// <summary>How many actions and events of each kind there were since the last call.</summary>
    public ImmutableSortedDictionary<string, int> TakeCounts()
    {
        var counts = _counts.ToImmutableSortedDictionary(StringComparer.Ordinal);
        _counts.Clear();
        return counts;
    }

    public static string Time(Instant instant) =>
        string.Create(CultureInfo.InvariantCulture, $"{instant.Milliseconds / 1000.0:0.###}s");

    private static string Describe(ClusterEvent happened)
    {
        var stage = happened[EventField.Stage] is { } how ? $" {how}" : "";
        var comment = happened.Comment.Length > 0 ? $": {happened.Comment}" : "";
        var by = string.Equals(happened.By, Mark.Halo, StringComparison.Ordinal) ? "" : $", by {happened.By}";
        return $"{EventNames.NameOf(happened.Kind)}{stage} {happened.Object}{by}{comment}";
    }

    private (string Kind, string Text, bool IsShown) Describe(SimulatedCluster cluster, ClusterAction action)
    {
        var host = cluster.Config[action.Host].Id;
        switch (action)
        {
            case RunOperation { Kind: OperationKind.Monitor } run:
                var probe = run.Interval == TimeSpan.Zero ? " (probe)" : "";
                return ("monitors", $"monitor {cluster.Name(run.Host, run.Resource)}{probe}", ShowsMonitors);
            case RunOperation run:
                return (run.Kind == OperationKind.Start ? "starts" : "stops",
                    $"{Word(run.Kind)} {cluster.Name(run.Host, run.Resource)}", true);
            case RecallOperation recall:
                var what = cluster.Shell.Issued(recall.Operation) is { } operation
                    ? $"the {Word(operation.Kind)} of {cluster.Name(recall.Host, operation.Resource)}"
                    : recall.Operation;
                return ("recalls", $"recall {what}", true);
            case OpenSession open:
                return ("sessions", $"open session {open.Session} on {host}", ShowsSessions);
            case CallFenceAgent call:
                return ("fence agent calls", $"power {Word(call.Verb)} of {host}", true);
            case ConfirmIntent:
                return ("intents", $"record the intent to fence {host}", true);
            case ProbeHost:
                return ("probes", $"probe {host}", true);
            default:
                return ("others", action.ToString(), true);
        }
    }

    private void Add(Instant now, string kind, string text)
    {
        if (!IsMuted)
        {
            _lines.Add($"{Time(now),-7} {kind,-7} {text}");
        }
    }

    private void Count(string kind) => _counts[kind] = _counts.GetValueOrDefault(kind) + 1;

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
