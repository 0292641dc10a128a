using Halo.Configuration.Yaml;

namespace Halo.Configuration.Drafts;

/// <summary>
/// Shape A: resources under their home host, each with <c>requires</c>, and <c>failover_pairs</c>. A resource that
/// requires nothing is the root of a group; the group's failover host is the other host of the pair.
/// </summary>
internal sealed class ShapeAReader(ValueReader values)
{
    private static readonly string[] ResourceKeys = ["kind", "parameters", "requires", "timeouts"];

    /// <summary>
    /// Where each resource that has been read is listed, to tell a name of another host from one that is nowhere.
    /// </summary>
    private readonly Dictionary<string, string> _hostOfResource = new(StringComparer.Ordinal);

    private readonly List<RequiredResource> _required = [];

    public void Read(YamlValue? hosts, YamlValue? pairs, Draft draft)
    {
        var hostReader = new HostReader(values);
        foreach (var item in values.List(hosts, "hosts"))
        {
            if (hostReader.Open(item) is { } section)
            {
                var host = hostReader.Read(section);
                ReadResources(section.Find("resources"), host, draft);
                if (host is not null)
                {
                    draft.Hosts.Add(host);
                }
            }
        }

        foreach (var required in _required)
        {
            Connect(required);
        }

        AddFailoverHosts(new PairReader(values).Read(pairs, draft.Hosts), draft);
    }

    private void ReadResources(YamlValue? value, DraftHost? host, Draft draft)
    {
        if (values.Mapping(value, "resources") is not { } mapping)
        {
            return;
        }

        var ofThisHost = new Dictionary<string, DraftResource>(StringComparer.Ordinal);
        foreach (var (key, item) in mapping.Entries)
        {
            if (values.Item(item, $"the resource {Shown.Text(key.Text)}") is { } entries)
            {
                var section = new Section(entries, "a resource", ResourceKeys, values.Faults);
                var resource = new ResourceReader(values).Read(new Located(key.Text, key.At), section);
                draft.Resources.Add(resource);
                ofThisHost.TryAdd(key.Text, resource);
                _hostOfResource.TryAdd(key.Text, host?.Id.Text ?? "another host");
                ReadRequires(section, entries.At, resource, host, ofThisHost, draft);
            }
        }
    }

    private void ReadRequires(
        Section section,
        Position at,
        DraftResource resource,
        DraftHost? host,
        Dictionary<string, DraftResource> ofThisHost,
        Draft draft)
    {
        if (section.Entry("requires") is not { } requires)
        {
            values.Faults.Add(at, "a resource needs the key requires: the name of the resource that it needs, or null");
        }
        else if (requires.Value is YamlScalar { IsNull: true })
        {
            draft.Groups.Add(new DraftGroup(resource.Id, host?.Id, []));
        }
        else if (values.Text(requires.Value, "requires") is { } name)
        {
            _required.Add(new RequiredResource(resource, name, ofThisHost));
        }
    }

    private void Connect(RequiredResource required)
    {
        var (dependent, name, ofThisHost) = required;
        if (ofThisHost.TryGetValue(name.Text, out var parent))
        {
            parent.Dependents.Add(dependent.Id with { At = name.At });
        }
        else if (_hostOfResource.TryGetValue(name.Text, out var otherHost))
        {
            values.Faults.Add(
                name.At, $"{dependent.Id.Text} requires {name.Text}, which is listed under {otherHost}; both must be on one host");
        }
        else
        {
            values.Faults.Add(
                name.At,
                $"the resource {Shown.Text(name.Text)} is not defined{values.Faults.Suggest(name.Text, ofThisHost.Keys)}");
        }
    }

    private static void AddFailoverHosts(Dictionary<string, Located> partners, Draft draft)
    {
        for (var i = 0; i < draft.Groups.Count; i++)
        {
            if (draft.Groups[i].HomeHost is { } home && partners.TryGetValue(home.Text, out var partner))
            {
                draft.Groups[i] = draft.Groups[i] with { FailoverHosts = [partner] };
            }
        }
    }

    /// <summary>A resource, the name of what it requires, and the resources of its host.</summary>
    private sealed record RequiredResource(
        DraftResource Dependent, Located Name, Dictionary<string, DraftResource> OfThisHost);
}
