using System.Text.Json;
using Halo.Protocol;
using Halo.Protocol.Remote;

namespace Halo.Manager.Remotes;

/// <summary>Reads a remote's hello, also that of another version, of which only the version is understood (design §5).</summary>
internal static class HelloReading
{
    /// <summary>The hello; null and why when this is none.</summary>
    public static HelloAnswer? Of(ReadOnlySpan<byte> body, out string why)
    {
        why = "";
        try
        {
            return JsonSerializer.Deserialize(body, HaloJson.Default.HelloAnswer);
        }
        catch (JsonException e)
        {
            why = e.Message;
            return OfAnotherVersion(body);
        }
    }

    /// <summary>Why the remote does not serve who asks; null when the answer says something else.</summary>
    public static string? RefusalIn(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, HaloJson.Default.ProtocolError) is { Code: ErrorCodes.PeerRefused } error
                ? error.Message
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static HelloAnswer? OfAnotherVersion(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var json = JsonDocument.ParseValue(ref reader);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("version", out var version)
                && version.ValueKind == JsonValueKind.String
                && version.GetString() is { } text
                && !string.Equals(text, HaloVersion.Text, StringComparison.Ordinal)
                    ? new HelloAnswer
                    {
                        Version = text,
                        InstanceId = "",
                        BootId = "",
                        UptimeSeconds = 0,
                        LastSession = 0,
                        InFlight = [],
                    }
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
