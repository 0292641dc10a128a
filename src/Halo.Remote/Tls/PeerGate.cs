using Halo.Daemons;
using Halo.Protocol;
using Microsoft.AspNetCore.Connections.Features;

namespace Halo.Remote.Tls;

/// <summary>Lets the manager's requests through, and answers all others with why they are refused.</summary>
internal static class PeerGate
{
    /// <summary>Hands on what comes from the manager.</summary>
    public static Task HandleAsync(HttpContext context, RequestDelegate next) =>
        context.Features.Get<PeerVerdict>() is { Refusal: null } ? next(context) : RefuseAsync(context);

    private static async Task RefuseAsync(HttpContext context)
    {
        var why = context.Features.Get<PeerVerdict>()?.Refusal?.Why ?? "is not known";
        await JsonBody.WriteAsync(context, new ProtocolError
        {
            Code = ErrorCodes.PeerRefused,
            Message = $"who opened this connection {why}",
        });
        context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
    }
}
