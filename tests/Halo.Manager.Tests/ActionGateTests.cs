using Halo.Engine.Configuration;
using Halo.Engine.Decisions;
using Halo.Manager.Loop;

namespace Halo.Manager.Tests;

public sealed class ActionGateTests : IAsyncDisposable
{
    private readonly List<long> _done = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly ActionGate _gate;
    private readonly Task _running;

    public ActionGateTests()
    {
        _gate = new ActionGate(action =>
        {
            lock (_done)
            {
                _done.Add(((ConfirmIntent)action).Attempt);
            }
        });
        _running = _gate.RunAsync(_stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Eventually.EndsAsync(_running);
        _stop.Dispose();
    }

    [Fact]
    public void Lets_actions_of_a_step_without_events_pass_at_once()
    {
        Pass(null, 1, 2);

        Assert.Equal([1, 2], Done());
    }

    [Fact]
    public void Lets_actions_pass_at_once_whose_events_are_on_disk()
    {
        Pass(Task.FromResult<string?>(null), 1);

        Assert.Equal([1], Done());
    }

    [Fact]
    public async Task Holds_actions_until_their_events_are_on_disk()
    {
        var disk = new TaskCompletionSource<string?>();
        Pass(disk.Task, 1);
        Assert.Empty(Done());

        disk.SetResult(null);

        await Eventually.IsTrueAsync(() => Done().Length == 1);
    }

    [Fact]
    public async Task Lets_actions_pass_when_writing_their_events_was_given_up()
    {
        var disk = new TaskCompletionSource<string?>();
        Pass(disk.Task, 1);

        disk.SetResult("the disk has not answered for 2 s");

        await Eventually.IsTrueAsync(() => Done().Length == 1);
    }

    [Fact]
    public async Task Keeps_the_order_of_steps_whatever_gets_to_disk_first()
    {
        var disk = new TaskCompletionSource<string?>();
        Pass(disk.Task, 1);
        Pass(null, 2);
        Pass(Task.FromResult<string?>(null), 3);
        Pass(null);
        Assert.Empty(Done());

        disk.SetResult(null);

        await Eventually.IsTrueAsync(() => Done().Length == 3);
        Assert.Equal([1, 2, 3], Done());
    }

    [Fact]
    public async Task Lets_actions_pass_at_once_again_when_nothing_is_held_any_more()
    {
        var disk = new TaskCompletionSource<string?>();
        Pass(disk.Task, 1);
        disk.SetResult(null);
        await Eventually.IsTrueAsync(() => Done().Length == 1);

        await Eventually.IsTrueAsync(() =>
        {
            var before = Done().Length;
            Pass(null, 2);
            return Done().Length > before;
        });
    }

    private long[] Done()
    {
        lock (_done)
        {
            return [.. _done];
        }
    }

    private void Pass(Task<string?>? durable, params long[] actions) => Assert.True(_gate.PassAsync(
        durable,
        [.. actions.Select(number => new ConfirmIntent { Host = new HostRef(0, 0), Reason = new Reason(default, ""), Attempt = number })],
        CancellationToken.None).AsTask().IsCompletedSuccessfully);
}
