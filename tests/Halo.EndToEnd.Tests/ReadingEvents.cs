using Halo.EndToEnd.Tests.Harness;

namespace Halo.EndToEnd.Tests;

/// <summary><c>halo events</c>: what happened, as it happens, and the list that begins anew.</summary>
public sealed class ReadingEvents
{
    [Fact]
    public Task Follow_prints_what_happens_as_it_happens_and_ends_on_a_signal() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        var follow = cluster.Launch("follow", [Repository.Program("halo"), "events", "show", "--follow", "-n", "1", "--socket", cluster.Socket]);
        await Eventually.BecomesTrueAsync("the newest is printed", () => follow.Log.Contains("event=", StringComparison.Ordinal));
        Assert.Single(LinesOf(follow.Log));
        await cluster.DoesAsync("fence", "h0", "--reason", "fans");
        await Eventually.BecomesTrueAsync("the fence is printed", () => follow.Log.Contains("event=fence object=h0 stage=done", StringComparison.Ordinal));
        await Eventually.BecomesTrueAsync("the start is printed", () => follow.Log.Contains("event=running object=pool comment=\"on h1", StringComparison.Ordinal));
        await follow.EndAsync(Signal.Interrupt);
        Assert.Equal(0, follow.ExitStatus);

        // Nothing was left out, nothing told twice.
        var printed = LinesOf(follow.Log);
        var all = LinesOf((await cluster.HaloAsync("events")).Output);
        var from = Array.IndexOf(all, printed[0]);
        Assert.Equal(all[from..(from + printed.Length)], printed);
    }, ClusterPlan.Fencing);

    [Fact]
    public Task Clear_begins_the_list_anew_for_good_and_the_state_log_keeps_everything() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        await cluster.DoesAsync("deactivate", "h1", "--reason", "new DIMM");
        Assert.Equal("", await cluster.DoesAsync("events", "clear", "--reason", "spring cleaning"));
        Assert.Contains("spring cleaning", Assert.Single(LinesOf((await cluster.HaloAsync("events", "show")).Output)), StringComparison.Ordinal);
        Assert.Contains(cluster.StateLog(), columns => columns[1] is "start");
        Assert.False((await cluster.StatusAsync()).Host("h1").Active);

        await cluster.Manager.EndAsync(Signal.Terminate);
        await cluster.StartManagerAsync();
        Assert.Contains("spring cleaning", LinesOf((await cluster.HaloAsync("events", "show")).Output)[0], StringComparison.Ordinal);
        Assert.False((await cluster.StatusAsync()).Host("h1").Active);
    });

    private static string[] LinesOf(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
