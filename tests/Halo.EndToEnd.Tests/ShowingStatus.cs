using System.Text.Json;
using Halo.EndToEnd.Tests.Harness;

namespace Halo.EndToEnd.Tests;

/// <summary><c>halo status</c>, as somebody at a terminal or a script uses it.</summary>
public sealed class ShowingStatus
{
    [Fact]
    public Task Without_a_manager_one_sentence_names_the_socket_and_how_to_start_it() => Cluster.PlayAsync(async cluster =>
    {
        var ended = await cluster.HaloAsync("status");
        ended.FailedWith(1, "halo: ", cluster.Socket, "halo_manager");
    });

    [Fact]
    public Task What_is_normal_is_not_printed_with_x() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        cluster.Agents.Plan("target0", "monitor", "if [ \"$HALO_TEST_HOST\" = h0 ]; then exit 1; fi");
        await Eventually.BecomesTrueAsync("-x prints the one in error", async () =>
        {
            var x = await cluster.HaloAsync("status", "-x");
            return x.Output.Contains("target0", StringComparison.Ordinal) && !x.Output.Contains("target1", StringComparison.Ordinal);
        });
    });

    [Fact]
    public Task The_page_names_every_resource_its_agent_and_its_host() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        var page = (await cluster.HaloAsync("status")).Output;
        Assert.Matches(@"(?m)^pool +\(test/Thing\): +Running on h0$", page);
        Assert.Matches(@"(?m)^target1 +\(test/Thing\): +Running on h0$", page);
        Assert.Matches(@"(?m)^Connected hosts: +h\[0-1\]$", page);
        Assert.DoesNotContain('\e', page);
        Assert.All(page.Split('\n'), line => Assert.True(line.Length <= 120, line));
    });

    [Fact]
    public Task As_many_events_are_printed_as_are_asked_for() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        Assert.Equal(2, Events((await cluster.HaloAsync("status", "-e", "2")).Output));
        Assert.Equal(0, Events((await cluster.HaloAsync("status", "-e", "0")).Output));

        static int Events(string page) => page.Split('\n').Count(line => line.Contains(" event=", StringComparison.Ordinal));
    });

    [Fact]
    public Task The_json_is_what_the_design_says() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        using var json = JsonDocument.Parse((await cluster.HaloAsync("status", "--json")).Output);
        var root = json.RootElement;
        Assert.Equal("manage", root.GetProperty("mode").GetString());
        Assert.True(root.GetProperty("hosts")[0].GetProperty("connected").GetBoolean());
        Assert.Equal(cluster.AddressOf("h0"), root.GetProperty("hosts")[0].GetProperty("paths")[0].GetProperty("address").GetString());
        var pool = root.GetProperty("resources")[0];
        Assert.Equal("pool", pool.GetProperty("group").GetString());
        Assert.Equal("Running", pool.GetProperty("state").GetString());
        Assert.Equal("h1", pool.GetProperty("failover_hosts")[0].GetString());
        Assert.Equal("Stopped", pool.GetProperty("status").GetProperty("h1").GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Array, root.GetProperty("waits_for").ValueKind);
        Assert.Equal("halo", root.GetProperty("events")[0].GetProperty("by").GetString());
    });

    [Fact]
    public Task Watch_in_a_pipe_prints_page_after_page_and_ends_on_a_signal() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartManagerAsync(manage: false);
        var watch = cluster.Launch("watch", [Repository.Program("halo"), "status", "--watch", "--socket", cluster.Socket]);
        await Eventually.BecomesTrueAsync("a page is printed", () => watch.Log.Contains("Mode: observe", StringComparison.Ordinal));
        await cluster.DoesAsync("unmanage", "pool");
        await Eventually.BecomesTrueAsync("the next page shows what changed", () => watch.Log.Contains("(Unmanaged)", StringComparison.Ordinal));
        Assert.DoesNotContain('\e', watch.Log);
        await watch.EndAsync(Signal.Terminate);
    });

    [Fact]
    public Task Watch_ends_when_nobody_reads_its_pages_any_more() => Cluster.PlayAsync(async cluster =>
    {
        await cluster.StartManagerAsync(manage: false);
        var watch = cluster.Launch("watch", ["/bin/sh", "-c", $"'{Repository.Program("halo")}' status --watch --socket '{cluster.Socket}' | head -n 1"]);
        await watch.EndsAsync();
    });
}
