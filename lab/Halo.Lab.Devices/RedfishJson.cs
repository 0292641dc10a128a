using System.Text.Json.Serialization;

namespace Halo.Lab.Devices;

/// <summary>A link of Redfish.</summary>
/// <param name="Id">The path that it leads to.</param>
internal sealed record RedfishLink([property: JsonPropertyName("@odata.id")] string Id);

/// <summary>The service root, of which clients need one link.</summary>
internal sealed record RedfishRoot(RedfishLink Systems);

/// <summary>The collection of computer systems.</summary>
internal sealed record RedfishSystems(IReadOnlyList<RedfishLink> Members);

/// <summary>A computer system: the host.</summary>
/// <param name="Id">Its number in the BMC.</param>
/// <param name="HostName">The host.</param>
/// <param name="PowerState"><c>On</c> or <c>Off</c>.</param>
/// <param name="Actions">What it can be told to do.</param>
internal sealed record RedfishSystem(string Id, string HostName, string PowerState, RedfishActions Actions);

/// <summary>What a computer system can be told to do.</summary>
internal sealed record RedfishActions([property: JsonPropertyName("#ComputerSystem.Reset")] RedfishReset Reset);

/// <summary>Where a reset is asked for, and which there are.</summary>
internal sealed record RedfishReset(
    [property: JsonPropertyName("target")] string Target,
    [property: JsonPropertyName("ResetType@Redfish.AllowableValues")] IReadOnlyList<string> Allowed);

/// <summary>A request for a reset.</summary>
internal sealed record RedfishResetRequest(string? ResetType);

/// <summary>An answer that something went wrong.</summary>
internal sealed record RedfishFailure([property: JsonPropertyName("error")] RedfishError Error);

/// <summary>What went wrong.</summary>
/// <param name="Code">An id of the registry of messages.</param>
/// <param name="Message">A sentence.</param>
internal sealed record RedfishError(
    [property: JsonPropertyName("code")] string Code, [property: JsonPropertyName("message")] string Message);

/// <summary>The JSON of the Redfish service.</summary>
[JsonSerializable(typeof(RedfishRoot))]
[JsonSerializable(typeof(RedfishSystems))]
[JsonSerializable(typeof(RedfishSystem))]
[JsonSerializable(typeof(RedfishResetRequest))]
[JsonSerializable(typeof(RedfishFailure))]
internal sealed partial class RedfishJson : JsonSerializerContext;
