using System.Text.RegularExpressions;

namespace Halo.Engine.Tests.Scenarios;

/// <summary>What administrators ask for.</summary>
internal sealed partial class Story
{
    private IEnumerable<(Regex, Action<Match>)> AboutThePeople() =>
    [
        Sentence("manage (\\S+)", m => Ask("root", AdministratorVerb.Manage, m.Groups[1].Value)),
        Sentence("unmanage (\\S+)", m => Ask("root", AdministratorVerb.Unmanage, m.Groups[1].Value)),
        Verb("manages", AdministratorVerb.Manage),
        Verb("unmanages", AdministratorVerb.Unmanage),
        Verb("activates", AdministratorVerb.Activate),
        Verb("deactivates", AdministratorVerb.Deactivate),
        Verb("fences", AdministratorVerb.Fence),
        Verb("resets", AdministratorVerb.Reset),
        Verb("fails back onto", AdministratorVerb.Failback),
        Verb("cleans up", AdministratorVerb.Cleanup),
        Verb("powers on", AdministratorVerb.PowerOn),
        Verb("asks for the power of", AdministratorVerb.PowerStatus),
        Sentence("requests", _ => WriteAll(State.Domains.SelectMany(domain => domain.Requests.Select(request => Describe(domain, request))))),
    ];

    private (Regex, Action<Match>) Verb(string word, AdministratorVerb verb) =>
        Sentence($"(\\S+) {word} (\\S+)( --force)?(?: because \"(.+)\")?", m =>
            Ask(m.Groups[1].Value, verb, m.Groups[2].Value, m.Groups[3].Success, m.Groups[4].Value));

    private void Ask(string by, AdministratorVerb verb, string name, bool force = false, string why = "")
    {
        var (domain, position) = Find(verb, name);
        Cluster.Shell.Ask(verb, domain, position, new Mark(by, "", why), force);
    }

    private (int Domain, int Position) Find(AdministratorVerb verb, string name)
    {
        switch (verb)
        {
            case AdministratorVerb.Manage or AdministratorVerb.Unmanage:
                return (Group(name).Domain, Group(name).Group);
            case AdministratorVerb.Cleanup:
                var domain = Cluster.Config.Domains.First(d => d.Resources.Any(r => string.Equals(r.Id, name, StringComparison.Ordinal)));
                return (domain.Index, ResourceIndex(name, new HostRef(domain.Index, 0)));
            default:
                return (Host(name).Domain, Host(name).Host);
        }
    }

    private string Describe(DomainState state, RequestState request)
    {
        var domain = Cluster.Config.Domains[Cluster.State.Domains.IndexOf(state)];
        var name = request.Asked.Verb switch
        {
            AdministratorVerb.Manage or AdministratorVerb.Unmanage => domain.Groups[request.Asked.Position].Id,
            AdministratorVerb.Cleanup => domain.Resources[request.Asked.Position].Id,
            _ => domain.Hosts[request.Asked.Position].Id,
        };
        var rule = request.Rule is { } id ? $" ({id})" : "";
        var wayOut = request.WayOut.Length > 0 ? $"; way out: {request.WayOut}" : "";
        return $"{request.Asked.Verb.ToString().ToLowerInvariant()} {name}: {request.Stage.ToString().ToLowerInvariant()}: {request.Text}{rule}{wayOut}";
    }
}
