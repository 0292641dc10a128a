namespace Halo.Engine.Inputs;

/// <summary>What a fence agent was asked to do (fence agent API: <c>off</c>, <c>on</c>, <c>status</c>).</summary>
public enum PowerVerb
{
    /// <summary>Tell whether the host has power.</summary>
    Status,

    /// <summary>Power the host off.</summary>
    Off,

    /// <summary>Power the host on.</summary>
    On,
}

/// <summary>What came of a call of a fence agent.</summary>
public enum PowerAnswer
{
    /// <summary>The agent failed, or did not end before its deadline.</summary>
    Failed,

    /// <summary>The agent says that <c>off</c> or <c>on</c> was done. That proves nothing (rule F8).</summary>
    Done,

    /// <summary>The status is ON.</summary>
    On,

    /// <summary>The status is OFF.</summary>
    Off,
}

/// <summary>A call of a host's fence agent has ended.</summary>
public sealed record PowerAnswered : HostInput
{
    /// <summary>The call's number.</summary>
    public required long Call { get; init; }

    /// <summary>What came of it.</summary>
    public required PowerAnswer Answer { get; init; }

    /// <summary>The agent's reason, for people, without secrets; empty where all went well.</summary>
    public string Why { get; init; } = "";
}

/// <summary>
/// The intent to fence a host is on disk; or writing it failed or took too long, and that was said (rule F8).
/// </summary>
public sealed record IntentRecorded : HostInput
{
    /// <summary>The attempt's number.</summary>
    public required long Attempt { get; init; }

    /// <summary>The time of day as it is shown to people, UTC: when the host was fenced; empty where nobody knows.</summary>
    public string Time { get; init; } = "";
}
