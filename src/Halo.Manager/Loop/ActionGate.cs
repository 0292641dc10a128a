using System.Threading.Channels;
using Halo.Engine.Decisions;

namespace Halo.Manager.Loop;

/// <summary>
/// Holds actions back until the events before them are on disk, or writing them was given up (rule F8), and the loop that decides on them
/// does not wait. They are begun in their order; each is then carried out by itself, and nothing may rely on which of them ends, or gets to
/// its host, first: what must come later, the engine asks for later, when it has heard how the former ended.
/// </summary>
internal sealed class ActionGate(Action<ClusterAction> carryOut)
{
    private const int QueueLength = 65_536;

    private readonly Channel<Step> _held = Channel.CreateBounded<Step>(
        new BoundedChannelOptions(QueueLength) { SingleReader = true, SingleWriter = true, FullMode = BoundedChannelFullMode.Wait });

    private int _heldCount;

    /// <summary>
    /// Takes the actions of one step; at once where nothing is waited for.
    /// </summary>
    /// <param name="durable">The writing of the step's events; null where it has none.</param>
    /// <param name="actions">The step's actions.</param>
    /// <param name="cancellation">Ends the wait for room, which there is where steps come faster than a disk hangs.</param>
    public ValueTask PassAsync(Task<string?>? durable, ImmutableArray<ClusterAction> actions, CancellationToken cancellation)
    {
        if (Volatile.Read(ref _heldCount) == 0 && durable is null or { IsCompletedSuccessfully: true })
        {
            CarryOut(actions);
            return ValueTask.CompletedTask;
        }

        Interlocked.Increment(ref _heldCount);
        return _held.Writer.WriteAsync(new Step(durable, actions), cancellation);
    }

    /// <summary>Lets actions pass until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await foreach (var step in _held.Reader.ReadAllAsync(cancellation))
            {
                if (step.Durable is { } durable)
                {
                    await durable.WaitAsync(cancellation);
                }

                CarryOut(step.Actions);
                Interlocked.Decrement(ref _heldCount);
            }
        }
        catch (OperationCanceledException)
        {
            // The manager ends; what was not sent yet never is.
        }
    }

    private void CarryOut(ImmutableArray<ClusterAction> actions)
    {
        foreach (var action in actions)
        {
            carryOut(action);
        }
    }

    private readonly record struct Step(Task<string?>? Durable, ImmutableArray<ClusterAction> Actions);
}
