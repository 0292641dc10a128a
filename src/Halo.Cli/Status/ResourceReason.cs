using Halo.Nodesets;
using Halo.Protocol.Cli;

namespace Halo.Cli.Status;

/// <summary>Why a resource is in its state: what the manager says of it, else what is known of it on single hosts.</summary>
internal static class ResourceReason
{
    /// <summary>The reason, or null where there is nothing to say.</summary>
    public static string? Of(ResourceStatus resource)
    {
        if (!string.IsNullOrEmpty(resource.Comment))
        {
            return resource.Comment;
        }

        var comments = Comments(resource)
            .GroupBy(host => host.Value.Comment!, host => host.Key, StringComparer.Ordinal)
            .Select(hosts => IsWhereItRuns(resource, hosts) ? hosts.Key : $"{Nodeset.Fold(hosts)}: {hosts.Key}")
            .ToList();
        return comments.Count == 0 ? null : string.Join("; ", comments);
    }

    /// <summary>
    /// Those of the hosts that the resource's state comes from. A running resource is none the worse for a partner on which
    /// its state is unknown; that host has a line of its own.
    /// </summary>
    private static List<KeyValuePair<string, ResourceOnHostStatus>> Comments(ResourceStatus resource)
    {
        var all = resource.Status.Where(host => !string.IsNullOrEmpty(host.Value.Comment)).ToList();
        if (resource.State.StartsWith("Running", StringComparison.Ordinal))
        {
            return all.FindAll(host => resource.RunningOn.Contains(host.Key, StringComparer.Ordinal));
        }

        var same = all.FindAll(host => string.Equals(host.Value.Status, resource.State, StringComparison.Ordinal));
        return same.Count > 0 ? same : all;
    }

    private static bool IsWhereItRuns(ResourceStatus resource, IEnumerable<string> hosts) =>
        hosts.Order(StringComparer.Ordinal).SequenceEqual(
            resource.RunningOn.Order(StringComparer.Ordinal), StringComparer.Ordinal);
}
