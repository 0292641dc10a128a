using System.Text.RegularExpressions;

namespace Halo.Engine.Tests.Scenarios;

/// <summary>What the cluster is made of and how it is set.</summary>
internal sealed partial class Story
{
    private IEnumerable<(Regex, Action<Match>)> AboutTheCluster() =>
    [
        Sentence("hosts (.+)", m => Words(m.Groups[1].Value).ForEach(host => _builder.Host(host))),
        Sentence("host (\\S+) at (.+)", m => _builder.Host(m.Groups[1].Value, Words(m.Groups[2].Value))),
        Sentence("group (\\S+) on (.+?)(?: with (.+))?", m =>
            _builder.Group(m.Groups[1].Value, Words(m.Groups[2].Value), Words(m.Groups[3].Value))),
        Sentence("the configuration has group (\\S+) on (.+)", m => _builder.Redefine(m.Groups[1].Value, Words(m.Groups[2].Value))),
        Sentence("the configuration has (\\S+) with state=(\\S+)", m => _builder.Parameter(m.Groups[1].Value, m.Groups[2].Value)),
        Sentence("resource (\\S+) needs (\\S+)", m => _builder.Needs(m.Groups[1].Value, m.Groups[2].Value)),
        Sentence("observe mode", _ => _mode = OperatingMode.Observe),
        Sentence("(.+?) (?:has a fence agent|have fence agents)", m => Words(m.Groups[1].Value).ForEach(host => _builder.FenceAgent(host))),
        Sentence("setting (\\S+) (\\S+)", m => _builder.Settings = With(_builder.Settings, m.Groups[1].Value, m.Groups[2].Value)),
        Sentence("operations take (\\S+)", m => Cluster.Remotes.OperationTime = Duration(m.Groups[1].Value)),
        Sentence("show monitors", _ => Cluster.Transcript.ShowsMonitors = true),
        Sentence("hide monitors", _ => Cluster.Transcript.ShowsMonitors = false),
        Sentence("show sessions", _ => Cluster.Transcript.ShowsSessions = true),
    ];

    private static Settings With(Settings settings, string name, string value) => name switch
    {
        "monitor_interval" => settings with { MonitorInterval = Duration(value) },
        "detection_interval" => settings with { DetectionInterval = Duration(value) },
        "detection_timeout" => settings with { DetectionTimeout = Duration(value) },
        "unresponsive_timeout" => settings with { UnresponsiveTimeout = Duration(value) },
        "on_agent_down" => settings with { OnAgentDown = Enum.Parse<OnAgentDown>(value, ignoreCase: true) },
        "ping_hosts" => settings with { PingHosts = [value] },
        _ => throw new FormatException($"No scenario sets {name}."),
    };
}
