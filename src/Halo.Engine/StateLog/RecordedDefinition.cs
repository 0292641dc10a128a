using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Halo.Engine.StateLog;

/// <summary>
/// A group as a configuration defines it, short enough for a line of the state log: by it a manager that starts sees whether
/// the group is still the one that it was (rule K7).
/// </summary>
public sealed record RecordedDefinition
{
    private const int DigestBytes = 8;

    /// <summary>Where the group may run, its home host first.</summary>
    public required ImmutableArray<string> Hosts { get; init; }

    /// <summary>Its resources, parents before dependents.</summary>
    public required ImmutableArray<RecordedResource> Resources { get; init; }

    /// <summary>The hosts as the field <see cref="EventField.Hosts"/> has them.</summary>
    public string HostsText => string.Join(',', Hosts);

    /// <summary>The resources as the field <see cref="EventField.Resources"/> has them.</summary>
    public string ResourcesText => string.Join(',', Resources);

    /// <summary>A group as it is defined now.</summary>
    public static RecordedDefinition Of(FailoverDomain domain, GroupConfig group) => new()
    {
        Hosts = [.. group.Hosts.Select(host => domain.Hosts[host].Id)],
        Resources = [.. group.Members.Select(member => Of(domain.Resources[member], isShared: !domain.IsExclusive(member)))],
    };

    /// <summary>The definition in the fields of a line; null where they hold none.</summary>
    public static RecordedDefinition? Parse(string? hosts, string? resources)
    {
        if (string.IsNullOrEmpty(hosts) || string.IsNullOrEmpty(resources))
        {
            return null;
        }

        ImmutableArray<RecordedResource?> read = [.. resources.Split(',').Select(RecordedResource.Parse)];
        return read.Contains(null)
            ? null
            : new RecordedDefinition { Hosts = [.. hosts.Split(',')], Resources = [.. read.Select(resource => resource!)] };
    }

    /// <summary>The event that records the definition of a group on which HALO acts.</summary>
    public ClusterEvent ToEvent(string group) => ToEvent(
        EventKind.Group,
        group,
        $"{Resources.Length} {(Resources.Length == 1 ? "resource" : "resources")} on {string.Join(", ", Hosts)}");

    /// <summary>The event that says that a group with this definition was found and is held.</summary>
    public ClusterEvent ToHeldEvent(string group, string why) => ToEvent(EventKind.Held, group, why);

    /// <summary>Whether the other definition is this one to the letter.</summary>
    public bool IsSameAs(RecordedDefinition other) =>
        string.Equals(HostsText, other.HostsText, StringComparison.Ordinal)
        && string.Equals(ResourcesText, other.ResourcesText, StringComparison.Ordinal);

    private ClusterEvent ToEvent(EventKind kind, string group, string comment) => new(kind, group, comment)
    {
        Fields = [new EventField(EventField.Hosts, HostsText), new EventField(EventField.Resources, ResourcesText)],
    };

    private static RecordedResource Of(ResourceConfig resource, bool isShared) =>
        new(resource.Id, resource.Kind.ToString(), DigestOf(resource.Parameters), isShared);

    /// <summary>The parameters themselves may be long, and may hold what is nobody's business.</summary>
    private static string DigestOf(ImmutableArray<Parameter> parameters)
    {
        if (parameters.IsEmpty)
        {
            return "";
        }

        var text = new StringBuilder();
        foreach (var parameter in parameters.OrderBy(parameter => parameter.Name, StringComparer.Ordinal))
        {
            // With its length, so that no value can look like two parameters.
            text.Append(CultureInfo.InvariantCulture, $"{parameter.Name}={parameter.Value.Length}:{parameter.Value}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, DigestBytes));
    }
}

/// <summary>A resource in a <see cref="RecordedDefinition"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its agent, <c>PROVIDER/TYPE</c>.</param>
/// <param name="Digest">16 hexadecimal digits that stand for its parameters; empty where it has none.</param>
/// <param name="IsShared">Whether other groups have it too, so that it may run on several hosts.</param>
public sealed record RecordedResource(string Name, string Kind, string Digest, bool IsShared)
{
    private const string SharedSuffix = "#shared";

    /// <summary>Agent and parameters: what makes two resources of different names the same thing.</summary>
    public string Content => $"{Kind}#{Digest}";

    /// <summary><c>NAME=KIND#DIGEST</c>, with <c>#shared</c> behind it where it is; what separates these in a name is written as <c>%NN</c>.</summary>
    public override string ToString() => $"{Escape(Name)}={Kind}#{Digest}{(IsShared ? SharedSuffix : "")}";

    /// <summary>Reads what <see cref="ToString"/> writes; null where it is none.</summary>
    public static RecordedResource? Parse(string text)
    {
        var isShared = text.EndsWith(SharedSuffix, StringComparison.Ordinal);
        var rest = isShared ? text[..^SharedSuffix.Length] : text;
        var equals = rest.IndexOf('=');
        var hash = rest.IndexOf('#', equals + 1);
        return equals > 0 && hash > equals + 1
            ? new RecordedResource(Unescape(rest[..equals]), rest[(equals + 1)..hash], rest[(hash + 1)..], isShared)
            : null;
    }

    private static string Escape(string name) => name
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace(",", "%2c", StringComparison.Ordinal)
        .Replace("=", "%3d", StringComparison.Ordinal)
        .Replace("#", "%23", StringComparison.Ordinal);

    private static string Unescape(string name) => name
        .Replace("%23", "#", StringComparison.Ordinal)
        .Replace("%3d", "=", StringComparison.Ordinal)
        .Replace("%2c", ",", StringComparison.Ordinal)
        .Replace("%25", "%", StringComparison.Ordinal);
}
