using System.Diagnostics;
using Halo.Agents.Ocf;
using Halo.Agents.Processes;
using Halo.Protocol.Remote;

namespace Halo.Remote.Operations;

/// <summary>Runs one operation: finds the agent and its deadline, records, runs, and looks what is left.</summary>
internal sealed class AgentRunner(
    OcfAgents agents,
    OcfEnvironment environment,
    ProcessRunner runner,
    AgentTimeoutCache timeouts,
    RuntimeDirectory directory,
    IProcessTable processes,
    InheritedOperations inherited,
    string bootId,
    TimeProvider time,
    ILogger log)
{
    /// <summary>For agents whose meta-data says nothing (design §3).</summary>
    private static readonly TimeSpan DefaultChangeTimeout = TimeSpan.FromSeconds(300);

    private static readonly TimeSpan DefaultMonitorTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Runs the operation to its end.</summary>
    /// <param name="request">The operation, whose turn has come.</param>
    /// <param name="left">Takes what the operation leaves behind.</param>
    /// <param name="stopMonitors">Kills the agent if it only asks, when the remote ends; a start or stop goes on.</param>
    /// <returns>The answer, without sequence number and without what was left behind.</returns>
    internal async Task<OperationAnswer> RunAsync(OperationRequest request, LeftBehind left, CancellationToken stopMonitors)
    {
        switch (agents.Find(request.Kind))
        {
            case AgentSearch.NotUsable(string reason):
                return Answers.NotStarted(request.Id, reason);
            case AgentSearch.Found(OcfAgent agent):
                return await RunAsync(request, agent, left, stopMonitors);
            default:
                throw new UnreachableException();
        }
    }

    private async Task<OperationAnswer> RunAsync(
        OperationRequest request, OcfAgent agent, LeftBehind left, CancellationToken stopMonitors)
    {
        var deadline = await DeadlineOfAsync(request, agent);
        var record = RecordOf(request, deadline);
        var isMonitor = request.Action == AgentAction.Monitor;
        if (!isMonitor && directory.Write(record) is string unrecorded)
        {
            return Answers.NotStarted(request.Id, unrecorded);
        }

        try
        {
            var result = await runner.RunAsync(
                SpecOf(request, agent, deadline),
                pid => Began(record = record with { Pid = pid }),
                isMonitor ? stopMonitors : CancellationToken.None);
            var stayed = await StillThereAsync(request, result);
            Remember(record, stayed, left);
            return Answers.Of(request.Id, result, deadline, stayed);
        }
        catch (OperationCanceledException)
        {
            return Answers.Refused(request.Id, "halo_remote was told to end and ended this monitor, which says nothing about the resource");
        }
        catch (Exception bug) when (record.Pid != 0)
        {
            // The agent may still run, and the line may not go on beside it.
            Log.Bug(log, $"the {ActionNames.Of(request.Action)} of {request.Resource} failed", bug);
            return await inherited.AwaitEndAsync(record, left, "halo_remote failed inside (see its log, and report it)");
        }
    }

    private async Task<TimeSpan> DeadlineOfAsync(OperationRequest request, OcfAgent agent)
    {
        if (request.TimeoutMilliseconds is int given)
        {
            return TimeSpan.FromMilliseconds(given);
        }

        var advertised = await timeouts.OfAsync(agent);
        return request.Action switch
        {
            AgentAction.Monitor => advertised.Monitor ?? DefaultMonitorTimeout,
            AgentAction.Start => advertised.Start ?? DefaultChangeTimeout,
            AgentAction.Stop => advertised.Stop ?? DefaultChangeTimeout,
        };
    }

    private OperationRecord RecordOf(OperationRequest request, TimeSpan deadline)
    {
        var now = MonotonicSeconds(time);
        return new OperationRecord
        {
            Id = request.Id,
            Resource = request.Resource,
            Action = request.Action,
            BootId = bootId,
            BeganSeconds = now,
            DeadlineSeconds = now + deadline.TotalSeconds,
        };
    }

    private ProcessSpec SpecOf(OperationRequest request, OcfAgent agent, TimeSpan deadline)
    {
        var variables = environment.For(new OcfCall
        {
            Agent = agent,
            ActionName = ActionNames.Of(request.Action),
            Resource = request.Resource,
            Parameters = request.Parameters,
            Deadline = deadline,
            Interval = TimeSpan.FromMilliseconds(request.IntervalMilliseconds),
        });
        return new ProcessSpec
        {
            Path = agent.Path,
            Arguments = [ActionNames.Of(request.Action)],
            Environment = new Dictionary<string, string>(variables, StringComparer.Ordinal)
            {
                [OperationRecord.Variable] = request.Id,
                [OrphanedMonitors.DirectoryVariable] = directory.Location,
            },
            Deadline = deadline,
            // Without the operation's mark: a successor would take the keeper for the agent.
            KeeperEnvironment = request.Action == AgentAction.Monitor ? null : variables,
        };
    }

    private void Began(OperationRecord record)
    {
        var level = Log.LevelOf(record.Action);
        Log.Began(log, level, record.Resource, ActionNames.Of(record.Action), record.Id);
        if (record.Action != AgentAction.Monitor)
        {
            // Without the pid a successor searches all processes for the operation's mark, so a failure here is bearable.
            Record(record);
        }
    }

    /// <summary>
    /// Remembers what an operation left. A monitor gets a record only now and only if it cannot be killed: while it runs,
    /// a successor finds it without one (<see cref="OrphanedMonitors"/>), and there are far too many of them to write down each.
    /// </summary>
    private void Remember(OperationRecord record, IReadOnlyList<ProcessEntry> stayed, LeftBehind left)
    {
        if (record.Action == AgentAction.Monitor)
        {
            if (stayed.Count == 0)
            {
                return;
            }

            Record(record);
        }

        left.Add(record, stayed);
    }

    private void Record(OperationRecord record)
    {
        if (directory.Write(record) is string unrecorded)
        {
            Log.NotRecorded(log, record.Resource, unrecorded, ActionNames.Of(record.Action));
        }
    }

    /// <summary>
    /// What outlived the operation though it should not have. A successful start may leave a daemon, and a monitor that
    /// answered whatever it likes.
    /// </summary>
    private async Task<IReadOnlyList<ProcessEntry>> StillThereAsync(
        OperationRequest request, ProcessResult result) => result.End switch
        {
            ProcessEnd.TimedOut => result.Left,
            ProcessEnd.NotStarted or ProcessEnd.Exited(OcfExitCode.Success) => [],
            _ when request.Action == AgentAction.Monitor => [],
            _ => await processes.UntilKnownAsync(table => table.InSession(result.Pid), time),
        };

    /// <summary>The clock of records.</summary>
    internal static double MonotonicSeconds(TimeProvider time) => (double)time.GetTimestamp() / time.TimestampFrequency;
}
