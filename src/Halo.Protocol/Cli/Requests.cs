using System.Text.Json.Serialization;

namespace Halo.Protocol.Cli;

/// <summary>The values of <see cref="AskRequest.Verb"/>; the comment says of which kind the objects are.</summary>
public static class RequestVerbs
{
    /// <summary>Groups: HALO may act on them.</summary>
    public const string Manage = "manage";

    /// <summary>Groups: HALO must not act on them.</summary>
    public const string Unmanage = "unmanage";

    /// <summary>Hosts: HALO may run groups there.</summary>
    public const string Activate = "activate";

    /// <summary>Hosts: HALO moves their groups away, and runs none there.</summary>
    public const string Deactivate = "deactivate";

    /// <summary>Hosts: power them off for certain.</summary>
    public const string Fence = "fence";

    /// <summary>Hosts: they are healthy, HALO may fence them again.</summary>
    public const string Reset = "reset";

    /// <summary>Hosts: bring the groups home that have them as their home host.</summary>
    public const string Failback = "failback";

    /// <summary>Resources: what failed may be tried again.</summary>
    public const string Cleanup = "cleanup";

    /// <summary>Hosts: power them on.</summary>
    public const string PowerOn = "power-on";

    /// <summary>Hosts, or all of them where none is named: ask the fence agents whether they have power.</summary>
    public const string PowerStatus = "power-status";
}

/// <summary>An administrator wants something done to some objects.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AskRequest
{
    /// <summary>What: one of <see cref="RequestVerbs"/>.</summary>
    public required string Verb { get; init; }

    /// <summary>To which hosts, groups or resources, by their names; at most <see cref="ManagerRoutes.MaximumObjects"/>.</summary>
    public required string[] Objects { get; init; }

    /// <summary>Of a fence: that rules F4 and F5 do not bind (rule A1).</summary>
    public bool Force { get; init; }

    /// <summary>Why, in the administrator's words; null or empty where nothing was said.</summary>
    public string? Reason { get; init; }

    /// <summary>The user who became another one with sudo(8), by <c>SUDO_USER</c>; null where nobody did.</summary>
    public string? SudoUser { get; init; }
}

/// <summary>What became of requests.</summary>
public sealed record AskAnswer
{
    /// <summary>One for each object, in the order in which they were asked for.</summary>
    public required RequestStatus[] Requests { get; init; }

    /// <summary>Stands for what this answer says; to be sent with the next question, so that it is not said twice.</summary>
    public required string Seen { get; init; }
}

/// <summary>How far a request is.</summary>
public enum RequestProgress
{
    /// <summary>It is being done.</summary>
    [JsonStringEnumMemberName("pending")]
    Pending,

    /// <summary>It is done.</summary>
    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>It was tried and has failed.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>A rule forbids it; nothing was done.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>The manager does not know it: it ended long ago, or before the manager was restarted.</summary>
    [JsonStringEnumMemberName("no_longer_known")]
    NoLongerKnown,
}

/// <summary>What became of one request.</summary>
public sealed record RequestStatus
{
    /// <summary>Its id, unique for ever.</summary>
    public required string Id { get; init; }

    /// <summary>The host, group or resource; empty where the request is not known.</summary>
    public required string Object { get; init; }

    /// <summary>One of <see cref="RequestVerbs"/>; empty where the request is not known.</summary>
    public required string Verb { get; init; }

    /// <summary>How far it is.</summary>
    public required RequestProgress Stage { get; init; }

    /// <summary>What is going on, how it ended, or the facts for which it was refused.</summary>
    public required string Text { get; init; }

    /// <summary>The rule that forbids it, or null.</summary>
    public string? Rule { get; init; }

    /// <summary>What to do about a failure or a refusal, or null.</summary>
    public string? WayOut { get; init; }
}
