namespace Halo.Engine.Tests.World;

/// <summary>The state as a person wants to read it in a scenario.</summary>
internal static class StateText
{
    public static IEnumerable<string> Of(ClusterConfig config, ClusterState state) =>
        config.Domains.SelectMany(domain => Of(domain, state.Domains[domain.Index]));

    private static IEnumerable<string> Of(FailoverDomain domain, DomainState state)
    {
        for (var host = 0; host < domain.Hosts.Length; host++)
        {
            yield return $"{domain.Hosts[host].Id}: {Of(state.Hosts[host], domain.Hosts[host])}{Flags(state.Hosts[host])}";
        }

        for (var group = 0; group < domain.Groups.Length; group++)
        {
            if (Flags(state.Groups[group]) is { Length: > 0 } flags)
            {
                yield return $"{domain.Groups[group].Id}{flags}";
            }
        }

        var width = domain.Resources.Select(resource => resource.Id.Length).Concat(domain.Hosts.Select(h => h.Id.Length)).Max();
        for (var resource = 0; resource < domain.Resources.Length; resource++)
        {
            var name = domain.Resources[resource].Id;
            for (var host = 0; host < domain.Hosts.Length; host++)
            {
                if (domain.MayRunOn(resource, host))
                {
                    yield return $"  {name.PadRight(width)}  {domain.Hosts[host].Id.PadRight(width)}  {Of(state[resource, host])}";
                    name = "";
                }
            }
        }
    }

    /// <summary>What somebody decided about a host, and what is known of its power; empty for most hosts.</summary>
    private static string Flags(HostState host) => string.Concat(
        host.Deactivated is { } mark ? $"; deactivated {mark}" : "",
        host.Fenced is { } fenced ? $"; fenced {fenced}" : "",
        host.OpenIntent is not null ? "; a fence was begun" : "",
        host.Fence is { } fence ? $"; being fenced ({fence.Stage})" : "",
        host.Off is not null ? "; verified off" : "",
        host.ContradictsItsPower() ? "; its fence agent says off" : "");

    private static string Flags(GroupState group) => string.Concat(
        group.Unmanaged is { } mark ? $"; unmanaged {mark}" : "",
        group.Held is { } held ? $"; held: {held}" : "",
        group.Move is { } move ? $"; being moved {move.Mark}" : "");

    private static string Of(HostState host, HostConfig config)
    {
        if (!host.IsConnected())
        {
            return $"not connected, {host.WhyNotConnected(config)}";
        }

        var session = host.Session.Stage switch
        {
            SessionStage.None => "no session",
            SessionStage.Opening => "session asked for",
            SessionStage.Open => $"session {host.Session.Number}",
            SessionStage.Refused => $"session refused ({host.Session.Why})",
        };
        return host.CanBeAsked() ? $"connected, {session}" : $"connected, {session}, {host.WhyNotConnected(config)}";
    }

    private static string Of(ResourceState resource)
    {
        var facts = new List<string>();
        if (resource.Knowledge.Proof != StopProof.None)
        {
            facts.Add(Of(resource.Knowledge.Proof));
        }

        if (resource.Knowledge.Why.Length > 0)
        {
            facts.Add(resource.Knowledge.Why);
        }

        if (resource.Unconfirmed != Unconfirmed.None)
        {
            facts.Add("to be confirmed");
        }

        if (resource is { IsChanging: true, InFlight: { } operation })
        {
            facts.Add($"{operation.Kind.ToString().ToLowerInvariant()} in flight");
        }

        if (resource.Failure is { } failure)
        {
            facts.Add($"failed {failure.Kind.ToString().ToLowerInvariant()} on record");
        }

        return facts.Count > 0 ? $"{resource.Knowledge.Kind} ({string.Join("; ", facts)})" : $"{resource.Knowledge.Kind}";
    }

    private static string Of(StopProof proof) => proof switch
    {
        StopProof.None => "not proven",
        StopProof.TwoMonitors => "two monitors",
        StopProof.AfterStop => "a stop and a monitor",
        StopProof.NotInstalled => "not installed",
        StopProof.PowerOff => "verified off",
    };
}
