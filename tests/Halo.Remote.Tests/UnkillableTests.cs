using Halo.Agents.Processes;
using Halo.Protocol.Remote;

namespace Halo.Remote.Tests;

public sealed class UnkillableTests
{
    /// <summary>A session that nobody pings is over after 10 s of this clock, and a busy machine needs some of that to begin.</summary>
    private const int Speed = 3;

    [Fact]
    public async Task A_start_that_cannot_be_killed_is_reported_until_it_goes()
    {
        using var folder = new RemoteFolder();
        var table = new TableWithStuckMount();
        await using var remote = await RunningRemote.StartAsync(folder, new FastTime(Speed), table);
        _ = await remote.Client.OpenAsync(1);

        var start = await EndOfHungAsync(remote.Client, AgentAction.Start);
        var stuck = await remote.Client.MonitorAsync("exit 7");
        table.Release();
        var free = await remote.Client.MonitorAsync("exit 7");

        Assert.Equal(OperationState.TimedOut, start.State);
        Assert.Equal(
            "the agent did not end within 1 s and cannot be killed: process 4000000 (mount) in state D", start.Reason);
        var left = Assert.Single(start.LeftBehind);
        Assert.Equal(("mount", "D", "jbd2_log_wait_commit", "[<0>] stack"), (left.Name, left.State, left.WaitChannel, left.KernelStack));
        Assert.Equal(7, stuck.ExitCode);
        Assert.Equal(4_000_000, Assert.Single(stuck.LeftBehind).Pid);
        Assert.Empty(free.LeftBehind);
        Assert.Empty(folder.Records());
    }

    [Fact]
    public async Task What_was_left_behind_is_not_forgotten_while_the_machines_processes_cannot_be_listed()
    {
        using var folder = new RemoteFolder();
        var table = new TableWithStuckMount();
        await using var remote = await RunningRemote.StartAsync(folder, new FastTime(Speed), table);
        _ = await remote.Client.OpenAsync(1);
        _ = await EndOfHungAsync(remote.Client, AgentAction.Start);
        table.KnowNothing(times: 3);

        var monitor = await remote.Client.MonitorAsync("exit 7");

        Assert.Equal(4_000_000, Assert.Single(monitor.LeftBehind).Pid);
        _ = Assert.Single(folder.Records());
    }

    [Fact]
    public async Task A_stop_that_returned_0_waits_for_what_ends_in_the_same_moment()
    {
        using var folder = new RemoteFolder();
        var table = new TableWithStuckMount();
        await using var remote = await RunningRemote.StartAsync(folder, new FastTime(Speed), table);
        _ = await remote.Client.OpenAsync(1);
        _ = await EndOfHungAsync(remote.Client, AgentAction.Start);
        table.ReleaseAfter(looks: 5);

        var stop = await StopAsync(remote.Client);

        Assert.Equal(0, stop.ExitCode);
        Assert.Empty(stop.LeftBehind);
        Assert.Empty(folder.Records());
    }

    [Fact]
    public async Task A_stop_that_returned_0_waits_5_seconds_and_reports_what_is_still_there()
    {
        using var folder = new RemoteFolder();
        var time = new FastTime(Speed);
        await using var remote = await RunningRemote.StartAsync(folder, time, new TableWithStuckMount());
        _ = await remote.Client.OpenAsync(1);
        _ = await EndOfHungAsync(remote.Client, AgentAction.Start);

        var began = time.GetTimestamp();
        var stop = await StopAsync(remote.Client);

        Assert.Equal(0, stop.ExitCode);
        _ = Assert.Single(stop.LeftBehind);
        Assert.True(time.GetElapsedTime(began) >= TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Monitors_that_cannot_be_killed_do_not_pile_up_and_are_no_ones_left_behind()
    {
        using var folder = new RemoteFolder();
        var table = new TableWithStuckMount();
        await using var remote = await RunningRemote.StartAsync(folder, new FastTime(10), table);
        for (var i = 0; i < 8; i++)
        {
            var hung = await EndOfHungAsync(remote.Client, AgentAction.Monitor);
            Assert.Equal(OperationState.TimedOut, hung.State);
            Assert.Empty(hung.LeftBehind);
        }

        var refused = await remote.Client.MonitorAsync("exit 0");
        var elsewhere = await remote.Client.MonitorAsync("exit 0", "res1");

        Assert.Equal(OperationState.NotStarted, refused.State);
        Assert.Equal("8 earlier operations of res0 left processes that cannot be killed", refused.Reason);
        Assert.Equal(OperationState.Exited, elsewhere.State);
    }

    private static Task<OperationAnswer> EndOfHungAsync(RemoteClient client, AgentAction action)
    {
        var request = client.Request(action, "exec sleep 60", session: action == AgentAction.Start ? 1 : null);
        return EndOfAsync(client, request with { TimeoutMilliseconds = 1000 });
    }

    /// <summary>In a session of its own: nobody pings, and the one before may be over by now.</summary>
    private static async Task<OperationAnswer> StopAsync(RemoteClient client)
    {
        _ = await client.OpenAsync(2);
        return await EndOfAsync(client, client.Request(AgentAction.Stop, "exit 0", session: 2));
    }

    private static async Task<OperationAnswer> EndOfAsync(RemoteClient client, OperationRequest request)
    {
        var answer = await client.RunAsync(request);
        // A busy machine may take longer than the clock's longest wait for an answer.
        while (answer.State == OperationState.Running)
        {
            answer = await client.AskAsync(request.Id);
        }

        return answer;
    }

    /// <summary>A machine where a mount in uninterruptible sleep stays behind in every session that is killed.</summary>
    private sealed class TableWithStuckMount : IProcessTable
    {
        private readonly ProcessTable _real = new();
        private readonly List<int> _sessions = [];
        private int _looks = int.MaxValue;
        private int _unknown;

        internal void Release() => ReleaseAfter(looks: 0);

        internal void ReleaseAfter(int looks) => _looks = looks;

        internal void KnowNothing(int times) => _unknown = times;

        public IReadOnlyList<ProcessEntry>? All()
        {
            lock (_sessions)
            {
                return _unknown-- > 0 ? null : _looks-- <= 0 ? [] : [.. _sessions.Select((session, i) => new ProcessEntry(4_000_000 + i, "mount", 'D', session, session, 1))];
            }
        }

        public StartMark? WasStartedWith(int pid, string variable) => StartMark.Absent;

        public IReadOnlyList<string>? CommandLine(int pid) => [];

        public IReadOnlyDictionary<string, string>? Variables(int pid) => new Dictionary<string, string>(StringComparer.Ordinal);

        public string WaitChannel(int pid) => "jbd2_log_wait_commit";

        public string KernelStack(int pid) => "[<0>] stack";

        public bool SignalSession(int session, int signal)
        {
            lock (_sessions)
            {
                if (!_sessions.Contains(session))
                {
                    _sessions.Add(session);
                }
            }

            return _real.SignalSession(session, signal);
        }
    }
}
