using Halo.Engine.Inputs;
using Halo.Protocol.Cli;

namespace Halo.Manager.Requests;

/// <summary>To which kind of object a verb is done.</summary>
internal enum ObjectKind
{
    /// <summary>A host.</summary>
    Host,

    /// <summary>A group.</summary>
    Group,

    /// <summary>A resource.</summary>
    Resource,
}

/// <summary>A verb in the words of the protocol and of the engine.</summary>
internal sealed record VerbEntry(string Name, AdministratorVerb Verb, ObjectKind Objects);

/// <summary>Every verb by which an administrator asks for something.</summary>
internal static class VerbTable
{
    private static readonly ImmutableArray<VerbEntry> All =
    [
        new(RequestVerbs.Manage, AdministratorVerb.Manage, ObjectKind.Group),
        new(RequestVerbs.Unmanage, AdministratorVerb.Unmanage, ObjectKind.Group),
        new(RequestVerbs.Activate, AdministratorVerb.Activate, ObjectKind.Host),
        new(RequestVerbs.Deactivate, AdministratorVerb.Deactivate, ObjectKind.Host),
        new(RequestVerbs.Fence, AdministratorVerb.Fence, ObjectKind.Host),
        new(RequestVerbs.Reset, AdministratorVerb.Reset, ObjectKind.Host),
        new(RequestVerbs.Failback, AdministratorVerb.Failback, ObjectKind.Host),
        new(RequestVerbs.Cleanup, AdministratorVerb.Cleanup, ObjectKind.Resource),
        new(RequestVerbs.PowerOn, AdministratorVerb.PowerOn, ObjectKind.Host),
        new(RequestVerbs.PowerStatus, AdministratorVerb.PowerStatus, ObjectKind.Host),
    ];

    /// <summary>All names, for a message.</summary>
    public static string Names { get; } = string.Join(", ", All.Select(entry => entry.Name));

    /// <summary>The verb of that name, or null.</summary>
    public static VerbEntry? Find(string name) => All.FirstOrDefault(entry => string.Equals(entry.Name, name, StringComparison.Ordinal));

    /// <summary>The entry of one of the engine's verbs.</summary>
    public static VerbEntry Of(AdministratorVerb verb) => All.First(entry => entry.Verb == verb);
}
