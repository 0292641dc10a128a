using System.Diagnostics;
using System.IO.Enumeration;
using Halo.Lab.Soaking;
using Halo.Lab.Tests.Harness;
using Halo.Protocol.Cli;

namespace Halo.Lab.Tests;

/// <summary>That the soak finds what it is there to find.</summary>
public sealed class CheckingTheSoak
{
    /// <summary>In the first of its pairs, which has ext4, what is taken out of a file and synced is not there any more, whatever happens to the host.</summary>
    private const int Seed = 1;

    private static readonly TimeSpan RoundLimit = TimeSpan.FromMinutes(6);
    private static int _lastNumber;

    [LabFact]
    public Task It_finds_a_disk_on_two_hosts() => FindsAsync(
        "the soak has found this: a disk was on two hosts: 1 disk0 is mounted on oss00 and on oss01 at once",
        laboratory => File.AppendAllTextAsync(Path.Combine(laboratory.Folder, "violations"), "1 disk0 is mounted on oss00 and on oss01 at once\n"));

    [LabFact]
    public Task It_finds_that_an_acknowledged_record_is_lost() => FindsAsync(
        "the soak has found this: ost0 lost 1 of *",
        laboratory => laboratory.DoOnHostAsync(
            "oss00", "sh", "-c", "until grep -q '^record 2[.]' /mnt/ost0/load; do sleep 0.1; done; printf x 1<>/mnt/ost0/load; sync /mnt/ost0/load /mnt/ost0"));

    [LabFact]
    public Task It_finds_that_a_program_has_a_fault_of_its_own() => FindsAsync(
        "the soak has found this: mgmt.halo_manager.log: halo_manager: this is a fault in halo_manager itself, *",
        laboratory => File.AppendAllTextAsync(Path.Combine(laboratory.Folder, "log/mgmt.halo_manager.log"), "halo_manager: this is a fault in halo_manager itself, report it: Fault: made up\n"));

    [LabFact]
    public Task It_finds_that_the_manager_does_not_answer() => FindsAsync(
        "the soak has found this: the manager does not answer: *", laboratory => laboratory.DoAsync("manager", "stop"));

    [Fact]
    public void It_finds_a_group_that_waits_for_nothing()
    {
        var found = Assert.Throws<SoakFinding>(() => SoakWatch.CheckGroups(StatusWith("Stopped", [])));

        Assert.Equal("disk0 waits for nothing, and ost0 is Stopped:  (oss00: Stopped )", found.Message);
    }

    [Fact]
    public void It_finds_nothing_where_a_group_runs_or_is_waiting()
    {
        SoakWatch.CheckGroups(StatusWith("Running (Failed Over)", []));
        SoakWatch.CheckGroups(StatusWith("Stopped", [new WaitStatus { Object = "disk0", Rule = "F2", Because = "", WayOut = "" }]));
    }

    private static StatusAnswer StatusWith(string state, WaitStatus[] waits) => new()
    {
        Version = "",
        Mode = "manage",
        Hosts = [],
        Held = [],
        Unmanaged = [],
        Orphans = [],
        Refusals = [],
        Events = [],
        WaitsFor = waits,
        Resources =
        [
            new ResourceStatus
            {
                Id = "ost0", Kind = "lustre/Lustre", Group = "disk0", Managed = true, HomeHost = "oss00", FailoverHosts = [], State = state, RunningOn = [],
                Status = new SortedDictionary<string, ResourceOnHostStatus>(StringComparer.Ordinal) { ["oss00"] = new ResourceOnHostStatus { Status = "Stopped" } },
            },
        ],
    };

    private static async Task FindsAsync(string finding, Func<Laboratory, Task> spoil)
    {
        var name = $"checked-{Environment.ProcessId}-{Interlocked.Increment(ref _lastNumber)}";
        var laboratory = Laboratory.Existing($"{name}-soak", new LaboratoryPlan());
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "halo_lab"), ["soak", "--minutes", "1", "--seed", $"{Seed}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { ["HALO_LAB"] = name, ["HALO_BIN"] = Repository.Programs },
        };
        using var soak = Process.Start(start)!;
        try
        {
            using var limit = new CancellationTokenSource(RoundLimit);
            var lines = new List<string>();
            while (await soak.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                lines.Add(line);
                if (line.Contains("round 1: ", StringComparison.Ordinal))
                {
                    await spoil(laboratory);
                }
            }

            await soak.WaitForExitAsync(limit.Token);
            Assert.Contains(lines, line => FileSystemName.MatchesSimpleExpression(finding, line, ignoreCase: false));
            Assert.Equal(1, soak.ExitCode);
            Assert.Empty(laboratory.Leftovers());
        }
        finally
        {
            soak.Kill(entireProcessTree: true);
            await laboratory.DisposeAsync();
        }

        laboratory.RemoveLogs();
    }
}
