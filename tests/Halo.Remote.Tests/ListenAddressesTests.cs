using System.Net;
using Halo.Remote.Network;

namespace Halo.Remote.Tests;

public sealed class ListenAddressesTests
{
    private static readonly IPAddress[] Local =
        [.. new[] { "127.0.0.1", "::1", "10.0.0.7", "10.0.1.7", "fd00::7" }.Select(IPAddress.Parse)];

    [Theory]
    [InlineData("10.0.0.0/24", "10.0.0.7")]
    [InlineData("10.0.0.99/24", "10.0.0.7")]
    [InlineData("10.0.0.0/16", "10.0.0.7 10.0.1.7")]
    [InlineData("10.0.1.0/24,10.0.0.0/16", "10.0.1.7 10.0.0.7")]
    [InlineData("10.0.0.7", "10.0.0.7")]
    [InlineData("0.0.0.0/0", "127.0.0.1 10.0.0.7 10.0.1.7")]
    [InlineData("fd00::/8", "fd00::7")]
    [InlineData("127.0.0.0/8", "127.0.0.1")]
    [InlineData("127.0.0.2/32", "127.0.0.2")]
    public void Are_those_inside_the_networks(string networks, string addresses)
    {
        var found = ListenAddresses.Find(networks.Split(','), Local, out var fault);

        Assert.Equal("", fault);
        Assert.Equal(addresses, string.Join(' ', found));
    }

    [Theory]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/24/1")]
    [InlineData("10.0.0.0/")]
    [InlineData("oss00")]
    public void A_text_that_is_no_network_is_named(string text)
    {
        Assert.Empty(ListenAddresses.Find([text], Local, out var fault));
        Assert.StartsWith($"'{text}' is not a network", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_none_matches_the_machines_addresses_are_listed()
    {
        Assert.Empty(ListenAddresses.Find(["192.168.1.0/24"], Local, out var fault));
        Assert.Equal(
            "no address of this machine is inside 192.168.1.0/24; it has 127.0.0.1, ::1, 10.0.0.7, 10.0.1.7, fd00::7: name a " +
            "network of one of them by --network or HALO_NET",
            fault);
    }
}
