using Halo.Configuration.Yaml;

namespace Halo.Configuration.Drafts;

/// <summary>
/// Reads a whole file into a <see cref="Draft"/>. It has shape B when it has lists of its own for resources or groups,
/// and shape A otherwise; what belongs to the other shape is then a fault.
/// </summary>
internal sealed class FileReader(FaultList faults)
{
    private static readonly string[] Keys = ["settings", "hosts", "resources", "resource_groups", "failover_pairs"];

    private readonly ValueReader _values = new(faults);

    public Draft? Read(YamlValue root)
    {
        if (_values.Item(root, "a configuration") is not { } mapping)
        {
            return null;
        }

        var file = new Section(mapping, "a configuration", Keys, faults);
        var draft = new Draft { Settings = new SettingsReader(_values).Read(file.Find("settings")) };
        var hosts = file.Require("hosts");
        if (hosts is YamlSequence { Items.Count: 0 })
        {
            faults.Add(hosts.At, "hosts is empty: a configuration has at least one host");
        }

        if (file.Entry("resources") is null && file.Entry("resource_groups") is null)
        {
            new ShapeAReader(_values).Read(hosts, file.Find("failover_pairs"), draft);
            return draft;
        }

        if (file.Entry("failover_pairs") is { } pairs)
        {
            faults.Add(
                pairs.Key.At,
                "failover_pairs cannot stand beside resources and resource_groups, which have failover_hosts: the two shapes do "
                + "not mix");
        }

        new ShapeBReader(_values).Read(hosts, file.Find("resources"), file.Find("resource_groups"), draft);
        return draft;
    }
}
