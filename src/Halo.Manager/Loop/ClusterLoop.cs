using System.Threading.Channels;
using Halo.Engine.Configuration;
using Halo.Engine.Decisions;
using Halo.Engine.Inputs;
using Halo.Engine.State;
using Halo.Engine.StateLog;
using Halo.Manager.Events;
using Halo.Manager.Remotes;
using Halo.Manager.StateLog;

namespace Halo.Manager.Loop;

/// <summary>
/// The one loop that owns the state. It stamps inputs with the time, lets the engine take them one after the other, publishes
/// each result as an immutable snapshot, hands the events to the state log, and has the actions carried out when those are on
/// disk. It decides nothing and waits for nobody.
/// </summary>
internal sealed class ClusterLoop : IEngineInputs, ISnapshots
{
    private const int QueueLength = 65_536;

    private readonly ClusterConfig _config;
    private readonly IStateLog _stateLog;
    private readonly TimeProvider _clock;
    private readonly ILogger<ClusterLoop> _log;
    private readonly long _start;
    private readonly WakeQueue _wake;
    private readonly LatenessWatch _lateness;
    private readonly Channel<(EngineInput Input, Instant Told)> _inputs = Channel.CreateBounded<(EngineInput, Instant)>(
        new BoundedChannelOptions(QueueLength) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly SnapshotSignal _published = new();

    private ClusterSnapshot _snapshot;

    public ClusterLoop(
        ClusterConfig config, ClusterState start, EventHistory history, IStateLog stateLog, TimeProvider clock, ILogger<ClusterLoop> log)
    {
        _config = config;
        _stateLog = stateLog;
        _clock = clock;
        _log = log;
        _start = clock.GetTimestamp();
        _wake = new WakeQueue(config.Domains.Length);
        _lateness = new LatenessWatch(config.Settings.DetectionInterval);
        _snapshot = new ClusterSnapshot { Config = config, State = start, History = history };
    }

    /// <inheritdoc/>
    public ClusterSnapshot Snapshot => Volatile.Read(ref _snapshot) with { LogTrouble = _stateLog.Trouble };

    /// <inheritdoc/>
    public Task NextSnapshot => _published.Next;

    /// <inheritdoc/>
    public ClusterState State => Volatile.Read(ref _snapshot).State;

    /// <summary>Monotonic time as the engine counts it.</summary>
    public Instant Now() => new((long)_clock.GetElapsedTime(_start).TotalMilliseconds);

    /// <inheritdoc/>
    public ValueTask TellAsync(EngineInput input) => _inputs.Writer.WriteAsync((input, Now()));

    /// <summary>Runs until it is cancelled; <paramref name="carryOut"/> must not block.</summary>
    public async Task RunAsync(Action<ClusterAction> carryOut, CancellationToken cancellation)
    {
        var gate = new ActionGate(carryOut);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task[] work = [TakeInputsAsync(gate, stop.Token), gate.RunAsync(stop.Token)];
        var first = await Task.WhenAny(work);
        await stop.CancelAsync();
        try
        {
            await first;
            await Task.WhenAll(work);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The manager ends.
        }
    }

    private async Task TakeInputsAsync(ActionGate gate, CancellationToken cancellation)
    {
        for (var domain = 0; domain < _config.Domains.Length; domain++)
        {
            await TakeAsync(new TimePassed(domain), gate, cancellation);
        }

        while (!cancellation.IsCancellationRequested)
        {
            while (_inputs.Reader.TryRead(out var next))
            {
                await TellLatenessAsync(_lateness.Take(Now(), next.Told), gate, cancellation);
                await TakeAsync(next.Input, gate, cancellation);
            }

            while (_wake.TakeDue(Now()) is { } domain)
            {
                await TakeAsync(new TimePassed(domain), gate, cancellation);
            }

            await WaitForWorkAsync(cancellation);
            await TellLatenessAsync(_lateness.Turn(Now()), gate, cancellation);
        }
    }

    /// <summary>Before anything else that came meanwhile: it was late too.</summary>
    private ValueTask TellLatenessAsync(TimeSpan? late, ActionGate gate, CancellationToken cancellation) =>
        late is { } by ? TakeAsync(new LoopWasLate { By = by }, gate, cancellation) : ValueTask.CompletedTask;

    private ValueTask TakeAsync(EngineInput input, ActionGate gate, CancellationToken cancellation)
    {
        var result = ClusterEngine.Step(_config, State, input with { At = Now() });
        if (result.Ignored is { } why)
        {
            Log.InputIgnored(_log, input.GetType().Name, why);
        }

        var lines = LinesOf(result.Events);
        Publish(result, lines);
        if (input.Domain != ClusterInput.NoDomain)
        {
            _wake.Set(input.Domain, result.WakeAt);
        }

        if (result.ConcernsAll)
        {
            WakeAll();
        }

        if (_log.IsEnabled(LogLevel.Debug))
        {
            foreach (var action in result.Actions)
            {
                Log.ActionBegins(_log, Describe(action), action.Reason);
            }
        }

        return gate.PassAsync(lines.IsEmpty ? null : _stateLog.AppendAsync(lines), result.Actions, cancellation);
    }

    private void WakeAll()
    {
        for (var domain = 0; domain < _config.Domains.Length; domain++)
        {
            _wake.Set(domain, Now());
        }
    }

    private ImmutableArray<LogLine> LinesOf(ImmutableArray<ClusterEvent> events)
    {
        if (events.IsEmpty)
        {
            return [];
        }

        var now = LogTime.Of(_clock);
        return [.. events.Select(happened => LogLine.Of(happened, now))];
    }

    private void Publish(StepResult result, ImmutableArray<LogLine> lines)
    {
        foreach (var happened in result.Events)
        {
            Log.EventHappened(_log, Log.LevelOf(happened.Kind), EventText.Of(happened));
        }

        var published = _snapshot with { State = result.State, History = lines.Aggregate(_snapshot.History, (history, line) => history.Add(line)) };
        Volatile.Write(ref _snapshot, published);
        _published.Tell();
    }

    private async Task WaitForWorkAsync(CancellationToken cancellation)
    {
        // No longer than that, so that the loop finds out when it was late.
        var delay = Instant.Earlier(_wake.Next, Now() + _config.Settings.DetectionInterval) - Now();
        using var alarm = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        alarm.CancelAfter(delay > TimeSpan.Zero ? delay : TimeSpan.Zero);

        try
        {
            await _inputs.Reader.WaitToReadAsync(alarm.Token);
        }
        catch (OperationCanceledException)
        {
            // A domain wants to be woken, or the manager ends.
        }
    }

    private string Describe(ClusterAction action)
    {
        var host = _config[action.Host].Id;
        return action switch
        {
            RunOperation run => $"{run.Kind} {_config.Domains[run.Host.Domain].Resources[run.Resource].Id} on {host}",
            RecallOperation recall => $"ask {host} about operation {recall.Operation}",
            OpenSession open => $"open session {open.Session} on {host}",
            ProbeHost => $"probe {host} now",
            ConfirmIntent => $"the intent to fence {host} is recorded",
            CallFenceAgent call => $"call the fence agent of {host}: {call.Verb}",
            _ => action.GetType().Name,
        };
    }
}
