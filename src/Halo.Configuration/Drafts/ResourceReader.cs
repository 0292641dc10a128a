using Halo.Configuration.Yaml;
using Halo.Engine.Configuration;

namespace Halo.Configuration.Drafts;

/// <summary>Reads what both shapes say about a resource.</summary>
internal sealed class ResourceReader(ValueReader values)
{
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(24);
    private static readonly string[] TimeoutKeys = ["start", "stop", "monitor"];

    private readonly DurationReader _durations = new(values);

    /// <summary>Reads the keys that both shapes have.</summary>
    /// <param name="id">The resource's name, which stands elsewhere in each shape.</param>
    /// <param name="section">The resource's keys.</param>
    public DraftResource Read(Located id, Section section)
    {
        if (Naming.ResourceProblem(id.Text) is { } problem)
        {
            values.Faults.Add(id.At, $"the resource's name {Shown.Text(id.Text)} {problem}");
        }

        var parameters = new ParameterReader(values).Read(section.Find("parameters"), "parameters");
        return new DraftResource
        {
            Id = id,
            Kind = section.Require("kind") is { } kind ? Kind(kind) : null,
            Parameters = parameters.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name)),
            Timeouts = Timeouts(section.Find("timeouts")),
        };
    }

    private AgentKind? Kind(YamlValue value)
    {
        if (values.Text(value, "kind") is not { } text)
        {
            return null;
        }

        var parts = text.Text.Split('/');
        if (parts.Length == 2 && parts.All(Naming.IsAgentName))
        {
            return new AgentKind(parts[0], parts[1]);
        }

        values.Faults.Add(text.At, $"kind must be PROVIDER/TYPE such as heartbeat/ZFS, not {Shown.Text(text.Text)}");
        return null;
    }

    private OperationTimeouts Timeouts(YamlValue? value)
    {
        if (values.Mapping(value, "timeouts") is not { } mapping)
        {
            return default;
        }

        var section = new Section(mapping, "timeouts", TimeoutKeys, values.Faults);
        return new OperationTimeouts(Timeout(section, "start"), Timeout(section, "stop"), Timeout(section, "monitor"));
    }

    private TimeSpan? Timeout(Section section, string operation) =>
        _durations.Read(section.Find(operation), $"the timeout of {operation}", ShortestTimeout, LongestTimeout);
}
