using Halo.Protocol.Cli;

namespace Halo.Testing;

/// <summary>Reads what a test asks about off a status.</summary>
public static class StatusReading
{
    /// <summary>A resource.</summary>
    public static ResourceStatus Resource(this StatusAnswer status, string id) =>
        status.Resources.Single(resource => string.Equals(resource.Id, id, StringComparison.Ordinal));

    /// <summary>A host.</summary>
    public static HostStatus Host(this StatusAnswer status, string id) =>
        status.Hosts.Single(host => string.Equals(host.Id, id, StringComparison.Ordinal));

    /// <summary>Whether a resource is in a state.</summary>
    public static bool Is(this StatusAnswer status, string id, string state) =>
        string.Equals(status.Resource(id).State, state, StringComparison.Ordinal);

    /// <summary>Whether all resources are in a state.</summary>
    public static bool AllAre(this StatusAnswer status, string state) =>
        status.Resources.All(resource => string.Equals(resource.State, state, StringComparison.Ordinal));

    /// <summary>What an object waits for, in one text with the way out; empty when it waits for nothing.</summary>
    public static string WaitOf(this StatusAnswer status, string id) =>
        string.Join('\n', status.WaitsFor
            .Where(wait => string.Equals(wait.Object, id, StringComparison.Ordinal))
            .Select(wait => $"{wait.Rule}: {wait.Because}; {wait.WayOut}"));
}
