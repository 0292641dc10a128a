using System.Text;
using System.Text.Json;
using Halo.CommandLine;
using Halo.Daemons;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Halo.Lab.Devices;

/// <summary>
/// BMCs that speak as much Redfish (DSP0266) over HTTPS as it takes to power a host off and on. Each has one computer system, the
/// host whose address was called. As real ones do, they say that they could before the power has changed, and refuse to power
/// off what is off.
/// </summary>
/// <param name="endpoints">Where each host's BMC listens.</param>
/// <param name="plug">The hosts' power.</param>
/// <param name="login">The <c>Authorization</c> that clients must show.</param>
internal sealed class RedfishBmcs(IReadOnlyList<DeviceEndpoint> endpoints, Plug plug, string login)
{
    private const string Root = "/redfish/v1";
    private const string Systems = $"{Root}/Systems";
    private const string TheSystem = $"{Systems}/1";
    private const string Reset = $"{TheSystem}/Actions/ComputerSystem.Reset";
    private const int LargestRequest = 64 * 1024;

    /// <summary>Serves until the program is told to end.</summary>
    internal async Task ServeAsync()
    {
        using var certificate = SelfSignedCertificate.For(endpoints.Select(endpoint => endpoint.Address.Address));
        var builder = DaemonWeb.CreateBuilder(Verbosity.Warn);
        _ = builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxConcurrentConnections = 256;
            kestrel.Limits.MaxRequestBodySize = LargestRequest;
            foreach (var endpoint in endpoints)
            {
                kestrel.Listen(endpoint.Address, listener =>
                {
                    listener.Protocols = HttpProtocols.Http1;
                    _ = listener.UseHttps(certificate);
                });
            }
        });
        await using var web = builder.Build();
        web.Run(AnswerAsync);
        await web.RunAsync();
    }

    /// <summary>What <c>Authorization</c> says for a user (RFC 7617).</summary>
    internal static string BasicLogin(string user, string password) =>
        $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}";

    private Task AnswerAsync(HttpContext context)
    {
        var host = endpoints.First(endpoint => endpoint.Address.Address.Equals(context.Connection.LocalIpAddress)).Host;
        var path = context.Request.Path.Value?.TrimEnd('/');
        var isLoggedIn = string.Equals(context.Request.Headers.Authorization, login, StringComparison.Ordinal);
        return (context.Request.Method, path) switch
        {
            ("GET", Root) => JsonBody.WriteAsync(context, new RedfishRoot(new RedfishLink(Systems)), RedfishJson.Default.RedfishRoot),
            _ when !isLoggedIn => FailAsync(context, 401, "InsufficientPrivilege", "log in with the name and the password of the BMC"),
            ("GET", Systems) => JsonBody.WriteAsync(context, new RedfishSystems([new RedfishLink(TheSystem)]), RedfishJson.Default.RedfishSystems),
            ("GET", TheSystem) => TellSystemAsync(context, host),
            ("POST", Reset) => ResetAsync(context, host),
            _ => FailAsync(context, 404, "ResourceMissingAtURI", $"there is no {context.Request.Method} {path}"),
        };
    }

    private async Task TellSystemAsync(HttpContext context, string host)
    {
        var status = await plug.StatusAsync(host);
        if (status is not (PlugAnswer.On or PlugAnswer.Off))
        {
            await FailAsync(context, 500, "InternalError", "the power state is not known");
            return;
        }

        var actions = new RedfishActions(new RedfishReset(Reset, ["On", "ForceOff"]));
        var system = new RedfishSystem("1", host, status == PlugAnswer.On ? "On" : "Off", actions);
        await JsonBody.WriteAsync(context, system, RedfishJson.Default.RedfishSystem);
    }

    private async Task ResetAsync(HttpContext context, string host)
    {
        var (verb, already) = await ReadResetTypeAsync(context) switch
        {
            "On" => ("on", PlugAnswer.On),
            "ForceOff" => ("off", PlugAnswer.Off),
            _ => default,
        };
        if (verb is null)
        {
            await FailAsync(context, 400, "ActionParameterNotSupported", "the ResetType is On or ForceOff");
            return;
        }

        var status = await plug.StatusAsync(host);
        if (status == already)
        {
            await FailAsync(context, 409, "NoOperation", $"the host is {verb} already");
            return;
        }

        if (status == PlugAnswer.Failed || await plug.BeginToSwitchAsync(host, verb) != PlugAnswer.Done)
        {
            await FailAsync(context, 500, "InternalError", "the power cannot be switched");
            return;
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task<string?> ReadResetTypeAsync(HttpContext context)
    {
        try
        {
            var request = await JsonSerializer.DeserializeAsync(
                context.Request.Body, RedfishJson.Default.RedfishResetRequest, context.RequestAborted);
            return request?.ResetType;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Task FailAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.StatusCode = status;
        var failure = new RedfishFailure(new RedfishError($"Base.1.0.{code}", message));
        return JsonBody.WriteAsync(context, failure, RedfishJson.Default.RedfishFailure);
    }
}
