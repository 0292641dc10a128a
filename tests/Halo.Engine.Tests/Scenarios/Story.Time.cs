using System.Text.RegularExpressions;
using Halo.Engine.Tests.World;

namespace Halo.Engine.Tests.Scenarios;

/// <summary>Time, the manager's own troubles, and looking at what is known.</summary>
internal sealed partial class Story
{
    private IEnumerable<(Regex, Action<Match>)> AboutTime() =>
    [
        Sentence("the manager is restarted", _ => Cluster.RestartManager(_builder.Build())),
        Sentence("the manager was late by (\\S+)", m => Cluster.Stall(Duration(m.Groups[1].Value))),
        Sentence("tick (\\S+)", m => Cluster.Advance(Duration(m.Groups[1].Value))),
        Sentence("count (\\S+)", m => CountFor(Duration(m.Groups[1].Value))),
        Sentence("state", _ => WriteAll(StateText.Of(Cluster.Config, State))),
        Sentence("waits", _ => WriteAll(State.Domains.SelectMany(domain => domain.Waits)
            .Select(wait => $"{wait.Object} waits: {wait.Reason}; way out: {wait.WayOut}"))),
        Sentence("refusals", _ => WriteAll(State.Domains.SelectMany(domain => domain.Refusals)
            .Select(refusal => $"{refusal.Object}: does not {refusal.Wanted}: {refusal.Reason}"))),
    ];

    private void CountFor(TimeSpan span)
    {
        Cluster.Transcript.IsMuted = true;
        Cluster.Transcript.TakeCounts();
        Cluster.Advance(span);
        Cluster.Transcript.IsMuted = false;
        var counts = Cluster.Transcript.TakeCounts();
        Cluster.Transcript.Write(counts.IsEmpty ? "nothing" : string.Join(", ", counts.Select(count => $"{count.Key}: {count.Value}")));
    }
}
