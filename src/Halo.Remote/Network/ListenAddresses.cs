using System.Net;
using System.Net.NetworkInformation;

namespace Halo.Remote.Network;

/// <summary>Finds the addresses that the remote may listen on: never one outside the networks it was given.</summary>
internal static class ListenAddresses
{
    /// <summary>The addresses of this machine, in the order of its interfaces.</summary>
    internal static IReadOnlyList<IPAddress> OfThisMachine() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(card => card.GetIPProperties().UnicastAddresses)
            .Select(address => address.Address),
    ];

    /// <summary>Finds the addresses inside the networks.</summary>
    /// <param name="networks">The networks as written.</param>
    /// <param name="local">The addresses of this machine.</param>
    /// <param name="fault">Where there is none: why, in one sentence.</param>
    /// <returns>The addresses; empty with a fault.</returns>
    internal static IReadOnlyList<IPAddress> Find(
        IReadOnlyList<string> networks, IReadOnlyList<IPAddress> local, out string fault)
    {
        var found = new List<IPAddress>();
        foreach (var text in networks)
        {
            if (Cidr.Parse(text) is not Cidr network)
            {
                fault = $"'{text}' is not a network; write it as 192.168.1.0/24 (--network or HALO_NET)";
                return [];
            }

            found.AddRange(Inside(network, local));
        }

        fault = found.Count > 0 ? "" :
            $"no address of this machine is inside {string.Join(',', networks)}; it has {string.Join(", ", local)}: " +
            "name a network of one of them by --network or HALO_NET";
        return [.. found.Distinct()];
    }

    private static List<IPAddress> Inside(Cidr network, IReadOnlyList<IPAddress> local)
    {
        List<IPAddress> inside = [.. local.Where(network.Network.Contains)];
        // The interface lo has 127.0.0.1/8: every other address of that network is this machine's as well.
        return inside.Count == 0 && network.IsLoopback ? [network.Address] : inside;
    }
}
