using System.Threading.Channels;
using Halo.Engine.Configuration;
using Halo.Engine.Decisions;
using Halo.Engine.Inputs;
using Halo.Engine.State;
using Halo.Manager.Remotes;

namespace Halo.Manager.Loop;

/// <summary>
/// The one loop that owns the state. It stamps inputs with the time, lets the engine take them one after the other, publishes
/// each result as an immutable snapshot, and only then has the actions carried out. It decides nothing.
/// </summary>
internal sealed class ClusterLoop : IEngineInputs, ISnapshots
{
    private const int QueueLength = 65_536;
    private const int EventsKept = 1_000;

    private readonly ClusterConfig _config;
    private readonly TimeProvider _clock;
    private readonly ILogger<ClusterLoop> _log;
    private readonly long _start;
    private readonly WakeQueue _wake;
    private readonly Channel<EngineInput> _inputs = Channel.CreateBounded<EngineInput>(
        new BoundedChannelOptions(QueueLength) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly SnapshotSignal _published = new();

    private ClusterSnapshot _snapshot;
    private int _eventCount;

    public ClusterLoop(ClusterConfig config, ClusterState start, TimeProvider clock, ILogger<ClusterLoop> log)
    {
        _config = config;
        _clock = clock;
        _log = log;
        _start = clock.GetTimestamp();
        _wake = new WakeQueue(config.Domains.Length);
        _snapshot = new ClusterSnapshot { Config = config, State = start };
    }

    /// <inheritdoc/>
    public ClusterSnapshot Snapshot => Volatile.Read(ref _snapshot);

    /// <inheritdoc/>
    public Task NextSnapshot => _published.Next;

    /// <inheritdoc/>
    public ClusterState State => Snapshot.State;

    /// <summary>Monotonic time as the engine counts it.</summary>
    public Instant Now() => new((long)_clock.GetElapsedTime(_start).TotalMilliseconds);

    /// <inheritdoc/>
    public ValueTask TellAsync(EngineInput input) => _inputs.Writer.WriteAsync(input);

    /// <summary>Runs until it is cancelled; <paramref name="carryOut"/> must not block.</summary>
    public async Task RunAsync(Action<ClusterAction> carryOut, CancellationToken cancellation)
    {
        for (var domain = 0; domain < _config.Domains.Length; domain++)
        {
            Take(new TimePassed(domain), carryOut);
        }

        while (!cancellation.IsCancellationRequested)
        {
            while (_inputs.Reader.TryRead(out var input))
            {
                Take(input, carryOut);
            }

            while (_wake.TakeDue(Now()) is { } domain)
            {
                Take(new TimePassed(domain), carryOut);
            }

            await WaitForWorkAsync(cancellation);
        }
    }

    private void Take(EngineInput input, Action<ClusterAction> carryOut)
    {
        var result = ClusterEngine.Step(_config, State, input with { At = Now() });
        if (result.Ignored is { } why)
        {
            Log.InputIgnored(_log, input.GetType().Name, why);
        }

        Publish(result);
        if (input.Domain != ClusterInput.NoDomain)
        {
            _wake.Set(input.Domain, result.WakeAt);
        }

        foreach (var action in result.Actions)
        {
            if (_log.IsEnabled(LogLevel.Debug))
            {
                Log.ActionBegins(_log, Describe(action), action.Reason);
            }

            carryOut(action);
        }
    }

    private void Publish(StepResult result)
    {
        var events = _snapshot.Events;
        var last = _snapshot.LastEvent;
        foreach (var happened in result.Events)
        {
            Log.EventHappened(_log, Log.LevelOf(happened.Kind), happened.Kind, happened.Object, happened.Comment);
            events = events.Enqueue(new TimedEvent(_clock.GetUtcNow(), happened) { Number = ++last });
            if (++_eventCount > EventsKept)
            {
                events = events.Dequeue();
                _eventCount--;
            }
        }

        Volatile.Write(ref _snapshot, _snapshot with { State = result.State, Events = events, LastEvent = last });
        _published.Tell();
    }

    private async Task WaitForWorkAsync(CancellationToken cancellation)
    {
        var next = _wake.Next;
        using var alarm = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (next != Instant.Never)
        {
            var delay = next - Now();
            alarm.CancelAfter(delay > TimeSpan.Zero ? delay : TimeSpan.Zero);
        }

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
            _ => action.GetType().Name,
        };
    }
}
