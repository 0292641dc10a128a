using Halo.Configuration.Yaml;

namespace Halo.Configuration.Drafts;

/// <summary>Shape B: <c>hosts</c>, <c>resources</c> with their <c>dependents</c>, and <c>resource_groups</c>.</summary>
internal sealed class ShapeBReader(ValueReader values)
{
    private static readonly string[] ResourceKeys = ["name", "kind", "parameters", "dependents", "timeouts"];
    private static readonly string[] GroupKeys = ["root", "home_host", "failover_hosts"];

    public void Read(YamlValue? hosts, YamlValue? resources, YamlValue? groups, Draft draft)
    {
        var hostReader = new HostReader(values);
        foreach (var item in values.List(hosts, "hosts"))
        {
            if (hostReader.Open(item) is { } section)
            {
                RefuseResources(section);
                AddIfRead(draft.Hosts, hostReader.Read(section));
            }
        }

        foreach (var item in values.List(resources, "resources"))
        {
            AddIfRead(draft.Resources, Resource(item));
        }

        foreach (var item in values.List(groups, "resource_groups"))
        {
            AddIfRead(draft.Groups, Group(item));
        }
    }

    private void RefuseResources(Section host)
    {
        if (host.Entry("resources") is { } resources)
        {
            values.Faults.Add(
                resources.Key.At,
                "resources cannot stand under a host in a file that has a list of resources or resource_groups: the two shapes do "
                + "not mix");
        }
    }

    private DraftResource? Resource(YamlValue item)
    {
        if (values.Item(item, "a resource") is not { } mapping)
        {
            return null;
        }

        var section = new Section(mapping, "a resource", ResourceKeys, values.Faults);
        var name = section.Require("name") is { } value ? values.Text(value, "name") : null;
        var dependents = values.Texts(section.Find("dependents"), "dependents", "a dependent");

        // Without a name it cannot be used, but its other faults are reported in the same run.
        var resource = new ResourceReader(values).Read(name ?? new Located("unnamed", mapping.At), section);
        resource.Dependents.AddRange(dependents);
        return name is null ? null : resource;
    }

    private DraftGroup? Group(YamlValue item)
    {
        if (values.Item(item, "a resource group") is not { } mapping)
        {
            return null;
        }

        var section = new Section(mapping, "a resource group", GroupKeys, values.Faults);
        var root = section.Require("root") is { } rootValue ? values.Text(rootValue, "root") : null;
        var homeHost = section.Require("home_host") is { } homeValue ? values.Text(homeValue, "home_host") : null;
        var failoverHosts = values.Texts(section.Find("failover_hosts"), "failover_hosts", "a failover host");
        return root is null ? null : new DraftGroup(root.Value, homeHost, failoverHosts);
    }

    private static void AddIfRead<T>(List<T> list, T? element)
        where T : class
    {
        if (element is not null)
        {
            list.Add(element);
        }
    }
}
