using System.Diagnostics;
using Halo.Agents.Ocf;
using Halo.Agents.Processes;
using Halo.Protocol.Remote;

namespace Halo.Remote.Operations;

/// <summary>Puts what became of an operation into the protocol's words.</summary>
internal static class Answers
{
    private const int MaximumOutput = 8 * 1024;
    private const int MaximumLeft = 16;

    /// <summary>An operation that has not ended.</summary>
    internal static OperationAnswer Running(string id) => new() { Id = id, State = OperationState.Running };

    /// <summary>An operation that waited and will not be begun any more.</summary>
    internal static OperationAnswer Refused(string id, string reason) =>
        new() { Id = id, State = OperationState.Refused, Reason = reason };

    /// <summary>An operation whose agent could not be started.</summary>
    internal static OperationAnswer NotStarted(string id, string reason) =>
        new() { Id = id, State = OperationState.NotStarted, Reason = reason };

    /// <summary>An operation that has ended in a way that nobody knows any more.</summary>
    internal static OperationAnswer OutcomeLost(string id, string reason) =>
        new() { Id = id, State = OperationState.OutcomeLost, Reason = reason };

    /// <summary>An operation whose agent was ended at its deadline; <paramref name="what"/> says so without its fate.</summary>
    internal static OperationAnswer TimedOut(string id, string what, IReadOnlyList<ProcessEntry> stayed) =>
        new() { Id = id, State = OperationState.TimedOut, Reason = $"{what} and {Fate(stayed)}" };

    /// <summary>An operation whose agent ran.</summary>
    internal static OperationAnswer Of(
        string id, ProcessResult result, TimeSpan deadline, IReadOnlyList<ProcessEntry> stayed)
    {
        var reason = ExitReason.Of(result.Error);
        var answer = new OperationAnswer
        {
            Id = id,
            State = OperationState.Exited,
            Reason = reason,
            Output = LastOf(result.Output + result.Error),
            RanSeconds = result.Ran.TotalSeconds,
        };
        return result.End switch
        {
            ProcessEnd.Exited(int code) => answer with { ExitCode = code },
            ProcessEnd.Signaled(int signal) => answer with
            {
                State = OperationState.Signaled,
                Signal = signal,
                Reason = With(reason, $"the agent was ended by signal {signal}"),
            },
            ProcessEnd.TimedOut => answer with
            {
                State = OperationState.TimedOut,
                Reason = With(reason, $"the agent did not end within {deadline.TotalSeconds} s and {Fate(stayed)}"),
            },
            ProcessEnd.NotStarted(string whyNot) => answer with { State = OperationState.NotStarted, Reason = whyNot },
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>What is known of processes that outlived their operation; of very many, the first.</summary>
    internal static LeftProcess[] Of(IReadOnlyList<ProcessEntry> left, IProcessTable processes) =>
    [
        .. left.Take(MaximumLeft).Select(process => new LeftProcess
        {
            Pid = process.Pid,
            Name = process.Name,
            State = process.State.ToString(),
            WaitChannel = processes.WaitChannel(process.Pid),
            KernelStack = processes.KernelStack(process.Pid),
        }),
    ];

    private static string Fate(IReadOnlyList<ProcessEntry> stayed) => stayed.Count == 0
        ? "was killed"
        : "cannot be killed: " + string.Join(", ", stayed.Take(MaximumLeft).Select(
            process => $"process {process.Pid} ({process.Name}) in state {process.State}"));

    private static string With(string agentsReason, string ours) =>
        agentsReason.Length == 0 ? ours : $"{ours}; it last said: {agentsReason}";

    private static string LastOf(string output) => output.Length <= MaximumOutput ? output : output[^MaximumOutput..];
}
