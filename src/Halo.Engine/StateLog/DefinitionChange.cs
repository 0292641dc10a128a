namespace Halo.Engine.StateLog;

/// <summary>
/// What changed in a group's definition so that the group must be held (rule K7). Safety: HALO learns nothing of a host or of a
/// mount point that is no longer in the configuration, so what still runs there would be started a second time. Hosts that were
/// added are watched like all others, and the order of hosts is a matter of preference only: neither holds a group.
/// </summary>
internal static class DefinitionChange
{
    private const int ChangesTold = 3;

    /// <summary>The changes in one clause; null where none holds the group.</summary>
    public static string? Between(RecordedDefinition then, RecordedDefinition now)
    {
        ImmutableArray<string> changes =
        [
            .. then.Hosts.Where(host => !now.Hosts.Contains(host, StringComparer.Ordinal)).Select(host =>
                $"its {(string.Equals(host, then.Hosts[0], StringComparison.Ordinal) ? "home" : "failover")} host {host} was removed"),
            .. then.Resources.Select(resource => Of(resource, now)).OfType<string>(),
            .. now.Resources.Where(resource => Find(then, resource.Name) is null).Select(resource => $"{resource.Name} is new"),
        ];
        return changes.Length switch
        {
            0 => null,
            1 => changes[0],
            <= ChangesTold => $"{string.Join(", ", changes[..^1])} and {changes[^1]}",
            _ => $"{string.Join(", ", changes[..ChangesTold])} and {changes.Length - ChangesTold} more changes",
        };
    }

    private static string? Of(RecordedResource then, RecordedDefinition definition)
    {
        if (Find(definition, then.Name) is not { } now)
        {
            return $"{then.Name} was removed";
        }

        if (!string.Equals(then.Kind, now.Kind, StringComparison.Ordinal))
        {
            return $"the kind of {then.Name} changed from {then.Kind} to {now.Kind}";
        }

        if (!string.Equals(then.Digest, now.Digest, StringComparison.Ordinal))
        {
            return $"the parameters of {then.Name} changed";
        }

        // While it was shared it may have been started wherever one of its groups may run.
        return then.IsShared && !now.IsShared ? $"{then.Name} is not shared any more" : null;
    }

    private static RecordedResource? Find(RecordedDefinition definition, string name) =>
        definition.Resources.FirstOrDefault(resource => string.Equals(resource.Name, name, StringComparison.Ordinal));
}
