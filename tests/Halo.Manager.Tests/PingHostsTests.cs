using System.Collections.Concurrent;
using Halo.Engine.Inputs;
using Halo.Manager.Remotes;

namespace Halo.Manager.Tests;

public sealed class PingHostsTests
{
    private readonly RecordedInputs _engine = new();

    [Fact]
    public async Task Tells_that_one_of_them_answers() =>
        Assert.True((await AskAsync(Really, "no-such-host.invalid", "127.0.0.1")).Answered);

    [Fact]
    public async Task A_host_that_has_no_address_does_not_answer() =>
        Assert.False((await AskAsync(Really, "no-such-host.invalid")).Answered);

    /// <summary>A name server that says nothing cannot be given up.</summary>
    [Fact]
    public async Task A_host_that_hangs_withholds_no_other_hosts_answer() =>
        Assert.True((await AskAsync((host, _) => host is "hangs" ? Never() : Task.FromResult(true), "hangs", "answers")).Answered);

    [Fact]
    public async Task A_host_that_hangs_does_not_answer_and_is_not_asked_again_meanwhile()
    {
        var asked = new ConcurrentQueue<string>();
        using var end = new CancellationTokenSource();
        var pings = new PingHosts(["hangs", "refuses"], RemoteTesting.Settings, _engine, (host, _) =>
        {
            asked.Enqueue(host);
            return host is "hangs" ? Never() : Task.FromResult(false);
        });
        var pinging = pings.RunAsync(end.Token);

        for (var round = 0; round < 3; round++)
        {
            Assert.False((await _engine.NextAsync<PingHostsAsked>()).Answered);
        }

        await end.CancelAsync();
        await Eventually.EndsAsync(pinging);
        Assert.Single(asked, host => host is "hangs");
        Assert.True(asked.Count(host => host is "refuses") >= 3);
    }

    private static Task<bool> Really(string host, CancellationToken cancellation) =>
        PingHosts.PingAsync(host, RemoteTesting.Settings.ProbeInterval, cancellation);

    private static Task<bool> Never() => new TaskCompletionSource<bool>().Task;

    private async Task<PingHostsAsked> AskAsync(Func<string, CancellationToken, Task<bool>> ping, params string[] hosts)
    {
        using var end = new CancellationTokenSource();
        var pinging = new PingHosts(hosts, RemoteTesting.Settings, _engine, ping).RunAsync(end.Token);
        var asked = await _engine.NextAsync<PingHostsAsked>();
        await end.CancelAsync();
        await Eventually.EndsAsync(pinging);
        return asked;
    }
}
