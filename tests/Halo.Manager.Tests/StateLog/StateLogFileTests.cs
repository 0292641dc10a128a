using System.Collections.Immutable;
using Halo.Engine.StateLog;
using Halo.Manager.StateLog;
using Microsoft.Extensions.Logging.Abstractions;

namespace Halo.Manager.Tests.StateLog;

public sealed class StateLogFileTests : IAsyncDisposable
{
    private readonly FakeDisk _disk = new();
    private readonly HandClock _clock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly StateLogFile _log;
    private readonly Task _writing;

    public StateLogFileTests()
    {
        _log = new StateLogFile(_disk, new LogReplay(), "halo.state", _clock, NullLogger<StateLogFile>.Instance);
        _writing = _log.RunAsync(_stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _disk.Answer();
        await _stop.CancelAsync();
        await Eventually.EndsAsync(_writing);
        _stop.Dispose();
        _disk.Dispose();
    }

    [Fact]
    public async Task Completes_when_the_line_is_on_disk()
    {
        Assert.Null(await AppendAsync("a"));

        Assert.Equal(["a"], Written());
        Assert.Null(_log.Trouble);
    }

    [Fact]
    public async Task Tries_the_disk_before_there_is_anything_to_write() => await Eventually.IsTrueAsync(() => _disk.Begun == 1);

    [Fact]
    public async Task Waits_once_for_the_disk_for_all_that_waits()
    {
        await HangAsync();
        var appends = Enumerable.Range(0, 100).Select(i => _log.AppendAsync([Line($"e{i}")])).ToList();
        var answered = appends.Count(append => append.IsCompleted);
        _disk.Answer();

        Assert.Equal(0, answered);
        Assert.All(await Eventually.EndsAsync(Task.WhenAll(appends)), Assert.Null);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"e{i}").Prepend("hangs"), Written());
        Assert.Equal(2, _disk.Writes.Length);
    }

    [Fact]
    public async Task Lets_nobody_wait_longer_than_two_seconds_for_a_disk_that_hangs()
    {
        await HangAsync();
        var append = _log.AppendAsync([Line("a")]);

        _clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(append.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal("the disk has not answered for 2 s", await Eventually.EndsAsync(append));
        Assert.Equal("the disk has not answered for 2 s", _log.Trouble);
    }

    [Fact]
    public async Task Answers_at_once_while_the_log_is_not_written()
    {
        await HangAsync();
        _clock.Advance(StateLogFile.Patience);
        await Eventually.IsTrueAsync(() => _log.Trouble is not null);

        Assert.True(_log.AppendAsync([Line("a")]).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Writes_what_was_kept_when_the_disk_answers_again()
    {
        await HangAsync();
        _clock.Advance(StateLogFile.Patience);
        await Eventually.IsTrueAsync(() => _log.Trouble is not null);
        await AppendAsync("a");
        _disk.Answer();

        await Eventually.IsTrueAsync(() => _log.Trouble is null);

        Assert.Equal(["hangs", "a"], Written());
        Assert.Null(_log.Trouble);
        Assert.Null(await AppendAsync("b"));
    }

    [Fact]
    public async Task Tells_of_a_full_disk_at_once_and_tries_again_every_second()
    {
        await Eventually.IsTrueAsync(() => _disk.Begun == 1);
        _disk.Fault = "No space left on device.";

        Assert.Equal("No space left on device", await AppendAsync("a"));
        Assert.Equal("No space left on device", await AppendAsync("b"));
        await Eventually.IsTrueAsync(() => _clock.Timers > 0);
        _clock.Advance(StateLogFile.RetryInterval);
        await Eventually.IsTrueAsync(() => _disk.Begun == 3);
        _disk.Fault = null;
        await Eventually.IsTrueAsync(() => _clock.Timers > 0);
        _clock.Advance(StateLogFile.RetryInterval);

        await Eventually.IsTrueAsync(() => _log.Trouble is null);
        Assert.Equal(["a", "b"], Written());
    }

    [Fact]
    public async Task Says_how_much_is_lost_when_memory_has_no_room_for_more()
    {
        await HangAsync();
        var comment = new string('x', 1 << 20);
        ImmutableArray<LogLine> lines = [new LogLine("t", "running", "a", comment)];
        string? last = null;
        for (var length = 0; length <= StateLogFile.LongestQueue && last is null; length += comment.Length)
        {
            var append = _log.AppendAsync(lines);
            last = append.IsCompleted ? await append : null;
        }

        Assert.Equal("more happened than can be kept until it is written", last);
        Assert.Equal($"{last}; 1 events are lost, memory has no room for more", _log.Trouble);
    }

    [Fact]
    public async Task Writes_the_last_events_of_a_manager_that_ends()
    {
        await HangAsync();
        _ = _log.AppendAsync([Line("last")]);
        await _stop.CancelAsync();
        _disk.Answer();

        await Eventually.EndsAsync(_writing);

        Assert.Equal(["hangs", "last"], Written());
    }

    [Fact]
    public async Task Lets_a_manager_end_whose_disk_hangs()
    {
        await HangAsync();
        var timers = _clock.Timers;
        await _stop.CancelAsync();
        await Eventually.IsTrueAsync(() => _clock.Timers > timers);
        _clock.Advance(StateLogFile.Patience);

        await Eventually.EndsAsync(_writing);
    }

    [Fact]
    public async Task Says_that_a_real_disk_is_full()
    {
        using var stop = new CancellationTokenSource();
        var log = new StateLogFile(new AppendFile("/dev/full"), new LogReplay(), "/dev/full", _clock, NullLogger<StateLogFile>.Instance);
        var writing = log.RunAsync(stop.Token);

        Assert.Contains("No space left on device", await Eventually.EndsAsync(log.AppendAsync([Line("a")])), StringComparison.Ordinal);

        await stop.CancelAsync();
        await Eventually.EndsAsync(writing);
    }

    /// <summary>The disk hangs with one line that is being written.</summary>
    private async Task HangAsync()
    {
        await Eventually.IsTrueAsync(() => _disk.Begun == 1);
        _disk.Hang();
        _ = _log.AppendAsync([Line("hangs")]);
        await Eventually.IsTrueAsync(() => _disk.Begun == 2);
    }

    private Task<string?> AppendAsync(string what) => Eventually.EndsAsync(_log.AppendAsync([Line(what)]));

    private IEnumerable<string> Written() => string.Concat(_disk.Writes).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(text => LogLine.Parse(text, out _)!.Object);

    private static LogLine Line(string what) => new("t", "running", what, "");
}
