using System.Globalization;
using System.Text;
using Halo.Protocol.Cli;
using Halo.Testing;

namespace Halo.Lab;

/// <summary>
/// A laboratory that is up: <c>lab/lab</c> with a deadline for each command. What a command cannot do is thrown, as
/// <see cref="LaboratoryException"/>; what takes too long, as <see cref="TimeoutException"/>.
/// </summary>
public sealed partial class Laboratory : IAsyncDisposable
{
    private static readonly TimeSpan CommandLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(90);
    private const string Namespaces = "/run/netns";
    private static readonly string Script = Path.Combine(Repository.Root, "lab/lab");

    private Laboratory(string name, LaboratoryPlan plan) => (Name, Plan) = (name, plan);

    /// <summary>The lab's name, by which <c>HALO_LAB</c> knows it.</summary>
    public string Name { get; }

    /// <summary>What it was set up with.</summary>
    public LaboratoryPlan Plan { get; }

    /// <summary>Everything of it. After its end only the logs are there.</summary>
    public string Folder => FolderOf(Name);

    /// <summary>The folder of a laboratory of that name.</summary>
    public static string FolderOf(string name) => Path.Combine(Repository.Root, "out/lab", name);

    /// <summary>Those that were set up, and ended or not.</summary>
    public static IEnumerable<string> Names() =>
        Directory.Exists(FolderOf("")) ? Directory.EnumerateDirectories(FolderOf("")).Select(folder => Path.GetFileName(folder)) : [];

    /// <summary>Sets a laboratory up, with HALO in manage mode on it.</summary>
    public static async Task<Laboratory> UpAsync(string name, LaboratoryPlan plan)
    {
        var laboratory = new Laboratory(name, plan);
        try
        {
            await laboratory.DoAsync(["up", .. plan.Arguments]);
        }
        catch (Exception failure)
        {
            try
            {
                await laboratory.DisposeAsync();
            }
            catch (Exception ending) when (ending is LaboratoryException or TimeoutException)
            {
                throw new LaboratoryException($"{failure.Message}\nIt did not end either: {ending.Message}", failure);
            }

            throw;
        }

        return laboratory;
    }

    /// <summary>A laboratory that somebody else has set up, and will end.</summary>
    public static Laboratory Existing(string name, LaboratoryPlan plan) => new(name, plan);

    /// <summary>Whether it has been ended, or never was set up: then there are only its logs.</summary>
    public bool HasEnded() => Directory.EnumerateFileSystemEntries(Folder).All(entry => Path.GetFileName(entry) is "log");

    /// <summary>Runs a command of <c>lab/lab</c>.</summary>
    public Task<FinishedProgram> RunAsync(params IEnumerable<string> arguments) => RunAsync(CommandLimit, arguments);

    /// <summary>Runs a command of <c>lab/lab</c> that may take as long as that.</summary>
    public Task<FinishedProgram> RunAsync(TimeSpan limit, params IEnumerable<string> arguments) =>
        FinishedProgram.RunAsync(Script, arguments, Environment(), limit);

    /// <summary>Has <c>lab/lab</c> do something; returns what it printed.</summary>
    public async Task<string> DoAsync(params IReadOnlyList<string> arguments)
    {
        var ended = await RunAsync(arguments);
        return ended.Status == 0
            ? ended.Output
            : throw new LaboratoryException($"lab/lab {string.Join(' ', arguments)} ended with {ended.Status}: {ended.Output}{ended.Error}");
    }

    /// <summary>Cuts a host's power.</summary>
    public Task PowerCutAsync(string host) => DoAsync("off", host);

    /// <summary>Gives a host power again; it has booted then.</summary>
    public Task PowerOnAsync(string host) => DoAsync("on", host);

    /// <summary>Gives a host power again, and waits until the manager knows of everything on it.</summary>
    public async Task ComesBackAsync(string host)
    {
        await PowerOnAsync(host);
        await StatusShowsAsync($"all is known about {host}", status => status.Host(host).Connected
            && status.Resources.All(resource => !resource.Status.TryGetValue(host, out var here) || here.Status is not "Unknown"));
    }

    /// <summary>Pulls a host's network cables, or that of one network, <c>a</c> or <c>b</c>.</summary>
    public Task CutAsync(string host, string? network = null) => DoAsync(["cut", host, .. network is null ? Array.Empty<string>() : [network]]);

    /// <summary>Plugs a host's network cables in again, or that of one network.</summary>
    public Task HealAsync(string host, string? network = null) => DoAsync(["heal", host, .. network is null ? Array.Empty<string>() : [network]]);

    /// <summary>
    /// Has an action (<c>start</c>, <c>stop</c> or <c>monitor</c>) of every target on a host run some lines of shell first: what they exit with, where that is
    /// not 0, is what the action answers.
    /// </summary>
    public Task TroubleAsync(string host, string action, string lines) => DoOnHostAsync(
        host, "sh", "-c", $"mkdir -p /run/trouble && printf '%s\n' \"$0\" >/run/trouble/new && chmod +x /run/trouble/new && mv /run/trouble/new /run/trouble/{action}",
        $"#!/bin/sh\n{lines}");

    /// <summary>Unmounts something on a host by hand, with those who use it ended.</summary>
    public Task StopByHandAsync(string host, string mountPoint) => DoAsync(StoppingByHand(host, mountPoint));

    /// <summary>The command that does it. What is unmounted lazily instead goes on being mounted for those who use it, and nobody sees that any more.</summary>
    internal static IReadOnlyList<string> StoppingByHand(string host, string mountPoint) =>
        ["exec", host, "sh", "-c", "while mountpoint -q \"$0\" && ! umount \"$0\"; do fuser -k -m \"$0\"; sleep 0.1; done 2>/dev/null", mountPoint];

    /// <summary>Ends <see cref="TroubleAsync"/>.</summary>
    public Task NoTroubleAsync(string host, string action) => DoOnHostAsync(host, "rm", $"/run/trouble/{action}");

    /// <summary>Runs a command on a host, or on mgmt.</summary>
    public Task<FinishedProgram> OnHostAsync(string host, params IEnumerable<string> command) => RunAsync(["exec", host, .. command]);

    /// <summary>Has a host, or mgmt, run a command; returns what it printed.</summary>
    public Task<string> DoOnHostAsync(string host, params IEnumerable<string> command) => DoAsync(["exec", host, .. command]);

    /// <summary>Runs <c>halo</c> on the management host.</summary>
    public Task<FinishedProgram> HaloAsync(params IEnumerable<string> arguments) => RunAsync(["halo", .. arguments]);

    /// <summary>Has <c>halo</c> do something, and waits until that is done; returns what it printed.</summary>
    public Task<string> DoWithHaloAsync(params IEnumerable<string> arguments) => DoAsync(["halo", .. arguments]);

    /// <summary>
    /// What the manager knows: what <c>halo status --json</c> prints. Throws <see cref="HttpRequestException"/> where no manager answers.
    /// </summary>
    public Task<StatusAnswer> StatusAsync() => ManagerApi.StatusAsync($"/proc/{FirstProcess("mgmt")}/root/run/halo/halo.socket");

    /// <summary>Waits until the manager knows something.</summary>
    public Task StatusShowsAsync(string what, Func<StatusAnswer, bool> condition, TimeSpan? patience = null) =>
        Eventually.BecomesTrueAsync($"status shows that {what}", async () => condition(await StatusAsync()), patience ?? DefaultPatience);

    /// <summary>Waits until all groups run at home, all hosts are connected, and <c>halo status -x</c> has nothing to say.</summary>
    public async Task AllIsWellAsync()
    {
        await StatusShowsAsync("all run at home", status => status.AllAre("Running") && status.Hosts.All(host => host.Connected));
        await Eventually.BecomesTrueAsync(
            "halo status -x prints nothing", async () => await HaloAsync("status", "-x") is { Status: 0, Output: "" }, DefaultPatience);
    }

    /// <summary>Waits until the targets run on a host, with their roots: that the manager says so, and that the host has their disks.</summary>
    public Task RunsOnAsync(string host, params Target[] targets) => StatusShowsAsync(
        $"{string.Join(", ", targets.Select(target => target.Name))} run on {host}",
        status => targets.All(target =>
            RunsOn(status, target.Root, host) && RunsOn(status, target.Name, host)
            && Holders(target.Root) is [var holder] && string.Equals(holder, host, StringComparison.Ordinal)));

    /// <summary>What has happened to the disks so far, the oldest first.</summary>
    public IReadOnlyList<DiskChange> DiskChanges() => [.. WholeLines("log/disks").Select(DiskChange.Parse)];

    /// <summary>What was done to the lab from outside so far, the oldest first.</summary>
    public IReadOnlyList<LabFault> Faults() => [.. WholeLines("log/faults").Select(LabFault.Parse)];

    /// <summary>The hosts that have a disk mounted or imported now, by the file systems' own word.</summary>
    public IReadOnlyList<string> Holders(string disk)
    {
        var holders = new List<string>();
        foreach (var change in DiskChanges().Where(change => string.Equals(change.Disk, disk, StringComparison.Ordinal)))
        {
            holders.Remove(change.Host);
            if (change.Taken)
            {
                holders.Add(change.Host);
            }
        }

        return holders;
    }

    /// <summary>Every disk that two hosts had at once, or that one tried to mount while another had it: one sentence each.</summary>
    public IReadOnlyList<string> Violations() => [.. WholeLines("violations")];

    /// <summary>What a person needs to understand a failure: what HALO says and what was so.</summary>
    public async Task<string> DescribeAsync()
    {
        var text = new StringBuilder();
        foreach (var command in new string[][] { ["status"], ["halo", "status", "-e", "40"] })
        {
            var ended = await RunAsync(command);
            text.AppendLine($"--- lab/lab {string.Join(' ', command)}\n{ended.Output}{ended.Error}");
        }

        return text.AppendLine($"--- disks\n{string.Join('\n', WholeLines("log/disks"))}\n--- logs are in {Path.Combine(Folder, "log")}").ToString();
    }

    /// <summary>Ends it and leaves nothing but its logs.</summary>
    public async ValueTask DisposeAsync() => await DoAsync("down");

    /// <summary>What a laboratory that has ended has left of processes, namespaces, loop devices and mounts; nothing, if all is well.</summary>
    public IReadOnlyList<string> Leftovers() =>
    [
        .. MarkedProcesses.With("HALO_LAB_DIR", Folder).Select(MarkedProcesses.Describe),
        .. Directory.Exists(Namespaces) ? Directory.EnumerateFiles(Namespaces, $"halo.{Name}-*") : [],
        .. Directory.EnumerateDirectories("/sys/block", "loop*").Select(block => Path.Combine(block, "loop/backing_file"))
            .Where(File.Exists).Select(ReadLine).Where(line => line.StartsWith($"{Folder}/", StringComparison.Ordinal)),
        .. File.ReadLines("/proc/self/mounts").Where(line => line.Contains($" {Folder}/", StringComparison.Ordinal)),
    ];

    /// <summary>Removes the logs of one that has ended.</summary>
    public void RemoveLogs()
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }

        File.Delete($"{Folder}.lock");
    }

    /// <summary>The environment in which <c>lab/lab</c> finds this laboratory.</summary>
    internal Dictionary<string, string> Environment() => new(StringComparer.Ordinal) { ["HALO_LAB"] = Name, ["HALO_BIN"] = Repository.Programs };

    /// <summary>The first process of a host that has power, or of mgmt, as the machine counts.</summary>
    internal int FirstProcess(string host) =>
        int.Parse(File.ReadAllText(Path.Combine(Folder, "hosts", host, "process")).Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>The command that runs another one on a host.</summary>
    internal static IReadOnlyList<string> OnHost(string host, params IEnumerable<string> command) => [Script, "exec", host, .. command];

    /// <summary>Empty where the file is gone in this moment: other laboratories come and go.</summary>
    private static string ReadLine(string file)
    {
        try
        {
            return File.ReadAllText(file).TrimEnd('\n');
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <summary>The lines of a file that another process may be appending to.</summary>
    private string[] WholeLines(string file) => LinesOf(Path.Combine(Folder, file));

    private static string[] LinesOf(string path) => File.Exists(path) ? File.ReadAllText(path).Split('\n')[..^1] : [];

    private static bool RunsOn(StatusAnswer status, string resource, string host) =>
        status.Resource(resource).RunningOn is [var only] && string.Equals(only, host, StringComparison.Ordinal);
}

/// <summary>The laboratory could not do what was asked of it; the message is its own.</summary>
public sealed class LaboratoryException : Exception
{
    /// <summary>With the laboratory's words.</summary>
    public LaboratoryException(string message)
        : base(message)
    {
    }

    /// <summary>Without any.</summary>
    public LaboratoryException()
    {
    }

    /// <summary>With what caused it.</summary>
    public LaboratoryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
