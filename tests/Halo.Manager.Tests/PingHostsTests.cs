using Halo.Engine.Inputs;
using Halo.Manager.Remotes;

namespace Halo.Manager.Tests;

public sealed class PingHostsTests
{
    private readonly RecordedInputs _engine = new();

    [Fact]
    public async Task Tells_that_one_of_them_answers() =>
        Assert.True((await AskAsync("no-such-host.invalid", "127.0.0.1")).Answered);

    [Fact]
    public async Task A_host_that_has_no_address_does_not_answer() =>
        Assert.False((await AskAsync("no-such-host.invalid")).Answered);

    private async Task<PingHostsAsked> AskAsync(params string[] hosts)
    {
        using var end = new CancellationTokenSource();
        var pinging = new PingHosts(hosts, RemoteTesting.Settings, _engine).RunAsync(end.Token);
        var asked = await _engine.NextAsync<PingHostsAsked>();
        await end.CancelAsync();
        await pinging;
        return asked;
    }
}
