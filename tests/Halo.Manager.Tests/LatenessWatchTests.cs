using Halo.Engine;
using Halo.Manager.Loop;

namespace Halo.Manager.Tests;

public sealed class LatenessWatchTests
{
    private readonly LatenessWatch _watch = new(TimeSpan.FromSeconds(1));

    [Fact]
    public void A_loop_that_turns_in_time_is_not_late()
    {
        Assert.Null(_watch.Turn(At(0)));
        Assert.Null(_watch.Turn(At(1000)));
        Assert.Null(_watch.Turn(At(2999)));
    }

    [Fact]
    public void A_process_that_was_stopped_for_a_minute_is_late_by_it()
    {
        _watch.Turn(At(0));

        Assert.Equal(TimeSpan.FromSeconds(59), _watch.Turn(At(60_000)));
    }

    [Fact]
    public void An_input_that_waited_is_late_though_the_loop_turns()
    {
        _watch.Turn(At(9_500));

        Assert.Equal(TimeSpan.FromSeconds(5), _watch.Take(At(10_000), At(5_000)));
    }

    [Fact]
    public void Of_all_that_waited_behind_one_delay_the_first_reports_it()
    {
        _watch.Turn(At(9_500));
        _watch.Take(At(10_000), At(5_000));

        Assert.Null(_watch.Take(At(10_100), At(5_001)));
        Assert.Null(_watch.Take(At(10_200), At(10_000)));
    }

    [Fact]
    public void A_second_delay_is_reported_too()
    {
        _watch.Turn(At(0));
        _watch.Turn(At(60_000));

        Assert.NotNull(_watch.Turn(At(70_000)));
    }

    private static Instant At(long milliseconds) => new(milliseconds);
}
