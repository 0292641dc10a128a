using System.Net;

namespace Halo.Lab.Devices;

/// <summary>Where one host's device listens.</summary>
/// <param name="Host">The host.</param>
/// <param name="Address">The address and the port.</param>
internal sealed record DeviceEndpoint(string Host, IPEndPoint Address)
{
    /// <summary>Reads <c>HOST=ADDRESS:PORT</c>; null where one of them is not that, or there is none.</summary>
    internal static IReadOnlyList<DeviceEndpoint>? Parse(IReadOnlyCollection<string> texts)
    {
        var endpoints = texts.Select(Parse).OfType<DeviceEndpoint>().ToList();
        return endpoints.Count > 0 && endpoints.Count == texts.Count ? endpoints : null;
    }

    private static DeviceEndpoint? Parse(string text) =>
        text.Split('=') is [{ Length: > 0 } host, var address] && IPEndPoint.TryParse(address, out var endpoint)
            ? new DeviceEndpoint(host, endpoint)
            : null;
}
