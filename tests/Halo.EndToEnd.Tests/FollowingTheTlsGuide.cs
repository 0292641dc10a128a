using System.Text;
using Halo.EndToEnd.Tests.Harness;

namespace Halo.EndToEnd.Tests;

/// <summary>The commands of docs/tls.md, word for word, make certificates with which a cluster works.</summary>
public sealed class FollowingTheTlsGuide
{
    private static readonly string Guide = Path.Combine(Repository.Root, "docs/tls.md");

    /// <summary>The other machines are folders, and so are this one's /root and /etc.</summary>
    private const string OtherMachines =
        """
        set -eu
        ssh() { mkdir -p "$HALO_TEST_DIR/tls/$1"; }
        scp() { cp -p "$2" "$HALO_TEST_DIR/tls/${3%%:*}/${3##*/}"; }

        """;

    [Fact]
    public Task Its_commands_make_certificates_that_work() => Cluster.PlayAsync(async cluster =>
    {
        Directory.Delete(Path.Combine(cluster.Folder, "tls"), recursive: true);
        var made = await MakeAsync(cluster);
        Assert.True(made.Status == 0, made.Error);

        await cluster.StartAsync();
        await cluster.AllIsWellAsync();
        Assert.DoesNotContain("must be renewed", cluster.Manager.Log, StringComparison.Ordinal);
    }, new ClusterPlan { Tls = TlsSides.Both });

    private static Task<FinishedProgram> MakeAsync(Cluster cluster)
    {
        var own = cluster.Certificates.FolderOf(Certificates.Manager);
        var script = new StringBuilder(OtherMachines).AppendLine($"mkdir -p {own}");
        foreach (var block in ShellBlocks())
        {
            script.AppendLine(block
                .Replace("hosts=\"oss00 oss01\"", "hosts=\"h0 h1\"", StringComparison.Ordinal)
                .Replace("/root/", $"{cluster.Folder}/", StringComparison.Ordinal)
                .Replace(" /etc/halo/\n", $" {own}/\n", StringComparison.Ordinal));
        }

        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { [Cluster.Mark] = cluster.Folder };
        return FinishedProgram.RunAsync("/bin/bash", ["-c", script.ToString()], environment);
    }

    private static IEnumerable<string> ShellBlocks() =>
        File.ReadAllText(Guide).Split("```sh\n").Skip(1).Select(block => block[..block.IndexOf("```", StringComparison.Ordinal)]);
}
