using System.Text.Json.Serialization;

namespace Halo.Protocol.Cli;

/// <summary>Events, oldest first.</summary>
public sealed record EventsAnswer
{
    /// <summary>What happened.</summary>
    public required EventStatus[] Events { get; init; }

    /// <summary>Stands for the latest event that there is, told or not; what comes after it is new.</summary>
    public required long Last { get; init; }
}

/// <summary>An administrator wants the list of events to begin anew.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ClearRequest
{
    /// <summary>Why, in the administrator's words; null or empty where nothing was said.</summary>
    public string? Reason { get; init; }

    /// <summary>As in <see cref="AskRequest.SudoUser"/>.</summary>
    public string? SudoUser { get; init; }
}
