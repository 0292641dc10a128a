namespace Halo.Engine.StateLog;

/// <summary>
/// Which groups are held when a manager starts (rule K7): those that are not what the state log has of them, and those whose
/// resources were last recorded as another group's that is gone or has changed. So a group that was renamed while it was
/// unmanaged is not taken for a new one (hazard H10).
/// </summary>
internal sealed class GroupHold
{
    private readonly RecordedPast _past;
    private readonly SortedDictionary<string, Former> _byName = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Former> _byContent = new(StringComparer.Ordinal);

    /// <summary>Looks through the past once.</summary>
    /// <param name="past">What the state log says.</param>
    /// <param name="today">Every group of the configuration.</param>
    public GroupHold(RecordedPast past, IReadOnlyDictionary<string, RecordedDefinition> today)
    {
        _past = past;
        foreach (var (name, group) in past.Groups)
        {
            if (group.Definition is { } then && WhatBecameOf(name, then, today) is { } fate)
            {
                Remember(name, group, then, fate);
            }
        }
    }

    /// <summary>Why a group is held, in one clause; null where it is not.</summary>
    public string? Why(string group, RecordedDefinition now)
    {
        var past = _past.Groups.GetValueOrDefault(group);
        return past?.Definition is { } then && DefinitionChange.Between(then, now) is { } change
            ? change
            : now.Resources.Select(resource => Claim(resource, group, past?.DefinedInLine ?? 0)).FirstOrDefault(claim => claim is not null);
    }

    private static string? WhatBecameOf(string group, RecordedDefinition then, IReadOnlyDictionary<string, RecordedDefinition> today)
    {
        if (!today.TryGetValue(group, out var now))
        {
            return "is not in the configuration any more";
        }

        return DefinitionChange.Between(then, now) is null ? null : "has changed";
    }

    private void Remember(string name, GroupPast group, RecordedDefinition then, string fate)
    {
        foreach (var resource in then.Resources)
        {
            var former = new Former(name, resource.Name, group.DefinedInLine, fate, group.Unmanaged);
            KeepLatest(_byName, resource.Name, former);
            if (resource.Digest.Length > 0)
            {
                KeepLatest(_byContent, resource.Content, former);
            }
        }
    }

    private static void KeepLatest(SortedDictionary<string, Former> formers, string key, Former former)
    {
        if (!formers.TryGetValue(key, out var other) || other.Line < former.Line)
        {
            formers[key] = former;
        }
    }

    private string? Claim(RecordedResource resource, string group, long definedInLine)
    {
        if (_byName.TryGetValue(resource.Name, out var former) && Counts(former))
        {
            return $"{resource.Name} was part of the group {former.Fate()}";
        }

        return resource.Digest.Length > 0 && _byContent.TryGetValue(resource.Content, out former) && Counts(former)
            ? $"{resource.Name} is what {former.Resource} was in the group {former.Fate()}"
            : null;

        bool Counts(Former other) =>
            other.Line > definedInLine && !string.Equals(other.Group, group, StringComparison.Ordinal);
    }

    /// <summary>A resource's place in a group that is gone or has changed.</summary>
    private sealed record Former(string Group, string Resource, long Line, string What, Mark? Unmanaged)
    {
        public string Fate() => $"{Group}, which {What}{(Unmanaged is { } mark ? $" and was unmanaged {mark}" : "")}";
    }
}
