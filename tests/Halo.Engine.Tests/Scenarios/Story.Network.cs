using System.Text.RegularExpressions;

namespace Halo.Engine.Tests.Scenarios;

/// <summary>Paths, and the remotes at their ends.</summary>
internal sealed partial class Story
{
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
        Sentence("the ping hosts answer", _ => Cluster.Network.PingHostsAnswer = true),
        Sentence("the ping hosts do not answer", _ => Cluster.Network.PingHostsAnswer = false),
        Sentence("a connection of (\\S+) ago to (\\S+) is told", m =>
            Cluster.Network.TellLate(Host(m.Groups[2].Value), Duration(m.Groups[1].Value))),
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
}
