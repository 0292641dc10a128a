using Halo.EndToEnd.Tests.Harness;

namespace Halo.EndToEnd.Tests;

/// <summary>Groups that an administrator moves, and what is done by hand in the middle of that.</summary>
public sealed class MovingGroups
{
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(3);

    [Fact]
    public Task Deactivate_moves_the_groups_away_and_activate_and_failback_bring_them_home() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        Assert.Contains("h0 is deactivated, and no managed group runs there", await cluster.DoesAsync("deactivate", "h0", "--reason", "new DIMM"), StringComparison.Ordinal);
        await cluster.RunsOnAsync("h1");
        Assert.Equal(["stop target", "stop target", "stop pool", "start pool", "start target", "start target"], Moves(cluster));
        Assert.False((await cluster.StatusAsync()).Host("h0").Active);

        (await cluster.HaloAsync("failback", "--onto", "h0")).FailedWith(1, "h0 is deactivated", "new DIMM", "A2", "halo activate h0");
        await cluster.DoesAsync("activate", "h0");
        await Eventually.StaysTrueAsync("nothing moves by itself", Watch, () => Task.FromResult(cluster.Agents.Runs("pool", "h1")));
        await cluster.DoesAsync("failback", "--onto", "h0");
        await cluster.RunsOnAsync("h0");
        await cluster.AllIsWellAsync();
    });

    [Fact]
    public Task The_last_active_host_cannot_be_deactivated() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        await cluster.DoesAsync("deactivate", "h1");
        (await cluster.HaloAsync("deactivate", "h0")).FailedWith(1, "cannot deactivate h0", "last active host", "A2");
        Assert.Equal(3, cluster.Agents.Calls().Count(call => call.StartsWith("begin", StringComparison.Ordinal)));
    });

    [Fact]
    public Task Nothing_is_stopped_for_a_move_that_could_not_be_finished() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        await cluster.CrashAsync("h1");
        await cluster.StatusShowsAsync("h1 is gone", status => !status.Host("h1").Connected);
        (await cluster.HaloAsync("deactivate", "h0")).FailedWith(1, "pool stays there", "h1", "P4");
        Assert.DoesNotContain(cluster.Agents.Calls(), call => call.StartsWith("begin stop", StringComparison.Ordinal));
    });

    [Fact]
    public Task A_move_whose_start_fails_on_the_target_ends_where_it_began_and_says_so() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        await cluster.DoesAsync("deactivate", "h0");
        await cluster.DoesAsync("activate", "h0");
        cluster.Agents.Plan("pool", "start", "if [ \"$HALO_TEST_HOST\" = h0 ]; then echo 'ocf-exit-reason:no cable' >&2; exit 1; fi\n");
        (await cluster.HaloAsync("failback", "--onto", "h0")).FailedWith(1, "failback onto h0 failed", "no cable", "halo cleanup pool");
        await cluster.RunsOnAsync("h1");

        cluster.Agents.EndPlan("pool", "start");
        await cluster.DoesAsync("cleanup", "pool");
        await cluster.DoesAsync("failback", "--onto", "h0");
        await cluster.RunsOnAsync("h0");
        await cluster.AllIsWellAsync();
    });

    [Fact]
    public Task Unmanage_in_the_middle_of_a_move_sends_nothing_more_and_says_what_is_left_half_done() => Cluster.PlayAsync(async cluster =>
    {
        cluster.Agents.Plan("pool", "stop", AgentFolder.HoldUntil("release"));
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        var moving = cluster.HaloAsync("deactivate", "h0");
        await Eventually.BecomesTrueAsync("pool is being stopped", () => cluster.Agents.Calls().Contains("begin stop pool h0", StringComparer.Ordinal));
        var said = await cluster.DoesAsync("unmanage", "pool", "--reason", "wait a moment");
        Assert.Contains("its move from h0 to h1 is left half done", said, StringComparison.Ordinal);
        Assert.Contains("pool is being stopped on h0 and that runs out", said, StringComparison.Ordinal);
        cluster.Agents.Release("release");
        await moving;
        await Eventually.BecomesTrueAsync("the stop has ended", () => !cluster.Agents.Runs("pool", "h0"));
        await Eventually.StaysTrueAsync("nothing is started", Watch, () => Task.FromResult(cluster.Agents.StartsOf("pool") == 1));

        await cluster.DoesAsync("manage", "pool");
        await cluster.RunsOnAsync("h1");
    });

    [Fact]
    public Task Cleanup_has_a_failed_start_tried_again() => Cluster.PlayAsync(async cluster =>
    {
        cluster.Agents.Plan("target0", "start", "echo 'ocf-exit-reason:no cable' >&2; exit 1");
        await cluster.StartAsync();
        await cluster.StatusShowsAsync("target0 waits for cleanup", status => status.WaitOf("pool").Contains("halo cleanup target0", StringComparison.Ordinal));
        await Eventually.StaysTrueAsync("it is not repeated", Watch, () => Task.FromResult(cluster.Agents.StartsOf("target0") == 1));
        cluster.Agents.EndPlan("target0", "start");
        await cluster.DoesAsync("cleanup", "target0");
        await cluster.AllIsWellAsync();
        Assert.Equal((2, 1), (cluster.Agents.StartsOf("target0"), cluster.Agents.StartsOf("pool")));
    });

    /// <summary>What was begun after the first start of all three, without hosts and numbers.</summary>
    private static IEnumerable<string> Moves(Cluster cluster) => cluster.Agents.Calls()
        .Where(call => call.StartsWith("begin ", StringComparison.Ordinal))
        .Skip(3)
        .Select(call => call.Split(' '))
        .Select(words => $"{words[1]} {words[2].TrimEnd('0', '1')}");
}
