using Halo.Protocol.Cli;

namespace Halo.Cli.Requests;

/// <summary>What the objects of a verb are.</summary>
internal enum ObjectArgument
{
    /// <summary>Hosts, as nodesets.</summary>
    Hosts,

    /// <summary>Groups, by their names or as nodesets.</summary>
    Groups,

    /// <summary>Resources, by their names or as nodesets.</summary>
    Resources,
}

/// <summary>A verb that acts: how it is typed, how it is told, and what the manager is asked for.</summary>
/// <param name="Command">The command's name.</param>
/// <param name="Verb">One of <see cref="RequestVerbs"/>.</param>
/// <param name="Infinitive">What cannot be done, in <c>cannot … oss00</c>.</param>
/// <param name="Objects">What it is done to.</param>
/// <param name="Description">One sentence for the help.</param>
internal sealed record ActingVerb(string Command, string Verb, string Infinitive, ObjectArgument Objects, string Description)
{
    /// <summary>The option that takes the objects; null where they are arguments.</summary>
    public string? ObjectsOption { get; init; }

    /// <summary>Whether it has <c>--force</c>.</summary>
    public bool CanBeForced { get; init; }

    /// <summary>Powers a host off for certain.</summary>
    public static ActingVerb Fence { get; } = new(
        "fence", RequestVerbs.Fence, "fence", ObjectArgument.Hosts, "Power hosts off through their fence agents, and verify that they are off.")
    {
        CanBeForced = true,
    };

    /// <summary>The same by another name, because it stands beside <c>power on</c>.</summary>
    public static ActingVerb PowerOff { get; } = Fence with { Command = "off", Description = "Power hosts off for certain; the same as \"halo fence\"." };

    /// <summary>Powers a host on.</summary>
    public static ActingVerb PowerOn { get; } = new(
        "on", RequestVerbs.PowerOn, "power on", ObjectArgument.Hosts, "Power hosts on through their fence agents.");

    /// <summary>Asks the fence agents for the power of hosts.</summary>
    public static ActingVerb PowerStatus { get; } = new(
        "status", RequestVerbs.PowerStatus, "ask for the power of", ObjectArgument.Hosts, "Ask the fence agents which hosts have power; without HOSTS, of all hosts.");

    /// <summary>Those that are commands of their own.</summary>
    public static ImmutableArray<ActingVerb> Commands { get; } =
    [
        Fence,
        new("reset", RequestVerbs.Reset, "reset", ObjectArgument.Hosts, "Say that fenced hosts are healthy, so that HALO may fence them again."),
        new("manage", RequestVerbs.Manage, "manage", ObjectArgument.Groups, "Let HALO act on groups."),
        new("unmanage", RequestVerbs.Unmanage, "unmanage", ObjectArgument.Groups, "Keep HALO from acting on groups."),
        new("activate", RequestVerbs.Activate, "activate", ObjectArgument.Hosts, "Let HALO run groups on hosts."),
        new("deactivate", RequestVerbs.Deactivate, "deactivate", ObjectArgument.Hosts, "Move the groups of hosts away and run none there."),
        new("failback", RequestVerbs.Failback, "fail back onto", ObjectArgument.Hosts, "Move the groups that are failed over back to their home hosts.")
        {
            ObjectsOption = "--onto",
        },
        new("cleanup", RequestVerbs.Cleanup, "clean up", ObjectArgument.Resources, "Let HALO try again what failed, and repair what is in error."),
    ];
}
