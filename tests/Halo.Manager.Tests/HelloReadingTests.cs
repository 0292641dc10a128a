using System.Text;
using Halo.Manager.Remotes;

namespace Halo.Manager.Tests;

public sealed class HelloReadingTests
{
    [Fact]
    public void Understands_a_remote_of_this_version() => Assert.Equal("i", Read("""
        {"version": "1", "instance_id": "i", "boot_id": "b", "uptime_seconds": 1, "last_session": 0, "in_flight": []}
        """)!.InstanceId);

    [Fact]
    public void Understands_of_another_version_which_one_it_is() =>
        Assert.Equal("99.0", Read("""{"version": "99.0", "anything": "else"}""")!.Version);

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"version": 7}""")]
    public void Does_not_take_anything_else_for_a_remote(string body) => Assert.Null(Read(body));

    private static Halo.Protocol.Remote.HelloAnswer? Read(string body) => HelloReading.Of(Encoding.UTF8.GetBytes(body), out _);
}
