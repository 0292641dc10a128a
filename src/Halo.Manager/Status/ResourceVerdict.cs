using Halo.Engine.Configuration;
using Halo.Engine.State;

namespace Halo.Manager.Status;

/// <summary>A resource's one state for people, made from what is known of it on each host.</summary>
/// <param name="State"><c>Running</c>, <c>Running (Failed Over)</c>, <c>Stopped</c>, <c>Unknown</c> or <c>Error</c>.</param>
/// <param name="Comment">Why, where the state alone does not tell.</param>
internal sealed record ResourceVerdict(string State, string? Comment)
{
    /// <summary>The worst that is known counts; that it runs somewhere counts more than not knowing of elsewhere.</summary>
    /// <param name="domain">The failover domain.</param>
    /// <param name="state">Its state.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="hosts">Where it may run, the home host first.</param>
    public static ResourceVerdict Of(FailoverDomain domain, DomainState state, int resource, int[] hosts)
    {
        if (Conflict(domain, state, resource, hosts) is { } conflict)
        {
            return new ResourceVerdict("Error", conflict);
        }

        if (First(KnowledgeKind.Running) is { } running)
        {
            return hosts.Any(host => state[resource, host].IsRunning && IsHome(domain, resource, host))
                ? new ResourceVerdict("Running", Comment(running))
                : new ResourceVerdict("Running (Failed Over)", Comment(running) ?? WithHost(hosts[0]));
        }

        if (First(KnowledgeKind.Error) is { } broken)
        {
            return new ResourceVerdict("Error", WithHost(broken));
        }

        if (First(KnowledgeKind.Unknown) is { } unknown)
        {
            return new ResourceVerdict("Unknown", WithHost(unknown));
        }

        var failed = hosts.FirstOrDefault(host => state[resource, host].Failure is not null, -1);
        return new ResourceVerdict("Stopped", failed < 0 ? StoppedParent(domain, state, resource) : WithHost(failed));

        string? Comment(int host) => CommentOf(domain, state, resource, host);

        string? WithHost(int host) => Comment(host) is { } comment ? $"{domain.Hosts[host].Id}: {comment}" : null;

        int? First(KnowledgeKind kind)
        {
            var i = Array.FindIndex(hosts, host => state[resource, host].Knowledge.Kind == kind);
            return i < 0 ? null : hosts[i];
        }
    }

    /// <summary>What there is to say of a resource on one host; null where its state says all.</summary>
    public static string? CommentOf(FailoverDomain domain, DomainState state, int index, int host)
    {
        var resource = state[index, host];
        if (!state.Hosts[host].IsConnected() && resource.Knowledge.Kind == KnowledgeKind.Unknown)
        {
            return state.Hosts[host].WhyNotConnected(domain.Hosts[host]);
        }

        if (resource.Knowledge.Why.Length > 0)
        {
            return resource.Knowledge.Why;
        }

        return resource.Failure is { } failure
            ? $"its {(failure.Kind == Engine.Inputs.OperationKind.Start ? "start" : "stop")} failed: {failure.Because}"
            : null;
    }

    /// <summary>
    /// Why a resource's group is in conflict (rule P9), where the resource is one that HALO would have to touch. It need not run twice itself:
    /// its parent may run on another host.
    /// </summary>
    private static string? Conflict(FailoverDomain domain, DomainState state, int resource, int[] hosts) =>
        domain.IsExclusive(resource) && hosts.Any(host => state[resource, host] is { IsRunning: true } or { IsError: true })
            ? state.Groups[domain.GroupsOfResource[resource][0]].Conflict
            : null;

    private static string? StoppedParent(FailoverDomain domain, DomainState state, int resource)
    {
        var parents = domain.GroupsOfResource[resource].SelectMany(group => domain.Groups[group].ParentsOf(resource));
        foreach (var parent in parents)
        {
            if (!domain.Hosts.Select((_, host) => host).Any(host => state[parent, host].IsRunning))
            {
                return $"its parent {domain.Resources[parent].Id} does not run";
            }
        }

        return null;
    }

    private static bool IsHome(FailoverDomain domain, int resource, int host) =>
        domain.GroupsOfResource[resource].Any(group => domain.Groups[group].HomeHost == host);
}
