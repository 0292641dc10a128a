using Halo.Configuration.Yaml;
using Halo.Engine.Configuration;

namespace Halo.Configuration.Drafts;

/// <summary>Reads what both shapes say about a host.</summary>
internal sealed class HostReader(ValueReader values)
{
    private const int MostAddresses = 16;

    private static readonly string[] Keys = ["hostname", "addresses", "fence_agent", "fence_parameters", "resources"];

    /// <summary>The host's keys; null after a report.</summary>
    public Section? Open(YamlValue value) =>
        values.Item(value, "a host") is { } mapping ? new Section(mapping, "a host", Keys, values.Faults) : null;

    /// <summary>The host; null where it has no name, after a report.</summary>
    public DraftHost? Read(Section section)
    {
        var id = section.Require("hostname") is { } hostname ? values.Text(hostname, "hostname") : null;
        var addresses = new AddressReader(values).Read(section.Find("addresses"), "addresses", "an address", MostAddresses);
        var fenceAgent = FenceAgent(section.Find("fence_agent"));
        var fenceParameters = FenceParameters(section.Find("fence_parameters"));
        if (id is null)
        {
            return null;
        }

        var (name, port) = NameAndPort(id.Value);
        return new DraftHost
        {
            Id = id.Value,
            Name = name,
            Port = port,
            Addresses = addresses.IsEmpty ? [new Located(name, id.Value.At)] : addresses,
            FenceAgent = fenceAgent,
            FenceParameters = fenceParameters,
        };
    }

    private (string Name, int? Port) NameAndPort(Located id)
    {
        var colon = id.Text.IndexOf(':');
        var name = colon < 0 ? id.Text : id.Text[..colon];
        var port = colon < 0 ? null : Naming.Port(id.Text[(colon + 1)..]);
        if (id.Text.AsSpan().Count(':') > 1)
        {
            values.Faults.Add(
                id.At,
                $"the hostname {Shown.Text(id.Text)} is neither a name nor name:port (IPv6 addresses stand under addresses)");
        }
        else if (Naming.HostProblem(name) is { } problem)
        {
            values.Faults.Add(id.At, $"the hostname {Shown.Text(name)} {problem}");
        }
        else if (colon >= 0 && port is null)
        {
            values.Faults.Add(id.At, $"the port in {Shown.Text(id.Text)} must be a number from 1 to 65535");
        }

        return (name, port);
    }

    private string? FenceAgent(YamlValue? value)
    {
        const string prefix = "fence_";
        if (value is null || values.Text(value, "fence_agent") is not { } agent)
        {
            return null;
        }

        var problem =
            agent.Text.StartsWith(prefix, StringComparison.Ordinal)
                ? $"must be written without {prefix}: {Shown.Text(agent.Text[prefix.Length..])}"
                : Naming.ParameterProblem(agent.Text);
        if (problem is not null)
        {
            values.Faults.Add(agent.At, $"the fence agent's name {Shown.Text(agent.Text)} {problem}");
        }

        return agent.Text;
    }

    private ImmutableArray<Parameter> FenceParameters(YamlValue? value)
    {
        var parameters = new ParameterReader(values).Read(value, "fence_parameters");
        if (parameters.Any(p => Is(p, "action")))
        {
            values.Faults.Add(value!.At, "fence_parameters must not have action: HALO says itself what the fence agent shall do");
        }

        if (parameters.Any(p => Is(p, "missing_as_off")))
        {
            values.Faults.Add(
                value!.At,
                "fence_parameters must not have missing_as_off: with it a plug that is misspelled counts as off, and HALO would start things twice");
        }

        if (parameters.Any(p => Is(p, "password")) && parameters.Any(p => Is(p, "password_file")))
        {
            values.Faults.Add(value!.At, "fence_parameters has both password and password_file; keep one");
        }

        return parameters;

        // To fence agents both ways of writing a name are one.
        static bool Is(Parameter parameter, string name) =>
            string.Equals(parameter.Name.Replace('-', '_'), name, StringComparison.Ordinal);
    }
}
