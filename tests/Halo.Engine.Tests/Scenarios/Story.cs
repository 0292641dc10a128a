using System.Globalization;
using System.Text.RegularExpressions;
using Halo.Engine.Tests.World;

namespace Halo.Engine.Tests.Scenarios;

/// <summary>The steps of a scenario, each a sentence. docs/scenarios.md lists them.</summary>
internal sealed class Story
{
    private static readonly string[] SettingNames = ["monitor_interval", "detection_interval", "detection_timeout"];

    private readonly ClusterBuilder _builder = new();
    private readonly ImmutableArray<(Regex Sentence, Action<Match> Tell)> _sentences;
    private (HostRef Host, string Operation) _remembered;
    private OperatingMode _mode = OperatingMode.Manage;
    private SimulatedCluster? _cluster;

    public Story()
    {
        _sentences =
        [
            .. AboutTheCluster(), .. AboutThePaths(), .. AboutTheRemotes(), .. AboutTheResources(), .. AboutThePeople(),
        ];
    }

    public ClusterState State => Cluster.State;

    /// <summary>The cluster, which comes into being with the first step that needs it.</summary>
    public SimulatedCluster Cluster => _cluster ??= new SimulatedCluster(_builder.Build(), _mode);

    /// <summary>Plays some steps and returns what happened.</summary>
    public string Play(IEnumerable<string> steps)
    {
        foreach (var step in steps.Select(step => step.Trim()).Where(step => step.Length > 0 && step[0] != '#'))
        {
            Play(step);
        }

        return _cluster is null ? "" : Cluster.Transcript.Take();
    }

    private void Play(string step)
    {
        foreach (var (sentence, tell) in _sentences)
        {
            if (sentence.Match(step) is { Success: true } match)
            {
                tell(match);
                return;
            }
        }

        throw new FormatException($"No scenario step reads \"{step}\"; docs/scenarios.md lists them.");
    }

    private IEnumerable<(Regex, Action<Match>)> AboutTheCluster() =>
    [
        Sentence("hosts (.+)", m => Words(m.Groups[1].Value).ForEach(host => _builder.Host(host))),
        Sentence("host (\\S+) at (.+)", m => _builder.Host(m.Groups[1].Value, Words(m.Groups[2].Value))),
        Sentence("group (\\S+) on (.+?)(?: with (.+))?", m =>
            _builder.Group(m.Groups[1].Value, Words(m.Groups[2].Value), Words(m.Groups[3].Value))),
        Sentence("resource (\\S+) needs (\\S+)", m => _builder.Needs(m.Groups[1].Value, m.Groups[2].Value)),
        Sentence("observe mode", _ => _mode = OperatingMode.Observe),
        Sentence("setting (\\S+) (\\S+)", m => Set(m.Groups[1].Value, Duration(m.Groups[2].Value))),
        Sentence("operations take (\\S+)", m => Cluster.Remotes.OperationTime = Duration(m.Groups[1].Value)),
        Sentence("show monitors", _ => Cluster.Transcript.ShowsMonitors = true),
        Sentence("hide monitors", _ => Cluster.Transcript.ShowsMonitors = false),
        Sentence("show sessions", _ => Cluster.Transcript.ShowsSessions = true),
    ];

    private IEnumerable<(Regex, Action<Match>)> AboutThePaths() =>
    [
        Sentence("connect (.+?)(?: over (\\S+))?", m =>
            Words(m.Groups[1].Value).ForEach(host => ForPaths(host, m.Groups[2].Value, Cluster.Network.Connect))),
        Sentence("close (\\S+)(?: over (\\S+))?", m =>
            ForPaths(m.Groups[1].Value, m.Groups[2].Value, (host, path) => Cluster.Network.Close(host, path, "connection reset"))),
        Sentence("(\\S+) is silent(?: over (\\S+))?", m => SetPaths(m, PathAnswer.Silent)),
        Sentence("(\\S+) falls silent unnoticed", m => Cluster[Host(m.Groups[1].Value)].Paths[0].Answer = PathAnswer.Silent),
        Sentence("(\\S+) is mute(?: over (\\S+))?", m => SetPaths(m, PathAnswer.Mute)),
        Sentence("(\\S+) refuses(?: over (\\S+))?", m => SetPaths(m, PathAnswer.Refused)),
        Sentence("(\\S+) cannot be resolved(?: over (\\S+))?", m => SetPaths(m, PathAnswer.LocalTrouble)),
        Sentence("(\\S+) answers again(?: over (\\S+))?", m => SetPaths(m, PathAnswer.Answered)),
        Sentence("late requests reach (\\S+)", m => Cluster.Network.DeliverLate(Host(m.Groups[1].Value))),
    ];

    private IEnumerable<(Regex, Action<Match>)> AboutTheRemotes() =>
    [
        Sentence("the remote of (\\S+) is restarted", m => Cluster.RestartRemote(Host(m.Groups[1].Value))),
        Sentence("the remote of (\\S+) becomes version (\\S+)", m =>
        {
            Cluster[Host(m.Groups[1].Value)].Version = m.Groups[2].Value;
            Cluster.RestartRemote(Host(m.Groups[1].Value));
        }),
        Sentence("(\\S+) crashes", m => Cluster.Crash(Host(m.Groups[1].Value))),
        Sentence("another manager, (\\S+), drives (\\S+)", m => Cluster[Host(m.Groups[2].Value)].OtherManager = m.Groups[1].Value),
        Sentence("no other manager drives (\\S+)", m => Cluster[Host(m.Groups[1].Value)].OtherManager = null),
        Sentence("(\\S+) takes over the session of (\\S+)", m => TakeSession(m.Groups[1].Value, Host(m.Groups[2].Value))),
        Sentence("(\\S+) refuses sessions: (.+)", m => Cluster[Host(m.Groups[1].Value)].RefusesSessions = m.Groups[2].Value),
        Sentence("(\\S+) allows sessions", m => Cluster[Host(m.Groups[1].Value)].RefusesSessions = null),
        Sentence("(\\S+) leaves recalls unanswered", m => Cluster[Host(m.Groups[1].Value)].Unanswering = true),
        Sentence("(\\S+) answers recalls", m => Cluster[Host(m.Groups[1].Value)].Unanswering = false),
    ];

    private IEnumerable<(Regex, Action<Match>)> AboutTheResources() =>
    [
        Sentence("(\\S+) on (\\S+) runs", m => Resource(m).Runs = true),
        Sentence("(\\S+) on (\\S+) dies", m => Resource(m).Runs = false),
        Sentence("(\\S+) on (\\S+) says (\\d+)(?: \"(.+?)\")?( once)?", m =>
        {
            Resource(m).Says = Exit(m, 3);
            Resource(m).SaysOnce = m.Groups[5].Success;
        }),
        Sentence("(\\S+) on (\\S+) has no script", m => Resource(m).Says =
            new Ending(OutcomeKind.NotStarted, Reason: "its agent is not installed here")),
        Sentence("(\\S+) on (\\S+) says ([\\d ]+) in turn", m => Resource(m).SaysInTurn =
            [.. Words(m.Groups[3].Value).Select(code => Ending.Exit(int.Parse(code, CultureInfo.InvariantCulture)))]),
        Sentence("(\\S+) on (\\S+) tells the truth", m => (Resource(m).Says, Resource(m).SaysInTurn) = (null, [])),
        Sentence("starts and stops of (\\S+) on (\\S+) change nothing", m => Resource(m).Lies = true),
        Sentence("nothing is left of (\\S+) on (\\S+)", m => Resource(m).LeftBehind = ""),
        Sentence("a process \"(.+?)\" is left of (\\S+) on (\\S+)", m =>
            Cluster[Host(m.Groups[3].Value)].Resources[ResourceIndex(m.Groups[2].Value, Host(m.Groups[3].Value))].LeftBehind = m.Groups[1].Value),
        ForOperation("hangs", (m, host, resource, kind) => Cluster[host].Resources[resource].Endings[kind] = null),
        ForOperation("works", (m, host, resource, kind) =>
        {
            Cluster[host].Resources[resource].Endings[kind] = Ending.Exit(OcfExitCode.Success);
            Cluster.Remotes.Resume(host, resource, kind);
        }),
        ForOperation("fails with (\\d+)(?: \"(.+?)\")?", (m, host, resource, kind) =>
            Cluster[host].Resources[resource].Endings[kind] = Exit(m, 4)),
        ForOperation("ends with (\\d+)(?: \"(.+?)\")?", (m, host, resource, kind) => Cluster.Remotes.End(host, resource, kind, Exit(m, 4))),
        ForOperation("reaches its deadline(?:, leaving \"(.+?)\")?", (m, host, resource, kind) =>
            Cluster.Remotes.End(host, resource, kind, new Ending(OutcomeKind.TimedOut, Leaving: m.Groups[4].Value))),
        ForOperation("gets no answer", (m, host, resource, kind) =>
            Tell(new OperationUnanswered { Host = host, Operation = Sent(host, resource, kind) })),
        ForOperation("is remembered", (m, host, resource, kind) => _remembered = (host, Sent(host, resource, kind))),
        Sentence("the remembered operation is said to have ended with (\\d+)(?: in answer (\\d+))?", m =>
            Tell(new OperationEnded
            {
                Host = _remembered.Host,
                Operation = _remembered.Operation,
                Outcome = new AgentOutcome
                {
                    Kind = OutcomeKind.Exited,
                    ExitCode = Number(m.Groups[1]),
                    Sequence = m.Groups[2].Success ? Number(m.Groups[2]) : 0,
                },
            })),
    ];

    private IEnumerable<(Regex, Action<Match>)> AboutThePeople() =>
    [
        Sentence("manage (\\S+)", m => Cluster.Shell.Manage(Group(m.Groups[1].Value), managed: true)),
        Sentence("unmanage (\\S+)", m => Cluster.Shell.Manage(Group(m.Groups[1].Value), managed: false)),
        Sentence("the manager is restarted", _ => Cluster.RestartManager()),
        Sentence("tick (\\S+)", m => Cluster.Advance(Duration(m.Groups[1].Value))),
        Sentence("count (\\S+)", m => CountFor(Duration(m.Groups[1].Value))),
        Sentence("state", _ => WriteAll(StateText.Of(Cluster.Config, State))),
        Sentence("waits", _ => WriteAll(State.Domains.SelectMany(domain => domain.Waits)
            .Select(wait => $"{wait.Object} waits: {wait.Reason}; way out: {wait.WayOut}"))),
        Sentence("refusals", _ => WriteAll(State.Domains.SelectMany(domain => domain.Refusals)
            .Select(refusal => $"{refusal.Object}: does not {refusal.Wanted}: {refusal.Reason}"))),
    ];

    private static (Regex, Action<Match>) Sentence(string pattern, Action<Match> tell) =>
        (new Regex($"^{pattern}$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)), tell);

    /// <summary>"start of RESOURCE on HOST …"; the further groups of the pattern begin at 4.</summary>
    private (Regex, Action<Match>) ForOperation(string pattern, Action<Match, HostRef, int, OperationKind> tell) =>
        Sentence($"(start|stop|monitor) of (\\S+) on (\\S+) {pattern}", m =>
        {
            var host = Host(m.Groups[3].Value);
            tell(m, host, ResourceIndex(m.Groups[2].Value, host), Enum.Parse<OperationKind>(m.Groups[1].Value, ignoreCase: true));
        });

    private void Tell(EngineInput input)
    {
        Cluster.Shell.Feed(input);
        Cluster.Settle();
    }

    /// <summary>The id of the last operation of that kind that was sent.</summary>
    private string Sent(HostRef host, int resource, OperationKind kind) => Cluster.Shell.LastSent(host, resource, kind)
        ?? throw new InvalidOperationException($"No {kind} of {Cluster.Name(host, resource)} was ever sent.");

    private void TakeSession(string manager, HostRef host)
    {
        Cluster[host].OtherManager = manager;
        var contact = State.Domains[host.Domain].Hosts[host.Host];
        Tell(new SessionRefused
        {
            Host = host,
            Connection = contact.Operating!.Number,
            Session = contact.Session.Number,
            OtherManager = manager,
            Why = $"{manager} has taken it over",
        });
    }

    private void CountFor(TimeSpan span)
    {
        Cluster.Transcript.IsMuted = true;
        Cluster.Transcript.TakeCounts();
        Cluster.Advance(span);
        Cluster.Transcript.IsMuted = false;
        var counts = Cluster.Transcript.TakeCounts();
        Cluster.Transcript.Write(counts.IsEmpty ? "nothing" : string.Join(", ", counts.Select(count => $"{count.Key}: {count.Value}")));
    }

    private void WriteAll(IEnumerable<string> lines)
    {
        foreach (var line in lines.DefaultIfEmpty("none"))
        {
            Cluster.Transcript.Write(line);
        }
    }

    private void SetPaths(Match match, PathAnswer answer) =>
        ForPaths(match.Groups[1].Value, match.Groups[2].Value, (host, path) => Cluster.Network.SetPath(host, path, answer));

    /// <summary>For one address of a host, or for all of them.</summary>
    private void ForPaths(string name, string address, Action<HostRef, int> what)
    {
        var host = Host(name);
        var addresses = Cluster.Config[host].Addresses;
        for (var path = 0; path < addresses.Length; path++)
        {
            if (address.Length == 0 || string.Equals(addresses[path], address, StringComparison.Ordinal))
            {
                what(host, path);
            }
        }
    }

    private SimulatedResource Resource(Match match)
    {
        var host = Host(match.Groups[2].Value);
        return Cluster[host].Resources[ResourceIndex(match.Groups[1].Value, host)];
    }

    private HostRef Host(string name) => Cluster.Config.Hosts
        .FirstOrDefault(host => string.Equals(Cluster.Config[host].Id, name, StringComparison.Ordinal), new HostRef(-1, -1)) is { Host: >= 0 } found
            ? found
            : throw new FormatException($"The scenario has no host {name}.");

    private GroupRef Group(string name) => Cluster.Config.Groups
        .First(group => string.Equals(Cluster.Config[group].Id, name, StringComparison.Ordinal));

    private int ResourceIndex(string name, HostRef host)
    {
        var resources = Cluster.Config.Domains[host.Domain].Resources;
        for (var i = 0; i < resources.Length; i++)
        {
            if (string.Equals(resources[i].Id, name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        throw new FormatException($"The scenario has no resource {name}.");
    }

    private void Set(string name, TimeSpan value) => _builder.Settings = Array.IndexOf(SettingNames, name) switch
    {
        0 => _builder.Settings with { MonitorInterval = value },
        1 => _builder.Settings with { DetectionInterval = value },
        2 => _builder.Settings with { DetectionTimeout = value },
        _ => throw new FormatException($"No scenario sets {name}."),
    };

    private static Ending Exit(Match match, int group) => Ending.Exit(Number(match.Groups[group]), match.Groups[group + 1].Value);

    private static int Number(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);

    private static List<string> Words(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    private static TimeSpan Duration(string text)
    {
        var number = text.TrimEnd('m', 's');
        var amount = double.Parse(number, CultureInfo.InvariantCulture);
        return text[number.Length..] switch
        {
            "ms" => TimeSpan.FromMilliseconds(amount),
            "s" => TimeSpan.FromSeconds(amount),
            "m" => TimeSpan.FromMinutes(amount),
            _ => throw new FormatException($"{text} is not a duration like 500ms, 5s or 10m."),
        };
    }
}
