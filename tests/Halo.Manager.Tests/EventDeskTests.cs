using Halo.Engine.Decisions;
using Halo.Engine.Inputs;
using Halo.Manager.Events;

namespace Halo.Manager.Tests;

public sealed class EventDeskTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private readonly HandMadeSnapshots _snapshots = new();
    private readonly EventDesk _desk;

    public EventDeskTests() => _desk = new EventDesk(_snapshots, _snapshots);

    [Fact]
    public async Task Shows_the_newest_since_the_list_was_cleared_with_who_cleared_it()
    {
        _snapshots.Happen(EventKind.Start, "ost0");
        _snapshots.Happen(EventKind.Clear, "events", "root");
        _snapshots.Happen(EventKind.Stop, "ost0");
        _snapshots.Happen(EventKind.MoveFailed, "ost0");

        var all = await _desk.LookAsync(null, 100, TimeSpan.Zero, CancellationToken.None);
        var one = await _desk.LookAsync(null, 1, TimeSpan.Zero, CancellationToken.None);

        Assert.Equal(["clear", "stop", "move-failed"], all.Events.Select(e => e.Event));
        Assert.Equal(("root", 4), (all.Events[0].By, all.Last));
        Assert.Equal(["move-failed"], one.Events.Select(e => e.Event));
    }

    [Fact]
    public async Task Answers_at_once_where_nothing_has_happened()
    {
        var answer = await _desk.LookAsync(null, 100, Long, CancellationToken.None).WaitAsync(Long / 2);

        Assert.Equal((0, 0), (answer.Events.Length, answer.Last));
    }

    [Fact]
    public async Task Holds_an_answer_back_until_something_happens()
    {
        _snapshots.Happen(EventKind.Start, "ost0");

        var next = _desk.LookAsync(1, 100, Long, CancellationToken.None);
        _snapshots.Change(0, domain => domain);
        Assert.False(next.IsCompleted);
        _snapshots.Happen(EventKind.Stop, "ost0");

        var answer = await next.WaitAsync(Long);
        Assert.Equal(("stop", 2), (Assert.Single(answer.Events).Event, answer.Last));
    }

    [Fact]
    public async Task Answers_with_nothing_when_the_wait_is_over()
    {
        _snapshots.Happen(EventKind.Start, "ost0");

        var answer = await _desk.LookAsync(1, 100, TimeSpan.FromMilliseconds(50), CancellationToken.None);

        Assert.Equal((0, 1), (answer.Events.Length, answer.Last));
    }

    [Fact]
    public async Task Tells_everything_to_who_followed_the_manager_before_this_one()
    {
        _snapshots.Happen(EventKind.Start, "ost0");

        var answer = await _desk.LookAsync(70, 100, Long, CancellationToken.None).WaitAsync(Long / 2);

        Assert.Equal(("start", 1), (Assert.Single(answer.Events).Event, answer.Last));
    }

    [Fact]
    public async Task Has_the_list_begun_anew_and_answers_when_it_is()
    {
        _snapshots.Happen(EventKind.Clear, "events", "root");
        _snapshots.OnInput = (snapshots, input) => snapshots.Happen(EventKind.Clear, "events", ((ClearAsked)input).By);

        var answer = await _desk.ClearAsync("alice", "all read", CancellationToken.None);

        Assert.Equal(("alice", 2), (Assert.Single(answer!.Events).By, answer.Last));
        Assert.Equal(new ClearAsked { By = "alice", Why = "all read" }, Assert.Single(_snapshots.Told));
    }

    [Fact]
    public async Task Says_so_when_the_engine_does_not_come_to_clearing()
    {
        var desk = new EventDesk(_snapshots, _snapshots) { TakenWithin = TimeSpan.FromMilliseconds(50) };

        Assert.Null(await desk.ClearAsync("alice", "", CancellationToken.None));
    }
}
