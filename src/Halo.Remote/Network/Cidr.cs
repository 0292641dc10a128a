using System.Globalization;
using System.Net;

namespace Halo.Remote.Network;

/// <summary>A network as administrators write it: <c>10.0.0.0/24</c>, <c>10.0.0.7/24</c> (the same), or one address.</summary>
/// <param name="Address">The address as written.</param>
/// <param name="Network">The network that it is in.</param>
internal sealed record Cidr(IPAddress Address, IPNetwork Network)
{
    private static readonly IPNetwork Loopback = IPNetwork.Parse("127.0.0.0/8");

    /// <summary>Whether it is a part of 127.0.0.0/8, all of which Linux delivers to the loopback interface.</summary>
    internal bool IsLoopback => Loopback.Contains(Address) && Network.PrefixLength >= Loopback.PrefixLength;

    /// <summary>Reads a network; null for what is none.</summary>
    internal static Cidr? Parse(string text)
    {
        var parts = text.Split('/');
        if (parts.Length > 2 || !IPAddress.TryParse(parts[0], out var address))
        {
            return null;
        }

        var bytes = address.GetAddressBytes();
        var length = bytes.Length * 8;
        if (parts.Length == 2
            && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > bytes.Length * 8))
        {
            return null;
        }

        for (var bit = length; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new Cidr(address, new IPNetwork(new IPAddress(bytes), length));
    }
}
