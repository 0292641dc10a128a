using Halo.Agents.Fencing;
using Halo.Agents.Processes;
using Halo.Configuration;
using Halo.Engine.Configuration;
using Halo.Testing;

namespace Halo.Lab.Devices.Tests.Harness;

/// <summary>
/// Two hosts whose power is a file, with fence devices of one kind in a network namespace of their own, and the distribution's own
/// fence agents, called as HALO calls them with what <c>lab/fence/parameters</c> says.
/// </summary>
internal sealed class FenceLab : IAsyncDisposable
{
    public const string Host = "oss00";
    public const string OtherHost = "oss01";

    private static readonly string[] Agents = ["fence_powerman", "fence_ipmilan", "fence_redfish"];
    private static readonly string[] Addresses = ["10.79.0.100", "10.79.0.110", "10.79.0.111"];
    private static readonly TimeSpan ToolDeadline = TimeSpan.FromMinutes(2);
    private static readonly string Scripts = Path.Combine(Repository.Root, "lab/fence");

    private static int _count;

    private readonly string _folder = Directory.CreateTempSubdirectory("halo-fence-").FullName;
    private readonly string _network = $"halo-fence-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}";
    private readonly ProcessRunner _runner = new(TimeProvider.System, new ProcessTable());
    private readonly FenceAgents _agents;
    private ClusterConfig? _config;

    private FenceLab() => _agents = new FenceAgents(new FencePath($"{_folder}/agents"), _runner, TimeProvider.System);

    /// <summary>The file that holds the BMCs' password.</summary>
    public string SecretFile => $"{_folder}/lab/fence/bmc.secret";

    /// <summary>Makes the hosts and starts their devices.</summary>
    public static async Task<FenceLab> StartAsync(string kind)
    {
        var lab = await CreateAsync();
        try
        {
            await lab.DevicesAsync("start", kind);
            await lab.ConfigureAsync(kind);
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes the hosts without devices.</summary>
    public static async Task<FenceLab> CreateAsync()
    {
        Assert.Null(RealFenceDevices.WhyNot());
        var lab = new FenceLab();
        try
        {
            await lab.MakeNetworkAsync();
            lab.MakeHosts();
            lab.MakeAgents();
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether a host has power.</summary>
    public bool HasPower(string host) => string.Equals(File.ReadAllText($"{_folder}/power/{host}").Trim(), "on", StringComparison.Ordinal);

    /// <summary>Tells a host's device how to behave.</summary>
    public Task SetAsync(string host, params string[] fault) => DevicesAsync(["set", host, .. fault]);

    /// <summary>Calls <c>lab/fence/devices</c>, which must succeed; returns what it printed.</summary>
    public async Task<string> DevicesAsync(params string[] arguments)
    {
        var result = await TryDevicesAsync(arguments);
        Assert.True(result.End is ProcessEnd.Exited(0), $"devices {string.Join(' ', arguments)}: {result.End}: {result.Error}");
        return result.Output;
    }

    /// <summary>Calls <c>lab/fence/devices</c>, whatever comes of it.</summary>
    public Task<ProcessResult> TryDevicesAsync(params string[] arguments) => RunAsync([$"{Scripts}/devices", .. arguments]);

    /// <summary>Has HALO call a host's fence agent.</summary>
    /// <param name="host">The host.</param>
    /// <param name="verb">What to do.</param>
    /// <param name="powerTimeout">How many seconds the agent waits until the power has changed; null for its own default, 20.</param>
    /// <param name="deadline">How long HALO waits for the agent; null for its default.</param>
    public Task<FenceAnswer> CallAsync(string host, FenceVerb verb, int? powerTimeout = null, TimeSpan? deadline = null)
    {
        var config = _config!.Hosts.Select(each => _config[each]).Single(each => string.Equals(each.Id, host, StringComparison.Ordinal));
        var parameters = config.FenceParameters.Select(parameter => new FenceParameter(parameter.Name, parameter.Value)).ToList();
        if (powerTimeout is { } seconds)
        {
            parameters.Add(new FenceParameter("power_timeout", $"{seconds}"));
        }

        var call = new FenceCall { Agent = config.FenceAgent!, HostName = config.Name, Parameters = parameters, Verb = verb };
        return _agents.CallAsync(deadline is { } limit ? call with { Deadline = limit } : call, CancellationToken.None);
    }

    /// <summary>Checks that the agent's answer is of a kind.</summary>
    public async Task<FenceAnswer> AnswersAsync(FenceAnswerKind kind, string host, FenceVerb verb, int? powerTimeout = null)
    {
        var answer = await CallAsync(host, verb, powerTimeout);
        Assert.True(answer.Kind == kind, $"{verb} of {host}: {answer.Kind}, not {kind}: {answer.Reason}");
        return answer;
    }

    /// <summary>The processes that the devices have in this machine.</summary>
    public IReadOnlyList<int> Processes()
    {
        var table = new ProcessTable();
        return
        [
            .. table.All()!.Select(process => process.Pid)
                .Where(pid => table.WasStartedWith(pid, $"LAB_DIR={_folder}/lab") is StartMark.Present),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        _ = await TryDevicesAsync("stop");
        _ = await RunAsync("ip", "netns", "delete", _network);
        Directory.Delete(_folder, recursive: true);
    }

    private async Task MakeNetworkAsync()
    {
        await ToolAsync("ip", "netns", "add", _network);
        await ToolAsync("ip", "-n", _network, "link", "set", "lo", "up");
        foreach (var address in Addresses)
        {
            await ToolAsync("ip", "-n", _network, "address", "add", $"{address}/32", "dev", "lo");
        }
    }

    private void MakeHosts()
    {
        _ = Directory.CreateDirectory($"{_folder}/lab");
        _ = Directory.CreateDirectory($"{_folder}/power");
        File.WriteAllText($"{_folder}/power/{Host}", "on");
        File.WriteAllText($"{_folder}/power/{OtherHost}", "on");
        MakeScript($"{_folder}/switch", """
            file=$1/$3
            if [ "$2" = status ]; then [ "$(cat "$file")" = on ] || exit 2; else echo "$2" >"$file"; fi
            """);
    }

    /// <summary>The agents as they are; only the network is the devices'.</summary>
    private void MakeAgents()
    {
        _ = Directory.CreateDirectory($"{_folder}/agents");
        foreach (var agent in Agents)
        {
            MakeScript($"{_folder}/agents/{agent}", $"exec nsenter --net=/run/netns/{_network} {agent}");
        }
    }

    private static void MakeScript(string path, string text)
    {
        File.WriteAllText(path, $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task ConfigureAsync(string kind)
    {
        var text = "hosts:\n";
        foreach (var host in new[] { Host, OtherHost })
        {
            var lines = await ToolAsync($"{Scripts}/parameters", kind, host);
            text += $"- hostname: {host}\n  {lines.TrimEnd().Replace("\n", "\n  ", StringComparison.Ordinal)}\n";
        }

        var read = ConfigurationText.Parse("halo.conf", text);
        Assert.Empty(read.Faults);
        _config = read.Config!;
    }

    private async Task<string> ToolAsync(params string[] command)
    {
        var result = await RunAsync(command);
        Assert.True(result.End is ProcessEnd.Exited(0), $"{string.Join(' ', command)}: {result.End}: {result.Error}");
        return result.Output;
    }

    private Task<ProcessResult> RunAsync(params string[] command)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin",
            ["HOME"] = Environment.GetEnvironmentVariable("HOME") ?? "/",
            ["LAB_DIR"] = $"{_folder}/lab",
            ["LAB_NAME"] = _network,
            ["LAB_HOSTS"] = $"{Host} {OtherHost}",
            ["LAB_BMC_NETNS"] = _network,
            ["LAB_POWER"] = $"{_folder}/switch {_folder}/power",
        };
        var spec = new ProcessSpec
        {
            Path = "/usr/bin/env",
            Arguments = command,
            Environment = environment,
            Deadline = ToolDeadline,
        };
        return _runner.RunAsync(spec, started: null, CancellationToken.None);
    }
}
