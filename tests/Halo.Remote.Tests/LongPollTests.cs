using Halo.Protocol.Remote;

namespace Halo.Remote.Tests;

public sealed class LongPollTests
{
    [Fact]
    public async Task A_slow_operation_is_answered_as_running_after_the_longest_wait()
    {
        using var folder = new RemoteFolder();
        await using var remote = await RunningRemote.StartAsync(folder, new FastTime(100));
        var request = remote.Client.Request(
            AgentAction.Monitor, $"until [ -e {folder["go"]} ]; do sleep 0.02; done");

        var running = await remote.Client.RunAsync(request with { TimeoutMilliseconds = 86_400_000 });
        await File.WriteAllTextAsync(folder["go"], "");
        await Eventually.IsTrueAsync(async () => (await remote.Client.AskAsync(request.Id)).State == OperationState.Exited);

        Assert.Equal((OperationState.Running, 0L), (running.State, running.Sequence));
    }

    [Fact]
    public async Task A_remote_that_is_stopped_answers_at_once()
    {
        using var folder = new RemoteFolder();
        await using var remote = await RunningRemote.StartAsync(folder);
        var monitor = remote.Client.MonitorAsync($"touch {folder["begun"]}; exec sleep 60");
        await Eventually.IsTrueAsync(() => Task.FromResult(File.Exists(folder["begun"])));
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        await remote.EndAsync();

        Assert.NotEqual(OperationState.Exited, (await monitor).State);
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(5));
    }
}
