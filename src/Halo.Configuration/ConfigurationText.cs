using Halo.Configuration.Checks;
using Halo.Configuration.Drafts;
using Halo.Configuration.Yaml;
using Halo.Engine.Configuration;

namespace Halo.Configuration;

/// <summary>
/// Reads a configuration from text: YAML, then what it says in either shape, then whether that fits together. Every
/// step goes on after a fault as far as it can, so that one run reports all of them.
/// </summary>
public static class ConfigurationText
{
    /// <summary>Reads a configuration. Never throws because of what is in the text.</summary>
    /// <param name="fileName">The file's name for messages.</param>
    /// <param name="text">The whole text.</param>
    /// <param name="whyAgentIsMissing">
    /// Why a fence agent cannot be run here, in one clause, or null where it can; null where nobody knows about fence agents.
    /// </param>
    public static ConfigurationResult Parse(string fileName, string text, Func<string, string?>? whyAgentIsMissing = null)
    {
        var faults = new FaultList(fileName);
        var draft = YamlReader.Read(WithoutByteOrderMark(text), faults) is { } root ? new FileReader(faults).Read(root) : null;
        if (draft is not null)
        {
            Check(draft, faults, whyAgentIsMissing);
        }

        return new ConfigurationResult
        {
            File = fileName,
            Config = draft is not null && faults.IsEmpty ? Cluster(draft) : null,
            Faults = faults.Faults(),
            Warnings = faults.IsEmpty ? faults.Warnings() : [],
        };
    }

    private static void Check(Draft draft, FaultList faults, Func<string, string?>? whyAgentIsMissing)
    {
        new HostCheck(draft.Hosts, faults).Run();
        var graph = new ResourceGraph(draft.Resources, faults);
        new CycleCheck(graph, faults).Run();
        var roots = new GroupCheck(draft, graph, faults).Run();
        new SharingCheck(draft, graph, faults).Run(roots);
        new FenceCheck(draft, faults).Run();
        new InstalledCheck(draft, faults, whyAgentIsMissing).Run();
    }

    private static ClusterConfig Cluster(Draft draft) => ClusterConfig.Create(
        draft.Settings,
        [.. draft.Hosts.Select(Host)],
        [.. draft.Resources.Select(Resource)],
        [.. draft.Groups.Select(Group)]);

    private static HostConfig Host(DraftHost host) => new()
    {
        Id = host.Id.Text,
        Name = host.Name,
        Port = host.Port,
        Addresses = Texts(host.Addresses),
        FenceAgent = host.FenceAgent,
        FenceParameters = host.FenceParameters,
    };

    private static ResourceDefinition Resource(DraftResource resource) => new(
        new ResourceConfig
        {
            Id = resource.Id.Text,
            Kind = resource.Kind!.Value,
            Parameters = resource.Parameters,
            Timeouts = resource.Timeouts,
        },
        Texts(resource.Dependents));

    private static GroupDefinition Group(DraftGroup group) =>
        new(group.Root.Text, group.HomeHost!.Value.Text, Texts(group.FailoverHosts));

    private static ImmutableArray<string> Texts(IEnumerable<Located> names) => [.. names.Select(name => name.Text)];

    private static string WithoutByteOrderMark(string text) => text.StartsWith('\uFEFF') ? text[1..] : text;
}
