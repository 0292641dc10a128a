using Halo.Protocol.Remote;

namespace Halo.Remote.Operations;

/// <summary>An operation, from the moment it was accepted until it is forgotten.</summary>
internal sealed class Operation
{
    private readonly TaskCompletionSource<OperationAnswer> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _begunAt;

    /// <summary>The id.</summary>
    internal required string Id { get; init; }

    /// <summary>The resource.</summary>
    internal required string Resource { get; init; }

    /// <summary>What is to be done.</summary>
    internal required AgentAction Action { get; init; }

    /// <summary>Whether an earlier remote began it.</summary>
    internal bool Inherited { get; init; }

    /// <summary>Completes with the answer.</summary>
    internal Task<OperationAnswer> End => _end.Task;

    /// <summary>When it began, as the clock's timestamp; 0 while it waits for its turn.</summary>
    internal long BegunAt => Volatile.Read(ref _begunAt);

    /// <summary>Its turn has come.</summary>
    internal void MarkBegun(long timestamp) => Volatile.Write(ref _begunAt, timestamp);

    /// <summary>It has ended.</summary>
    internal void Complete(OperationAnswer answer) => _end.SetResult(answer);
}
