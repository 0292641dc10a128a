namespace Halo.Engine.StateLog;

/// <summary>
/// Which groups are held when a manager starts (rule K7): those that are not what the state log has of them, those that were held
/// when the last manager ran, and those whose resources were last recorded as another group's that is gone or has changed. So a
/// group that was renamed while it was unmanaged is not taken for a new one (hazard H10), however many edits that took.
/// </summary>
internal sealed class GroupHold
{
    private readonly RecordedPast _past;
    private readonly SortedDictionary<string, List<Former>> _byName = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, List<Former>> _byContent = new(StringComparer.Ordinal);

    /// <summary>Looks through the past once.</summary>
    /// <param name="past">What the state log says.</param>
    /// <param name="today">Every group of the configuration.</param>
    public GroupHold(RecordedPast past, IReadOnlyDictionary<string, RecordedDefinition> today)
    {
        _past = past;
        foreach (var (name, group) in past.Groups)
        {
            if (WhatBecameOf(name, group, today) is { } fate)
            {
                Remember(name, group, fate);
            }
        }
    }

    /// <summary>Why a group is held, in one clause; null where it is not.</summary>
    public string? Why(string group, RecordedDefinition now)
    {
        var past = _past.Groups.GetValueOrDefault(group);
        if (past?.Accepted is { } accepted && DefinitionChange.Between(accepted.Definition, now) is { } change)
        {
            return change;
        }

        // A group that was held ever since it is in the configuration may run as it was under another name, whatever it looks like now.
        return past is { Accepted: null, Definitions: [.., { Held: { } held }] }
            ? held
            : now.Resources.Where(resource => !resource.IsShared).Select(resource => Claim(resource, group, past?.Accepted))
                .FirstOrDefault(claim => claim is not null);
    }

    private static string? WhatBecameOf(string name, GroupPast group, IReadOnlyDictionary<string, RecordedDefinition> today)
    {
        if ((group.Accepted ?? group.Definitions.LastOrDefault()) is not { } last)
        {
            return null;
        }

        if (!today.TryGetValue(name, out var now))
        {
            return "is not in the configuration any more";
        }

        return DefinitionChange.Between(last.Definition, now) is null ? null : "has changed";
    }

    private void Remember(string name, GroupPast group, string fate)
    {
        foreach (var definition in group.Definitions)
        {
            foreach (var resource in definition.Definition.Resources)
            {
                var former = new Former(name, resource.Name, definition, fate, group.Unmanaged);
                Keep(_byName, resource.Name, former);
                if (resource.Digest.Length > 0)
                {
                    Keep(_byContent, resource.Content, former);
                }
            }
        }
    }

    private static void Keep(SortedDictionary<string, List<Former>> formers, string key, Former former)
    {
        if (!formers.TryGetValue(key, out var those))
        {
            formers.Add(key, those = []);
        }

        those.Add(former);
    }

    private string? Claim(RecordedResource resource, string group, PastDefinition? accepted)
    {
        if (Latest(_byName, resource.Name) is { } sameName)
        {
            return $"{resource.Name} was part of the group {sameName.Fate()}";
        }

        return resource.Digest.Length > 0 && Latest(_byContent, resource.Content) is { } sameContent
            ? $"{resource.Name} is what {sameContent.Resource} was in the group {sameContent.Fate()}"
            : null;

        Former? Latest(SortedDictionary<string, List<Former>> formers, string key) =>
            formers.GetValueOrDefault(key)?.Where(other => Counts(other)).MaxBy(other => other.Definition.Line);

        // A rename that is undone while the new group is still held changes nothing: HALO never touched what it found under that name.
        bool Counts(Former other) => !string.Equals(other.Group, group, StringComparison.Ordinal)
            && (accepted is null
                || (other.Definition.Line > accepted.Line && (other.Definition.Held is null || other.Unmanaged is not null)));
    }

    /// <summary>A resource's place in a group that is gone or has changed.</summary>
    private sealed record Former(string Group, string Resource, PastDefinition Definition, string What, Mark? Unmanaged)
    {
        public string Fate() => $"{Group}, which {What}{(Unmanaged is { } mark ? $" and was unmanaged {mark}" : "")}";
    }
}
