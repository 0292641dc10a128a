using System.Net;
using Halo.Agents.Processes;
using Halo.Protocol.Remote;
using Halo.Remote.Startup;

namespace Halo.Remote.Tests;

/// <summary>What a remote does that cannot tell whether an agent still runs.</summary>
public sealed class LosingSightTests : IDisposable
{
    private readonly RemoteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_bug_while_an_agent_runs_holds_its_line_until_the_session_is_empty()
    {
        await using var remote = await RunningRemote.StartAsync(
            _folder, processes: new DoubtfulTable(() => throw new InvalidOperationException("a bug"), times: 1));
        _ = await remote.Client.OpenAsync(1);
        var script = $"(until [ -e {_folder["go"]} ]; do sleep 0.02; done; touch {_folder["done"]}) & exit 1";

        var start = remote.Client.RunAsync(remote.Client.Request(AgentAction.Start, script, session: 1));
        await Eventually.IsTrueAsync(async () => (await remote.Client.HelloAsync()).InFlight.Length > 0);
        var asked = remote.Client.Request(AgentAction.Monitor, $"[ -e {_folder["done"]} ] && exit 0 || exit 7");
        var monitor = remote.Client.RunAsync(asked);
        await Eventually.IsTrueAsync(() => remote.Client.HasArrivedAsync(asked));
        await File.WriteAllTextAsync(_folder["go"], "");

        Assert.Equal(OperationState.OutcomeLost, (await start).State);
        Assert.Equal(
            "halo_remote failed inside (see its log, and report it) during this start, and how it ended is lost",
            (await start).Reason);
        Assert.Equal(0, (await monitor).ExitCode);
        Assert.Empty(_folder.Records());
    }

    [Fact]
    public async Task A_remote_that_cannot_tell_what_its_predecessor_left_running_does_not_begin()
    {
        var options = new RemoteOptions
        {
            Port = 0,
            Networks = [],
            OcfRoot = _folder.OcfRoot,
            RuntimeDirectory = _folder.RuntimeDirectory,
        };
        var blind = new DoubtfulTable(() => null, times: 1, before: 0);

        (var server, var fault) = await RemoteServer.StartAsync(options, [IPAddress.Loopback], TimeProvider.System, blind);
        await using var second = await RunningRemote.StartAsync(_folder);

        Assert.Null(server);
        Assert.Equal(
            new StartFault(1, "cannot list this machine's processes, and so cannot tell what an earlier halo_remote left running; " +
                "see that /proc is mounted and that this program may open files"),
            fault);
    }

    [Fact]
    public async Task An_inherited_operation_is_waited_for_while_the_machines_processes_cannot_be_listed()
    {
        var id = await LeaveStartRunningAsync();
        await using var successor = await RunningRemote.StartAsync(_folder, processes: new DoubtfulTable(() => null, times: 3));
        var asked = successor.Client.Request(AgentAction.Monitor, $"[ -e {_folder["done"]} ] && exit 0 || exit 7");
        var monitor = successor.Client.RunAsync(asked);
        await Eventually.IsTrueAsync(() => successor.Client.HasArrivedAsync(asked));
        await File.WriteAllTextAsync(_folder["go"], "");

        Assert.Equal(OperationState.OutcomeLost, (await successor.Client.AskAsync(id)).State);
        Assert.Equal(0, (await monitor).ExitCode);
    }

    private async Task<string> LeaveStartRunningAsync()
    {
        (var process, var client) = await RemoteProcess.StartAsync(_folder);
        using (process)
        using (client)
        {
            _ = await client.OpenAsync(1);
            var request = client.Request(
                AgentAction.Start,
                $"touch {_folder["begun"]}; until [ -e {_folder["go"]} ]; do sleep 0.02; done; touch {_folder["done"]}",
                session: 1);
            var post = client.PostAsync(request);
            await Eventually.IsTrueAsync(() => Task.FromResult(File.Exists(_folder["begun"])));
            await process.CrashAsync();
            await ((Task)post).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return request.Id;
        }
    }

    /// <summary>The machine's real processes, which cannot be listed for some times; by default after the remote's start.</summary>
    private sealed class DoubtfulTable(Func<IReadOnlyList<ProcessEntry>?> fail, int times, int before = 1) : IProcessTable
    {
        private readonly ProcessTable _real = new();
        private int _asked;

        public IReadOnlyList<ProcessEntry>? All() =>
            Interlocked.Increment(ref _asked) is var asked && asked > before && asked <= before + times ? fail() : _real.All();

        public StartMark? WasStartedWith(int pid, string variable) => _real.WasStartedWith(pid, variable);

        public IReadOnlyList<string>? CommandLine(int pid) => _real.CommandLine(pid);

        public IReadOnlyDictionary<string, string>? Variables(int pid) => _real.Variables(pid);

        public string WaitChannel(int pid) => _real.WaitChannel(pid);

        public string KernelStack(int pid) => _real.KernelStack(pid);

        public bool SignalSession(int session, int signal) => _real.SignalSession(session, signal);
    }
}
