using Halo.Agents.Processes;
using Halo.Protocol.Remote;

namespace Halo.Remote.Operations;

/// <summary>
/// Watches operations that an earlier remote began, or that this one lost sight of. Their exit status is lost; what matters
/// is when they have ended, because nothing else may be done to the resource before. The deadline holds for them too: an
/// agent that still runs then is ended. Processes that remain without their agent may be the daemon of a start that succeeded; they are
/// not killed but reported.
/// </summary>
internal sealed class InheritedOperations(IProcessTable processes, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan KillGrace = TimeSpan.FromSeconds(5);

    private readonly SessionEnder _ender = new(time, processes);

    /// <summary>Waits until nothing of the operation is left, or until its deadline.</summary>
    /// <param name="record">The operation.</param>
    /// <param name="left">Takes what is left at the deadline.</param>
    /// <param name="why">Why its exit status is lost, as the beginning of a sentence.</param>
    /// <returns>The answer.</returns>
    internal async Task<OperationAnswer> AwaitEndAsync(OperationRecord record, LeftBehind left, string why)
    {
        var alive = await ProcessesOfAsync(record);
        if (alive.Count > 0)
        {
            Log.Inherited(log, record.Resource, ActionNames.Of(record.Action), record.Id);
        }

        while (alive.Count > 0 && AgentRunner.MonotonicSeconds(time) < record.DeadlineSeconds)
        {
            await Task.Delay(PollInterval, time, CancellationToken.None);
            alive = await ProcessesOfAsync(record);
        }

        if (alive.FirstOrDefault(process => process.Pid == process.Session) is ProcessEntry agent)
        {
            alive = await _ender.EndAsync(agent.Session, KillGrace);
            left.Add(record, alive);
            return Answers.TimedOut(
                record.Id, $"the agent did not end within {record.DeadlineSeconds - record.BeganSeconds:0.#} s", alive);
        }

        left.Add(record, alive);
        return Answers.OutcomeLost(
            record.Id, $"{why} during this {ActionNames.Of(record.Action)}, and how it ended is lost");
    }

    private Task<IReadOnlyList<ProcessEntry>> ProcessesOfAsync(OperationRecord record) =>
        processes.UntilKnownAsync(table => OperationProcesses.Of(record, table, seen: []), time);
}
