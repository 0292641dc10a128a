using System.Collections.Concurrent;
using System.Collections.Immutable;
using Halo.Engine.Configuration;
using Halo.Engine.Decisions;
using Halo.Engine.Inputs;
using Halo.Engine.State;
using Halo.Engine.StateLog;
using Halo.Manager.Loop;
using Halo.Manager.StateLog;
using Halo.Manager.Status;
using Microsoft.Extensions.Logging.Abstractions;

namespace Halo.Manager.Tests;

/// <summary>The loop and the state log: what happened is published at once, and on disk before HALO acts on it.</summary>
public sealed class ClusterLoopTests : IAsyncDisposable
{
    private static readonly ClusterConfig Config = ClusterConfig.Create(
        Settings.Default,
        [new HostConfig { Id = "oss00", Name = "oss00", Addresses = ["oss00"] }],
        [new ResourceDefinition(new ResourceConfig { Id = "pool0", Kind = new AgentKind("test", "Thing") }, [])],
        [new GroupDefinition("pool0", "oss00", [])]);

    private readonly HeldLog _log = new();
    private readonly ConcurrentQueue<ClusterAction> _actions = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly ClusterLoop _loop;
    private readonly Task _running;

    public ClusterLoopTests()
    {
        var start = ClusterState.AtStart(Config, OperatingMode.Manage, "1", "run");
        _loop = new ClusterLoop(
            Config, start, EventHistory.Empty, _log, TimeProvider.System, NullLogger<ClusterLoop>.Instance);
        _running = _loop.RunAsync(_actions.Enqueue, _stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Eventually.EndsAsync(_running);
        _stop.Dispose();
    }

    [Fact]
    public async Task Publishes_at_once_and_acts_when_the_events_are_on_disk()
    {
        await UnmanageAndConnectAsync();

        Assert.Contains(_loop.Snapshot.History.Events, happened => happened.Line.Event == "unmanage");
        Assert.Empty(_actions);

        _log.Write(null);

        await Eventually.IsTrueAsync(() => _actions.Any(action => action is OpenSession));
    }

    [Fact]
    public async Task Acts_when_writing_was_given_up_and_says_so()
    {
        await UnmanageAndConnectAsync();

        _log.Write("the disk has not answered for 2 s");

        await Eventually.IsTrueAsync(() => _actions.Any(action => action is OpenSession));
        Assert.Equal("the disk has not answered for 2 s", StatusReport.Of(_loop.Snapshot).LogTrouble);
    }

    [Fact]
    public async Task Hands_who_when_and_why_to_the_log()
    {
        await _loop.TellAsync(Unmanage());
        await Eventually.IsTrueAsync(() => _log.Lines.Any(line => line.Event == "unmanage"));
        var line = _log.Lines.First(line => line.Event == "unmanage");

        Assert.Equal(("pool0", "new DIMM", "root"), (line.Object, line.Comment, line[LogLine.ByField]));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", line.Timestamp);
    }

    [Fact]
    public async Task Goes_on_after_an_input_that_concerns_no_failover_domain()
    {
        await _loop.TellAsync(new ClearAsked { By = "root" });
        await _loop.TellAsync(Unmanage());

        await Eventually.IsTrueAsync(() => !_loop.State.Domains[0].Groups[0].Managed);
    }

    /// <summary>An event whose line waits for the disk, and after it a step that has an action and no event.</summary>
    private async Task UnmanageAndConnectAsync()
    {
        await _loop.TellAsync(Unmanage());
        var host = new HostRef(0, 0);
        await _loop.TellAsync(new PathOpened
        {
            Host = host,
            Path = 0,
            Connection = 1,
            SentAt = _loop.Now(),
            Remote = new RemoteIdentity("1", "i", "b"),
            LastSession = 0,
        });
        await Eventually.IsTrueAsync(() => _loop.State.Domains[0].Hosts[0].Session.Stage == SessionStage.Opening);
    }

    private static AdministratorAsked Unmanage() => new()
    {
        Request = "r",
        Verb = AdministratorVerb.Unmanage,
        DomainIndex = 0,
        Position = 0,
        Mark = new Mark("root", "", "new DIMM"),
    };

    /// <summary>A log whose disk answers when the test says so.</summary>
    private sealed class HeldLog : IStateLog
    {
        private readonly TaskCompletionSource<string?> _disk = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ConcurrentQueue<LogLine> Lines { get; } = [];

        public string? Trouble => _disk.Task.IsCompleted ? _disk.Task.Result : null;

        public Task<string?> AppendAsync(ImmutableArray<LogLine> lines)
        {
            foreach (var line in lines)
            {
                Lines.Enqueue(line);
            }

            return _disk.Task;
        }

        public void Write(string? trouble) => _disk.SetResult(trouble);
    }
}
