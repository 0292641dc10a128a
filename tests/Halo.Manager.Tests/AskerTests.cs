using System.Net.Sockets;
using Halo.Manager.Requests;

namespace Halo.Manager.Tests;

public sealed class AskerTests
{
    [Theory]
    [InlineData("root", null, "root")]
    [InlineData("root", "", "root")]
    [InlineData("root", "root", "root")]
    [InlineData("root", "alice", "alice (sudo root)")]
    [InlineData("uid 1234", null, "uid 1234")]
    public void Names_the_user_and_who_became_it_with_sudo(string user, string? sudoUser, string name) =>
        Assert.Equal(name, Asker.Name(user, sudoUser));

    [Theory]
    [InlineData("halo", null)]
    [InlineData("HALO", null)]
    [InlineData("halo", "halo")]
    [InlineData("root", "halo")]
    public void Never_takes_a_user_for_HALO_itself(string user, string? sudoUser) =>
        Assert.NotEqual("halo", Asker.Name(user, sudoUser), StringComparer.OrdinalIgnoreCase);

    [Theory]
    [InlineData("new DIMM", "alice", null)]
    [InlineData("neue Speicherriegel für oss00", null, null)]
    [InlineData("one\ntwo", null, "the reason has control characters in it; leave them out")]
    [InlineData("\u202e", null, "the reason has control characters in it; leave them out")]
    [InlineData("", "al\tice", "SUDO_USER has control characters in it; unset it")]
    public void Refuses_what_would_break_a_line(string reason, string? sudoUser, string? fault) =>
        Assert.Equal(fault, Asker.Fault(reason, sudoUser));

    [Fact]
    public void Refuses_half_a_character() => Assert.NotNull(Asker.Fault($"{(char)0xd800}", null));

    [Fact]
    public void Refuses_what_is_too_long()
    {
        Assert.Null(Asker.Fault(new string('x', 500), new string('x', 256)));
        Assert.Contains("500 characters", Asker.Fault(new string('x', 501), null), StringComparison.Ordinal);
        Assert.Contains("256 characters", Asker.Fault("", new string('x', 257)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0u, "root")]
    [InlineData(1000u, "alice")]
    [InlineData(1u, "uid 1")]
    [InlineData(3u, "uid 3")]
    public void Finds_a_users_name_in_passwd(uint user, string name) => Assert.Equal(
        name, SocketPeer.NameOf(user, ["# comment", "", "root:x:0:0::/root:/bin/sh", ":x:3:3::/:", "alice:x:1000:1000::/:", "bob:x:1000:1::/:"]));

    [Fact]
    public async Task Learns_from_the_kernel_who_is_at_the_other_end()
    {
        var folder = Directory.CreateTempSubdirectory("halo-peer-");
        var path = Path.Combine(folder.FullName, "socket");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(path));
        using var accepted = await listener.AcceptAsync();

        var self = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[2];

        Assert.Equal(self, $"{SocketPeer.UserIdOf(accepted)}");
        folder.Delete(recursive: true);
    }
}
