using System.Globalization;
using System.Text.RegularExpressions;
using Halo.Engine.Tests.World;

namespace Halo.Engine.Tests.Scenarios;

/// <summary>What resources and their agents do.</summary>
internal sealed partial class Story
{
    private (HostRef Host, string Operation) _remembered;

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

    /// <summary>"start of RESOURCE on HOST …"; the further groups of the pattern begin at 4.</summary>
    private (Regex, Action<Match>) ForOperation(string pattern, Action<Match, HostRef, int, OperationKind> tell) =>
        Sentence($"(start|stop|monitor) of (\\S+) on (\\S+) {pattern}", m =>
        {
            var host = Host(m.Groups[3].Value);
            tell(m, host, ResourceIndex(m.Groups[2].Value, host), Enum.Parse<OperationKind>(m.Groups[1].Value, ignoreCase: true));
        });

    /// <summary>The id of the last operation of that kind that was sent.</summary>
    private string Sent(HostRef host, int resource, OperationKind kind) => Cluster.Shell.LastSent(host, resource, kind)
        ?? throw new InvalidOperationException($"No {kind} of {Cluster.Name(host, resource)} was ever sent.");

    private SimulatedResource Resource(Match match)
    {
        var host = Host(match.Groups[2].Value);
        return Cluster[host].Resources[ResourceIndex(match.Groups[1].Value, host)];
    }

    private static Ending Exit(Match match, int group) => Ending.Exit(Number(match.Groups[group]), match.Groups[group + 1].Value);
}
