using System.Text;
using Halo.EndToEnd.Tests.Harness;

namespace Halo.EndToEnd.Tests;

/// <summary>The passwords of fence devices: the device gets them, and nobody else ever reads them.</summary>
public sealed class KeepingSecrets
{
    private const string Secret = "correct-horse-battery";

    /// <summary>A device that is rude: it checks the password, and then says it aloud and fails.</summary>
    private const string SaysItAloud = """
        [ "$password" = correct-horse-battery ] || { note "wrong fence password"; exit 1; }
        echo "login failed for admin with $password"
        echo "login failed for admin with $password" >&2
        exit 1

        """;

    [Fact]
    public Task A_password_in_the_configuration_is_told_to_nobody() => Cluster.PlayAsync(
        cluster => NobodyReadsItAsync(cluster), ClusterPlan.Fencing with { FenceParameters = $"password: {Secret}" });

    [Fact]
    public Task A_password_in_a_file_is_told_to_nobody() => Cluster.PlayAsync(async cluster =>
    {
        await File.WriteAllTextAsync(Path.Combine(cluster.Folder, "bmc.secret"), $"{Secret}\n");
        await NobodyReadsItAsync(cluster);
    }, ClusterPlan.Fencing with { FenceParameters = "password_file: FOLDER/bmc.secret" });

    private static async Task NobodyReadsItAsync(Cluster cluster)
    {
        cluster.Fences.Plan("h0", "off", $"{AgentFolder.HoldUntil("release")}{SaysItAloud}");
        cluster.Fences.Plan("h1", "status", SaysItAloud);
        cluster.Fences.Plan("h1", "on", SaysItAloud);
        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        var fencing = cluster.HaloAsync("fence", "h0");
        await Eventually.BecomesTrueAsync("h0 is being powered off", () => cluster.Fences.CallsOf("off", "h0") == 1);
        Assert.DoesNotContain(cluster.Processes(), id => MarkedProcesses.ArgumentsOf(id).Contains(Secret, StringComparison.Ordinal));
        cluster.Agents.Release("release");

        var said = new StringBuilder();
        foreach (var command in new string[][]
        {
            ["power", "status"], ["power", "on", "h1"], ["status"], ["status", "-x"], ["status", "--json"], ["events"], ["events", "--json"],
            ["validate", "--config", cluster.Configuration],
        })
        {
            var ended = await FinishedProgram.RunAsync(Repository.Program("halo"), [.. command, .. command[0] is "validate" ? [] : SocketOf(cluster)]);
            said.Append(ended.Output).Append(ended.Error);
        }

        await Eventually.BecomesTrueAsync("off was tried", () => cluster.Fences.CallsOf("status", "h0") > 0);
        Assert.DoesNotContain("wrong fence password", cluster.Agents.History());
        Assert.Contains("login failed", said.ToString(), StringComparison.Ordinal);
        said.Append(cluster.Manager.Log).Append(await File.ReadAllTextAsync(cluster.StateLogOf()));
        Assert.DoesNotContain(Secret, said.ToString(), StringComparison.Ordinal);
        await cluster.Fences.PullThePlugAsync("h0");
        Assert.Equal(0, (await fencing).Status);

        // A start that is cut off by the end of the test would leave processes of its own.
        await cluster.RunsOnAsync("h1");
    }

    private static string[] SocketOf(Cluster cluster) => ["--socket", cluster.Socket];
}
