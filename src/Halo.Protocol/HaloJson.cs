using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Halo.Protocol.Cli;
using Halo.Protocol.Remote;

namespace Halo.Protocol;

/// <summary>The JSON of everything that travels between the programs; names are snake_case.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    AllowTrailingCommas = false,
    MaxDepth = 16,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip)]
[JsonSerializable(typeof(HelloAnswer))]
[JsonSerializable(typeof(OpenSessionRequest))]
[JsonSerializable(typeof(PingRequest))]
[JsonSerializable(typeof(PingAnswer))]
[JsonSerializable(typeof(OperationRequest))]
[JsonSerializable(typeof(OperationAnswer))]
[JsonSerializable(typeof(ProtocolError))]
[JsonSerializable(typeof(StatusAnswer))]
[JsonSerializable(typeof(AskRequest))]
[JsonSerializable(typeof(AskAnswer))]
[JsonSerializable(typeof(EventsAnswer))]
[JsonSerializable(typeof(ClearRequest))]
public sealed partial class HaloJson : JsonSerializerContext
{
    /// <summary>The same, indented, for people (<c>halo status --json</c>).</summary>
    public static HaloJson Indented { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        // Apostrophes and letters as they are; control characters are still escaped. No browser reads this.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
