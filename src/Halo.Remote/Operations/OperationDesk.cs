using Halo.Agents.Ocf;
using Halo.Agents.Processes;
using Halo.Protocol;
using Halo.Protocol.Remote;
using Halo.Remote.Sessions;

namespace Halo.Remote.Operations;

/// <summary>
/// Takes operations in, lets those of one resource run one after another and those of different resources side by side, and
/// remembers what became of them. An id runs once: the 16 newest answers of each resource are given again, and older ids are
/// known to have been used.
/// </summary>
internal sealed class OperationDesk(
    SessionHolder sessions,
    AgentRunner agents,
    InheritedOperations inherited,
    RuntimeDirectory directory,
    IProcessTable processes,
    TimeProvider time,
    ILogger log) : IDisposable
{
    /// <summary>So many operations may be waiting and running in all.</summary>
    internal const int MaximumOperations = 10_000;

    /// <summary>So many different resources may have been named.</summary>
    internal const int MaximumResources = 10_000;

    // Protects the dictionaries and the lines. Nothing is awaited and nothing outside is called while it is held.
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Operation> _operations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ResourceLine> _lines = new(StringComparer.Ordinal);
    private readonly ForgottenIds _forgotten = new();
    private readonly CancellationTokenSource _stopping = new();
    private int _unfinished;

    /// <summary>Takes over what an earlier remote left running. To be called once, before anything is submitted.</summary>
    internal void Inherit(IEnumerable<OperationRecord> records)
    {
        foreach (var record in records)
        {
            var operation = new Operation
            {
                Id = record.Id,
                Resource = record.Resource,
                Action = record.Action,
                Inherited = true,
            };
            operation.MarkBegun((long)(record.BeganSeconds * time.TimestampFrequency));
            lock (_lock)
            {
                _operations.Add(operation.Id, operation);
                Queue(
                    LineOf(operation.Resource),
                    operation,
                    line => inherited.AwaitEndAsync(record, LeftOf(line, record.Action), "halo_remote was restarted"));
            }
        }
    }

    /// <summary>Takes a request in; an id that is known gives the operation that has it.</summary>
    /// <returns>The operation, or why there is none.</returns>
    internal (Operation? Operation, ProtocolError? Error) Submit(OperationRequest request)
    {
        lock (_lock)
        {
            if (FindLocked(request.Id) is Operation known)
            {
                return IsSame(known, request) ? (known, null) : (null, Error(
                    ErrorCodes.BadRequest,
                    $"id {known.Id} belongs to a {ActionNames.Of(known.Action)} of {known.Resource}; ids are used once"));
            }

            if (sessions.WhyRefused(request.Session, request.Action) is ProtocolError refused)
            {
                return (null, refused);
            }

            if (WhyTooMany(request.Resource) is string full)
            {
                return (null, Error(ErrorCodes.TooMany, full));
            }

            var operation = new Operation { Id = request.Id, Resource = request.Resource, Action = request.Action };
            _operations.Add(operation.Id, operation);
            Queue(LineOf(request.Resource), operation, line => RunAsync(line, operation, request));
            return (operation, null);
        }
    }

    /// <summary>The operation with this id; null when it never came here.</summary>
    internal Operation? Find(string id)
    {
        lock (_lock)
        {
            return FindLocked(id);
        }
    }

    /// <summary>The operations that have begun and not ended.</summary>
    internal OperationInFlight[] InFlight()
    {
        lock (_lock)
        {
            return
            [
                .. _operations.Values
                    .Where(operation => operation.BegunAt != 0 && !operation.End.IsCompleted)
                    .Select(operation => new OperationInFlight
                    {
                        Id = operation.Id,
                        Resource = operation.Resource,
                        Action = operation.Action,
                        RunningSeconds = time.GetElapsedTime(operation.BegunAt).TotalSeconds,
                        Inherited = operation.Inherited,
                    }),
            ];
        }
    }

    /// <summary>Begins nothing any more and kills monitors; starts and stops go on, and the next remote finds them.</summary>
    internal void Stop() => _stopping.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private Operation? FindLocked(string id)
    {
        if (_operations.TryGetValue(id, out var known))
        {
            return known;
        }

        if (!_forgotten.Contains(id))
        {
            return null;
        }

        var forgotten = new Operation { Id = id, Resource = "", Action = AgentAction.Monitor };
        forgotten.Complete(Answers.OutcomeLost(id, "this operation ended long ago, and its answer has been forgotten"));
        return forgotten;
    }

    private static bool IsSame(Operation known, OperationRequest request) =>
        known.Resource.Length == 0
        || (known.Action == request.Action && string.Equals(known.Resource, request.Resource, StringComparison.Ordinal));

    private string? WhyTooMany(string resource) => _lines.TryGetValue(resource, out var line) switch
    {
        true when line.Count >= ResourceLine.Limit =>
            $"{line.Count} operations of {resource} wait on this remote already; it takes another one when one of them has ended",
        false when _lines.Count >= MaximumResources =>
            $"this remote has seen {_lines.Count} different resources and takes no more; restart halo_remote on this host",
        _ when _unfinished >= MaximumOperations =>
            $"{_unfinished} operations wait on this remote already; it takes another one when one of them has ended",
        _ => null,
    };

    private ResourceLine LineOf(string resource)
    {
        if (!_lines.TryGetValue(resource, out var line))
        {
            line = new ResourceLine(
                new LeftBehind(processes, directory, time), new LeftBehind(processes, directory, time));
            _lines.Add(resource, line);
        }

        return line;
    }

    private void Queue(ResourceLine line, Operation operation, Func<ResourceLine, Task<OperationAnswer>> run)
    {
        line.Count++;
        _unfinished++;
        line.Tail = RunAfterAsync(line.Tail, line, operation, run);
    }

    /// <summary>One place in a line. It never fails, so that the line goes on.</summary>
    private async Task RunAfterAsync(
        Task before, ResourceLine line, Operation operation, Func<ResourceLine, Task<OperationAnswer>> run)
    {
        // Yields, because the caller holds the lock.
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        OperationAnswer answer;
        try
        {
            answer = await run(line);
            var left = HasStopped(operation, answer) ? await line.Left.LookAfterStopAsync() : await line.Left.LookAsync();
            answer = answer with { LeftBehind = Answers.Of(left, processes) };
        }
        catch (Exception bug)
        {
            Log.Bug(log, $"the {ActionNames.Of(operation.Action)} of {operation.Resource} failed", bug);
            answer = Answers.OutcomeLost(operation.Id, "halo_remote failed inside; see its log, and report it");
        }

        End(line, operation, answer);
    }

    private async Task<OperationAnswer> RunAsync(ResourceLine line, Operation operation, OperationRequest request)
    {
        var left = LeftOf(line, request.Action);
        _ = await left.LookAsync();
        if (left.IsFull)
        {
            return Answers.NotStarted(
                request.Id, $"{LeftBehind.Limit} earlier operations of {request.Resource} left processes that cannot be killed");
        }

        if (_stopping.IsCancellationRequested)
        {
            return Answers.Refused(
                request.Id, $"halo_remote was told to end before this {ActionNames.Of(request.Action)} had begun, and did not begin it");
        }

        if (sessions.TryBegin(request.Session, request.Action, () => operation.MarkBegun(time.GetTimestamp()))
            is ProtocolError refused)
        {
            return Answers.Refused(request.Id, refused.Message);
        }

        return await agents.RunAsync(request, left, _stopping.Token);
    }

    private static bool HasStopped(Operation operation, OperationAnswer answer) =>
        operation.Action == AgentAction.Stop && answer is { State: OperationState.Exited, ExitCode: OcfExitCode.Success };

    private static LeftBehind LeftOf(ResourceLine line, AgentAction action) =>
        action == AgentAction.Monitor ? line.StuckMonitors : line.Left;

    private void End(ResourceLine line, Operation operation, OperationAnswer answer)
    {
        lock (_lock)
        {
            _unfinished--;
            answer = answer with { Sequence = line.CountEnd() };
            operation.Complete(answer);
            if (line.Remember(operation) is Operation oldest)
            {
                _ = _operations.Remove(oldest.Id);
                _forgotten.Add(oldest.Id);
            }
        }

        Report(operation, answer);
    }

    private void Report(Operation operation, OperationAnswer answer)
    {
        var action = ActionNames.Of(operation.Action);
        if (answer.State == OperationState.Exited)
        {
            var level = Log.LevelOf(operation.Action);
            Log.Exited(log, level, operation.Resource, action, answer.ExitCode, answer.RanSeconds, answer.Reason, answer.Id);
        }
        else
        {
            Log.NoResult(log, operation.Resource, action, answer.Reason, answer.Id);
        }

        foreach (var process in answer.LeftBehind)
        {
            Log.Left(log, operation.Resource, process.Pid, process.Name, process.State[0]);
        }
    }

    private static ProtocolError Error(string code, string message) => new() { Code = code, Message = message };
}
