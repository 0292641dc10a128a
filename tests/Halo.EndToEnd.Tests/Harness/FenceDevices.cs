namespace Halo.EndToEnd.Tests.Harness;

/// <summary>
/// The other side of the tests' own fence agent (<c>Agents/fence/fence_test</c>): a host's power is a file, what happens when it
/// gets power is a script, every call is written down, and a plan makes the device misbehave.
/// </summary>
internal sealed class FenceDevices
{
    /// <summary>The folder with the tests' own fence agent.</summary>
    public static readonly string AgentPath = Path.Combine(AgentFolder.OcfRoot, "fence");

    /// <summary>A plan: the device says that it could and does nothing.</summary>
    public const string ClaimsAndDoesNothing = "note \"end fence $action $plug\"; exit 0\n";

    /// <summary>A plan: the device says that it could not, and has not.</summary>
    public const string Fails = "echo 'the BMC is upset' >&2; exit 1\n";

    /// <summary>A plan for <c>off</c>: the device says that it could not, and yet the host is off.</summary>
    public const string FailsAndYetWorks = "power_off; echo 'the BMC is upset' >&2; exit 1\n";

    private readonly string _folder;
    private readonly AgentFolder _agents;

    /// <summary>Gives the hosts power.</summary>
    public FenceDevices(string folder, AgentFolder agents, IEnumerable<string> hosts)
    {
        (_folder, _agents) = (folder, agents);
        Directory.CreateDirectory(Path.Combine(folder, "power"));
        Directory.CreateDirectory(Path.Combine(folder, "boot"));
        foreach (var host in hosts)
        {
            File.WriteAllText(PowerOf(host), "");
        }
    }

    /// <summary>Says what the host does when it gets power: it runs this command in this environment.</summary>
    public void WriteBoot(string host, IEnumerable<string> command, IReadOnlyDictionary<string, string> environment)
    {
        var file = Path.Combine(_folder, "boot", host);
        var assignments = environment.Select(variable => Quote($"{variable.Key}={variable.Value}"));
        File.WriteAllText(file, $"#!/bin/sh\nexec env {string.Join(' ', assignments)} {string.Join(' ', command.Select(Quote))} >>{Quote(BootLogOf(host))} 2>&1\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>What the remotes have printed that were started by power.</summary>
    public IEnumerable<string> BootLogs() => Directory.EnumerateFiles(_folder, "*.boot.log");

    /// <summary>Whether a host has power.</summary>
    public bool HasPower(string host) => File.Exists(PowerOf(host));

    /// <summary>Has the fence agent run these lines of bash first when it is asked for this action, from its next call on.</summary>
    public void Plan(string host, string action, string lines) => _agents.Plan(host, action, lines);

    /// <summary>The device behaves again.</summary>
    public void EndPlan(string host, string action) => _agents.EndPlan(host, action);

    /// <summary>Takes a host's power away behind HALO's back.</summary>
    public Task PullThePlugAsync(string host) => ByHandAsync("off", host);

    /// <summary>Gives a host power behind HALO's back; it boots.</summary>
    public Task PlugInAsync(string host) => ByHandAsync("on", host);

    /// <summary>How often the fence agent was asked to do something with a host.</summary>
    public int CallsOf(string action, string host) =>
        _agents.History().Count(call => string.Equals(call, $"begin fence {action} {host}", StringComparison.Ordinal));

    /// <summary>Fails unless the fence agent had said OFF about a host before the agent was first asked to start a resource on another.</summary>
    public void SaidOffBefore(string fenced, string resource, string startedOn)
    {
        var calls = _agents.History();
        var off = Array.IndexOf(calls, $"end fence status {fenced} OFF");
        var start = Array.IndexOf(calls, $"begin start {resource} {startedOn}");
        Assert.True(off >= 0 && off < start, $"OFF of {fenced} is call {off}, the start of {resource} on {startedOn} call {start}.");
    }

    private async Task ByHandAsync(string action, string host)
    {
        var mark = new Dictionary<string, string>(StringComparer.Ordinal) { [Cluster.Mark] = _folder };
        var ended = await FinishedProgram.RunAsync(Path.Combine(AgentPath, "fence_test"), [action, host, "by-hand"], mark);
        Assert.True(ended.Status == 0, ended.Error);
    }

    private string PowerOf(string host) => Path.Combine(_folder, "power", host);

    private string BootLogOf(string host) => Path.Combine(_folder, $"{host}.boot.log");

    private static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
