using Halo.Engine.Inputs;
using Halo.Engine.State;
using Halo.Manager.Loop;
using Microsoft.Extensions.Logging.Abstractions;

namespace Halo.Manager.Tests;

public sealed class ClusterLoopTests : IAsyncLifetime, IDisposable
{
    private readonly CancellationTokenSource _stop = new(TimeSpan.FromSeconds(30));
    private readonly ClusterLoop _loop = new(
        HandMadeSnapshots.Config,
        ClusterState.AtStart(HandMadeSnapshots.Config, OperatingMode.Observe, "1", "run"),
        TimeProvider.System,
        NullLogger<ClusterLoop>.Instance);

    private Task _running = Task.CompletedTask;

    public Task InitializeAsync()
    {
        _running = _loop.RunAsync(_ => { }, _stop.Token);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public void Dispose() => _stop.Dispose();

    [Fact]
    public async Task Goes_on_after_an_input_that_concerns_no_failover_domain()
    {
        await _loop.TellAsync(new ClearAsked { By = "root" });
        await _loop.TellAsync(Unmanage(position: 0));

        await UntilAsync(() => !_loop.State.Domains[0].Groups[0].Managed);
    }

    [Fact]
    public async Task Numbers_events_from_1_in_their_order()
    {
        await _loop.TellAsync(Unmanage(position: 0));
        await _loop.TellAsync(Unmanage(position: 1));
        await UntilAsync(() => !_loop.State.Domains[0].Groups[1].Managed);

        Assert.Equal(Enumerable.Range(1, _loop.Snapshot.Events.Count()).Select(i => (long)i), _loop.Snapshot.Events.Select(e => e.Number));
        Assert.Equal(_loop.Snapshot.Events.Count(), _loop.Snapshot.LastEvent);
    }

    [Fact]
    public void Tells_who_waits_of_the_next_snapshot_only()
    {
        var signal = new SnapshotSignal();
        var first = signal.Next;
        signal.Tell();
        var second = signal.Next;

        Assert.True(first.IsCompleted);
        Assert.False(second.IsCompleted);
    }

    /// <summary>Waits as a reader does: the signal first, then the snapshot.</summary>
    private async Task UntilAsync(Func<bool> condition)
    {
        while (true)
        {
            var next = _loop.NextSnapshot;
            if (condition())
            {
                return;
            }

            await (await Task.WhenAny(next, _running)).WaitAsync(_stop.Token);
            Assert.False(_running.IsCompleted, "the loop has ended");
        }
    }

    private static AdministratorAsked Unmanage(int position) => new()
    {
        Request = $"run-0-{position}",
        Verb = AdministratorVerb.Unmanage,
        DomainIndex = 0,
        Position = position,
        Mark = new Mark("root", "", ""),
    };
}
