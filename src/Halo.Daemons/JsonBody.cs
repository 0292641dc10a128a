using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Halo.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Halo.Daemons;

/// <summary>Reads and writes the JSON bodies of requests and answers, as the manager and the remote both do.</summary>
public static class JsonBody
{
    /// <summary>Reads a request; null and the error where it is not what the route takes.</summary>
    public static async Task<(T? Value, ProtocolError? Error)> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            var value = await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted);
            return value is null ? (null, Bad("the body is null where a JSON object is needed")) : (value, null);
        }
        catch (JsonException fault)
        {
            return (null, Bad(Explain(fault)));
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, new ProtocolError
            {
                Code = ErrorCodes.TooLarge,
                Message = $"the body is larger than {MaximumBytes(context)} bytes",
            });
        }
    }

    /// <summary>Writes an answer.</summary>
    public static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, type);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, 0, body.Length, context.RequestAborted);
    }

    /// <summary>Writes an error with its status.</summary>
    public static Task WriteAsync(HttpContext context, ProtocolError error)
    {
        context.Response.StatusCode = error.Code switch
        {
            ErrorCodes.BadRequest => StatusCodes.Status400BadRequest,
            ErrorCodes.PeerRefused => StatusCodes.Status403Forbidden,
            ErrorCodes.UnknownOperation or ErrorCodes.UnknownObject or ErrorCodes.NotFound => StatusCodes.Status404NotFound,
            ErrorCodes.OldSession or ErrorCodes.OtherManager or ErrorCodes.OtherInstance => StatusCodes.Status409Conflict,
            ErrorCodes.TooLarge => StatusCodes.Status413PayloadTooLarge,
            ErrorCodes.TooMany => StatusCodes.Status429TooManyRequests,
            ErrorCodes.Late => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        };
        return WriteAsync(context, error, HaloJson.Default.ProtocolError);
    }

    private static long? MaximumBytes(HttpContext context) =>
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;

    private static ProtocolError Bad(string message) => new() { Code = ErrorCodes.BadRequest, Message = message };

    /// <summary>The serializer's sentence names .NET types; the place in the body is what the sender needs.</summary>
    private static string Explain(JsonException fault)
    {
        if (fault.Message.Contains("could not be mapped", StringComparison.Ordinal))
        {
            return $"the body has a field that this route does not know: {fault.Path}";
        }

        const string Missing = "including: ";
        var missing = fault.Message.IndexOf(Missing, StringComparison.Ordinal);
        var names = missing < 0 ? "" : fault.Message[(missing + Missing.Length)..].Split('.')[0];
        return names.Length > 0
            ? $"the body lacks required fields: {names.Replace("'", "", StringComparison.Ordinal)}"
            : $"the body is not the JSON that this route takes: see {fault.Path ?? "$"}, line {fault.LineNumber + 1}, " +
                $"byte {fault.BytePositionInLine + 1}";
    }
}
