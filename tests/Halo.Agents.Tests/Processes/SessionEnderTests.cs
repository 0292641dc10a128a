using Halo.Agents.Processes;

namespace Halo.Agents.Tests.Processes;

public sealed class SessionEnderTests : IDisposable
{
    private readonly Scripts _scripts = new();

    public void Dispose() => _scripts.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ends_a_session_though_the_machines_processes_cannot_be_listed_for_a_while(bool groupsAreKnown)
    {
        // Longer than the grace and than the wait for SIGKILL's effect.
        var table = new ForgetfulTable(times: 100, groupsAreKnown);
        var path = _scripts.Bash("trap '' TERM; set -m; sleep 60 & while :; do sleep 1; done");
        var spec = new ProcessSpec
        {
            Path = path,
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" },
            Deadline = TimeSpan.FromSeconds(0.3),
            KillGrace = TimeSpan.FromSeconds(0.2),
        };

        var result = await new ProcessRunner(TimeProvider.System, table).RunAsync(spec, started: null, default);

        Assert.Equal(new ProcessEnd.TimedOut(), result.End);
        Assert.Empty(result.Left);
        Assert.Empty(new ProcessTable().InSession(result.Pid)!);
    }

    /// <summary>A machine whose processes cannot be listed the first times.</summary>
    private sealed class ForgetfulTable(int times, bool groupsAreKnown) : IProcessTable
    {
        private readonly ProcessTable _real = new();
        private int _asked;

        public IReadOnlyList<ProcessEntry>? All() => Sees() ? _real.All() : null;

        public StartMark? WasStartedWith(int pid, string variable) => _real.WasStartedWith(pid, variable);

        public IReadOnlyList<string>? CommandLine(int pid) => _real.CommandLine(pid);

        public IReadOnlyDictionary<string, string>? Variables(int pid) => _real.Variables(pid);

        public string WaitChannel(int pid) => "";

        public string KernelStack(int pid) => "";

        public bool SignalSession(int session, int signal) =>
            (groupsAreKnown || Sees()) && _real.SignalSession(session, signal);

        private bool Sees() => ++_asked > times;
    }
}
