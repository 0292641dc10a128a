using Halo.Engine.Configuration;
using Halo.Engine.State;

namespace Halo.Manager.Status;

/// <summary>A resource's one state for people, made from what is known of it on each host.</summary>
/// <param name="State"><c>Running</c>, <c>Running (Failed Over)</c>, <c>Stopped</c>, <c>Unknown</c> or <c>Error</c>.</param>
/// <param name="Comment">Why, where the state alone does not tell.</param>
internal sealed record ResourceVerdict(string State, string? Comment)
{
    /// <summary>The worst that is known counts; that it runs somewhere counts more than not knowing of elsewhere.</summary>
    public static ResourceVerdict Of(FailoverDomain domain, DomainState state, int resource, int[] hosts)
    {
        if (Conflict(domain, state, resource, hosts) is { } conflict)
        {
            return new ResourceVerdict("Error", conflict);
        }

        if (First(KnowledgeKind.Running) is { } running)
        {
            var atHome = hosts.Any(host => state[resource, host].IsRunning && IsHome(domain, resource, host));
            return new ResourceVerdict(atHome ? "Running" : "Running (Failed Over)", CommentOf(state[resource, running]));
        }

        if (First(KnowledgeKind.Error) is { } broken)
        {
            return new ResourceVerdict("Error", $"{domain.Hosts[broken].Id}: {CommentOf(state[resource, broken])}");
        }

        if (First(KnowledgeKind.Unknown) is { } unknown)
        {
            return new ResourceVerdict("Unknown", $"{domain.Hosts[unknown].Id}: {CommentOf(state[resource, unknown])}");
        }

        var failed = hosts.FirstOrDefault(host => state[resource, host].Failure is not null, -1);
        return new ResourceVerdict("Stopped", failed < 0 ? null : $"{domain.Hosts[failed].Id}: {CommentOf(state[resource, failed])}");

        int? First(KnowledgeKind kind)
        {
            var i = Array.FindIndex(hosts, host => state[resource, host].Knowledge.Kind == kind);
            return i < 0 ? null : hosts[i];
        }
    }

    /// <summary>What there is to say of a resource on one host; null where its state says all.</summary>
    public static string? CommentOf(ResourceState resource)
    {
        if (resource.Knowledge.Why.Length > 0)
        {
            return resource.Knowledge.Why;
        }

        return resource.Failure is { } failure
            ? $"its {(failure.Kind == Engine.Inputs.OperationKind.Start ? "start" : "stop")} failed: {failure.Because}"
            : null;
    }

    private static string? Conflict(FailoverDomain domain, DomainState state, int resource, int[] hosts)
    {
        var conflict = domain.GroupsOfResource[resource].Select(group => state.Groups[group].Conflict).FirstOrDefault(c => c is not null);
        var takesPart = hosts.Count(host => state[resource, host] is { IsRunning: true } or { IsError: true }) > 1;
        return takesPart && domain.IsExclusive(resource) ? conflict : null;
    }

    private static bool IsHome(FailoverDomain domain, int resource, int host) =>
        domain.GroupsOfResource[resource].Any(group => domain.Groups[group].HomeHost == host);
}
