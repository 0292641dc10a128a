using System.Text.Json.Serialization;
using Halo.Protocol.Remote;

namespace Halo.Remote.Operations;

/// <summary>What the remote writes down of an operation, so that its successor finds it.</summary>
internal sealed record OperationRecord
{
    /// <summary>The operation's id.</summary>
    public required string Id { get; init; }

    /// <summary>The resource.</summary>
    public required string Resource { get; init; }

    /// <summary>What is being done.</summary>
    public required AgentAction Action { get; init; }

    /// <summary>The boot in which it runs; process ids mean nothing in another.</summary>
    public required string BootId { get; init; }

    /// <summary>When it began, in seconds of the monotonic clock, which runs from boot and is the same for the successor.</summary>
    public required double BeganSeconds { get; init; }

    /// <summary>When its deadline is, on the same clock.</summary>
    public required double DeadlineSeconds { get; init; }

    /// <summary>The agent's process id and session; 0 when the remote ended between recording and noting it.</summary>
    public int Pid { get; init; }

    /// <summary>The variable that every process of an operation has in its environment.</summary>
    public const string Variable = "HALO_OPERATION";

    /// <summary>The variable with this operation's id.</summary>
    [JsonIgnore]
    public string Mark => $"{Variable}={Id}";
}

/// <summary>The JSON of records.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(OperationRecord))]
internal sealed partial class RecordJson : JsonSerializerContext;
