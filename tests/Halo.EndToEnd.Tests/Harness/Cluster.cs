using System.Diagnostics;
using System.Text;
using Halo.Protocol.Cli;
using Xunit.Sdk;

namespace Halo.EndToEnd.Tests.Harness;

/// <summary>
/// A cluster of real processes: a remote for every host on an address of its own, managers, and the CLI. All of it is in one
/// temporary folder, which stays when the test fails.
/// </summary>
internal sealed class Cluster : IAsyncDisposable
{
    /// <summary>The port of every remote; clusters differ in their addresses.</summary>
    public const int Port = 18471;

    /// <summary>The variable in the environment of everything that belongs to a cluster: its folder.</summary>
    public const string Mark = "HALO_TEST_DIR";

    /// <summary>The exit status after SIGKILL, which a fence device may have sent in this moment; no program of HALO's ends with it by itself.</summary>
    private const int Killed = 128 + (int)Signal.Kill;

    private const string HostMark = "HALO_TEST_HOST";
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan OperationPatience = TimeSpan.FromSeconds(2);
    private static int _lastNumber;

    private readonly ClusterPlan _plan;
    private readonly string _network;
    private readonly List<RunningProgram> _programs = [];
    private readonly Dictionary<string, RunningProgram> _remotes = new(StringComparer.Ordinal);

    private Cluster(ClusterPlan plan)
    {
        _plan = plan;

        // 127.0.0.0/8 is all this machine: a network for each cluster of each run of the tests.
        _network = $"127.{64 + (Environment.ProcessId % 128)}.{Interlocked.Increment(ref _lastNumber)}";
        Folder = Directory.CreateTempSubdirectory("halo-e2e-").FullName;
        Agents = new AgentFolder(Folder, HostNames);
        Fences = new FenceDevices(Folder, Agents, HostNames);
        Certificates = plan.Tls == TlsSides.None ? null! : new Certificates(Folder, HostNames);
        File.WriteAllText(Configuration, ConfigurationText());
    }

    /// <summary>Everything of this cluster.</summary>
    public string Folder { get; }

    /// <summary>What the tests' own agent keeps there.</summary>
    public AgentFolder Agents { get; }

    /// <summary>What the tests' own fence agent does.</summary>
    public FenceDevices Fences { get; }

    /// <summary>What the programs show each other with TLS; null without.</summary>
    public Certificates Certificates { get; }

    /// <summary>The configuration.</summary>
    public string Configuration => Path.Combine(Folder, "halo.conf");

    /// <summary>The socket of <see cref="StartManagerAsync"/>'s manager.</summary>
    public string Socket => Path.Combine(Folder, "halo.socket");

    private IEnumerable<string> HostNames => Enumerable.Range(0, _plan.Hosts).Select(i => $"h{i}");

    private string OcfRoot => _plan.OcfRoot ?? AgentFolder.OcfRoot;

    /// <summary>Plays a test on a cluster of its own; says what the processes printed when it fails, and ends all of them.</summary>
    public static async Task PlayAsync(Func<Cluster, Task> test, ClusterPlan? plan = null)
    {
        await using var cluster = new Cluster(plan ?? new ClusterPlan());
        try
        {
            await test(cluster);
            cluster.Agents.NothingRanTwice();
        }
        catch (Exception e)
        {
            throw new XunitException($"{e.Message}\n\n{await cluster.DescribeAsync()}", e);
        }

        await cluster.EndAllAsync();
        Directory.Delete(cluster.Folder, recursive: true);
    }

    /// <summary>Starts the remotes of all hosts and one manager in manage mode.</summary>
    public async Task StartAsync()
    {
        await StartRemotesAsync();
        await StartManagerAsync();
    }

    /// <summary>Starts the remotes of all hosts.</summary>
    public Task StartRemotesAsync() => Task.WhenAll(HostNames.Select(StartRemoteAsync));

    /// <summary>Starts a host's remote, also after its predecessor has ended.</summary>
    public async Task<RunningProgram> StartRemoteAsync(string host)
    {
        string[] command =
        [
            .. _plan.RemoteWrapper, Repository.Program("halo_remote"),
            "--port", $"{Port}", "--network", $"{AddressOf(host)}/32", "--ocf-root", OcfRoot,
            "--runtime-dir", Path.Combine(Folder, $"{host}.run"), "--verbose",
        ];
        var environment = EnvironmentOf(host, TlsSides.Remotes);
        environment[HostMark] = host;
        Fences.WriteBoot(host, command, environment);
        var remote = Launch(host, command, environment);
        _remotes[host] = remote;
        await Eventually.BecomesTrueAsync($"the remote of {host} listens", () =>
            remote.HasEnded ? throw new XunitException($"It ended with {remote.ExitStatus}.") : remote.Log.Contains("listening on", StringComparison.Ordinal));
        return remote;
    }

    /// <summary>The host's remote.</summary>
    public RunningProgram Remote(string host) => _remotes[host];

    /// <summary>The manager that was started last.</summary>
    public RunningProgram Manager { get; private set; } = null!;

    /// <summary>The host's address; no other cluster has it.</summary>
    public string AddressOf(string host) => $"{_network}.{10 + int.Parse(host.AsSpan(1))}";

    /// <summary>Starts a manager and waits until it answers.</summary>
    public async Task<RunningProgram> StartManagerAsync(bool manage = true, string name = "manager")
    {
        string[] mode = manage ? ["--manage-resources"] : [];
        var manager = Launch(
            name,
            [Repository.Program("halo_manager"), .. ManagerArguments(name), .. mode],
            EnvironmentOf(Certificates.Manager, TlsSides.Manager));
        Manager = manager;
        await Eventually.BecomesTrueAsync($"{name} answers", async () =>
            manager.HasEnded
                ? throw new XunitException($"It ended with {manager.ExitStatus}: {manager.Log}")
                : await AnswersAsync(name));
        return manager;
    }

    /// <summary>The environment of the manager or of a host's remote.</summary>
    private Dictionary<string, string> EnvironmentOf(string who, TlsSides side)
    {
        var tls = _plan.Tls.HasFlag(side) ? Certificates.EnvironmentOf(who) : [];
        return new Dictionary<string, string>(tls, StringComparer.Ordinal) { [Mark] = Folder };
    }

    private async Task<bool> AnswersAsync(string manager)
    {
        try
        {
            await StatusAsync(manager);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>
    /// The arguments of a manager: the one called "manager" has the usual files, every other one its own, and either can be
    /// told another socket.
    /// </summary>
    public IReadOnlyList<string> ManagerArguments(string name = "manager", string? socket = null) =>
    [
        "--config", Configuration, "--port", $"{Port}", "--verbose",
        "--socket", socket ?? SocketOf(name), "--statefile", StateLogOf(name), "--fence-path", FenceDevices.AgentPath,
    ];

    /// <summary>A manager's state log.</summary>
    public string StateLogOf(string manager = "manager") => Path.Combine(Folder, $"{manager}.state");

    /// <summary>Runs the CLI against the manager.</summary>
    public Task<FinishedProgram> HaloAsync(params string[] arguments) => HaloOfAsync("manager", arguments);

    /// <summary>Runs the CLI against one of several managers.</summary>
    public Task<FinishedProgram> HaloOfAsync(string manager, params string[] arguments) =>
        FinishedProgram.RunAsync(Repository.Program("halo"), [.. arguments, "--socket", SocketOf(manager)]);

    /// <summary>What the manager knows.</summary>
    public Task<StatusAnswer> StatusAsync(string manager = "manager") => ManagerApi.StatusAsync(SocketOf(manager));

    /// <summary>Waits until the manager knows something.</summary>
    public Task StatusShowsAsync(string what, Func<StatusAnswer, bool> condition, string manager = "manager") =>
        Eventually.BecomesTrueAsync($"status shows that {what}", async () => condition(await StatusAsync(manager)));

    /// <summary>Waits until all groups run at home and <c>halo status -x</c> has nothing to say.</summary>
    public async Task AllIsWellAsync()
    {
        await StatusShowsAsync("all run at home", status => status.AllAre("Running") && status.Hosts.All(host => host.Connected));
        await Eventually.BecomesTrueAsync("halo status -x prints nothing", async () => await HaloAsync("status", "-x") is { Status: 0, Output: "" });
    }

    /// <summary>Waits until a host runs everything: that it does, and that the manager knows.</summary>
    public Task RunsOnAsync(string host) => StatusShowsAsync($"all runs on {host}", status =>
        status.Resources.All(resource => resource.RunningOn is [var only] && string.Equals(only, host, StringComparison.Ordinal))
        && status.Resources.All(resource => Agents.Runs(resource.Id, host)));

    /// <summary>Has the CLI do something, and waits until that is done; fails the test when it is not.</summary>
    public async Task<string> DoesAsync(params string[] arguments)
    {
        var ended = await HaloAsync(arguments);
        return ended is { Status: 0, Error: "" }
            ? ended.Output
            : throw new XunitException($"halo {string.Join(' ', arguments)} ended with {ended.Status}: {ended.Output}{ended.Error}");
    }

    /// <summary>The lines of the manager's state log, in columns.</summary>
    public IEnumerable<string[]> StateLog(string manager = "manager") =>
        File.ReadAllLines(StateLogOf(manager)).Select(line => line.Split('\t'));

    /// <summary>The stages of all fences of a host, as the state log has them.</summary>
    public IEnumerable<string> StagesOfFence(string host, string manager = "manager") => StateLog(manager)
        .Where(columns => columns is [_, "fence", var fenced, ..] && string.Equals(fenced, host, StringComparison.Ordinal))
        .SelectMany(columns => columns.Where(column => column.StartsWith("stage=", StringComparison.Ordinal)))
        .Select(column => column["stage=".Length..]);

    /// <summary>Kills all processes of a host, also those that came with its power. Its kernel, this machine's, refuses connections then.</summary>
    public Task CrashAsync(string host) =>
        KillAllAsync($"nothing of {host} is left", () => [.. MarkedProcesses.With(HostMark, host).Intersect(Processes())]);

    /// <summary>Processes of this cluster that are left, agents too.</summary>
    public IReadOnlyList<int> Processes() => MarkedProcesses.With(Mark, Folder);

    /// <summary>Starts something of this cluster in the background.</summary>
    public RunningProgram Launch(string name, IEnumerable<string> command, IReadOnlyDictionary<string, string>? environment = null)
    {
        var number = _programs.Count(p => string.Equals(p.Name, name, StringComparison.Ordinal));
        var log = Path.Combine(Folder, number == 0 ? $"{name}.log" : $"{name}.{number + 1}.log");
        var program = RunningProgram.Start(
            name, log, command, environment ?? new Dictionary<string, string>(StringComparer.Ordinal) { [Mark] = Folder });
        _programs.Add(program);
        return program;
    }

    /// <summary>Ends everything that is left, by force.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var program in _programs)
        {
            program.Dispose();
        }

        await KillAllAsync($"no process of {Folder} is left", Processes);
    }

    /// <summary>Kills again until nothing is left: what was just being started when the processes were listed is not in the first list.</summary>
    private static Task KillAllAsync(string end, Func<IReadOnlyList<int>> list) => Eventually.BecomesTrueAsync(end, () =>
    {
        var left = list();
        foreach (var id in left)
        {
            Kill(id);
        }

        return left.Count == 0;
    });

    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It ended in this moment.
        }
    }

    /// <summary>
    /// A remote that is told to end leaves its starts and stops running, and what keeps their output readable until their deadline. So
    /// those that are about to end may; those that hang are not waited for long.
    /// </summary>
    private async Task LetOperationsEndAsync()
    {
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < OperationPatience && IsBusy();)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        bool IsBusy() => Agents.Calls().Count(call => call.StartsWith("begin ", StringComparison.Ordinal))
            > Agents.Calls().Count(call => call.StartsWith("end ", StringComparison.Ordinal));
    }

    /// <summary>The programs end by themselves when they are asked to, and say that all was well.</summary>
    private async Task EndAllAsync()
    {
        await LetOperationsEndAsync();
        var alive = _programs.FindAll(program => !program.HasEnded);
        foreach (var program in alive)
        {
            program.Signal(Signal.Continue);
            program.Signal(Signal.Terminate);
        }

        foreach (var program in alive)
        {
            await program.EndsAsync(EndPatience);
            Assert.True(program.ExitStatus is 0 or Killed, $"{program.Name} ended with {program.ExitStatus}: {program.Log}");
        }

        Processes().Where(IsRemote).ToList().ForEach(id => RunningProgram.Send(id, Signal.Terminate));
        await Eventually.BecomesTrueAsync(
            $"nothing is left of {string.Join(", ", Processes().Select(MarkedProcesses.Describe))}", () => Processes().Count == 0, EndPatience);

        // What a fence device has started is nobody's child.
        static bool IsRemote(int id) => MarkedProcesses.ArgumentsOf(id).Contains("halo_remote", StringComparison.Ordinal);
    }

    private async Task<string> DescribeAsync()
    {
        var text = new StringBuilder();
        if (File.Exists(Socket))
        {
            var status = await HaloAsync("status", "-e", "30");
            text.AppendLine($"--- halo status\n{status.Output}{status.Error}");
        }

        text.AppendLine($"--- agents' calls\n{string.Join('\n', Agents.History())}");
        text.AppendLine($"--- state log\n{(File.Exists(StateLogOf()) ? await File.ReadAllTextAsync(StateLogOf()) : "(none)")}");
        foreach (var log in Fences.BootLogs())
        {
            text.AppendLine($"--- {log}\n{await File.ReadAllTextAsync(log)}");
        }

        foreach (var program in _programs)
        {
            var state = program.HasEnded ? $"ended with {program.ExitStatus}" : "runs";
            text.AppendLine($"--- {program.LogFile} ({state})\n{program.Log}");
        }

        return text.ToString();
    }

    private string SocketOf(string manager) =>
        string.Equals(manager, "manager", StringComparison.Ordinal) ? Socket : Path.Combine(Folder, $"{manager}.socket");

    private string FenceAgentOf(string host) => _plan.FenceParameters is { } parameters
        ? $", fence_agent: test, fence_parameters: {{ plug: {host}, folder: {Folder}{(parameters.Length > 0 ? $", {parameters.Replace("FOLDER", Folder, StringComparison.Ordinal)}" : "")} }}"
        : "";

    private string ConfigurationText() =>
        $"""
        settings: {"{"} {_plan.Settings} {"}"}
        hosts:
        {string.Join('\n', HostNames.Select(host => $"- {{ hostname: {host}, addresses: [{AddressOf(host)}]{FenceAgentOf(host)} }}"))}
        resources:
        {_plan.Resources}
        resource_groups:
        {_plan.Groups}

        """;
}
