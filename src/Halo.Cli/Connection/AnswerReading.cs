using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Halo.Protocol;

namespace Halo.Cli.Connection;

/// <summary>Reads the body of the manager's answer. What cannot be understood most often comes from another version.</summary>
internal static class AnswerReading
{
    /// <summary>The answer, or the sentence that says what is wrong with it.</summary>
    public static Reply<T> Read<T>(string socket, HttpStatusCode status, byte[] body, JsonTypeInfo<T> type)
        where T : class
    {
        if (status != HttpStatusCode.OK)
        {
            return Reply<T>.None(Refusal(socket, status, body));
        }

        return Parse(body, type) is { } answer
            ? Reply<T>.Of(answer)
            : Reply<T>.None(
                $"the answer on {socket} cannot be understood: {VersionOf(body)} and this is halo {HaloVersion.Text}; " +
                "install the same version of all programs and restart the manager");
    }

    private static string Refusal(string socket, HttpStatusCode status, byte[] body) =>
        Parse(body, HaloJson.Default.ProtocolError) is { } error
            ? error.Message.TrimEnd('.')
            : $"the answer on {socket} is HTTP status {(int)status}, which no manager of version {HaloVersion.Text} " +
              "sends; is it a manager of this version that listens there?";

    private static T? Parse<T>(byte[] body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Every version of the manager has put its version at the top of its answer.</summary>
    private static string VersionOf(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("version", out var version)
                && version.ValueKind == JsonValueKind.String
                ? $"the manager is of version {version.GetString()}"
                : "it names no version of HALO";
        }
        catch (JsonException)
        {
            return "it is not JSON";
        }
    }
}
