using Halo.Agents.Processes;

namespace Halo.Agents.Fencing;

/// <summary>
/// Says what the end of a fence agent means. Taking a host for off that is on costs the data of a file system, so in doubt
/// this is <see cref="FenceAnswerKind.Failed"/>.
/// </summary>
/// <param name="call">What was asked.</param>
/// <param name="path">The agent's file.</param>
/// <param name="secrets">What must not show.</param>
internal sealed class FenceVerdict(FenceCall call, string path, Secrets secrets)
{
    private const int StatusIsOff = 2;

    private readonly string _agent = $"fence_{call.Agent}";

    /// <summary>The answer that follows from how the agent ended.</summary>
    internal FenceAnswer On(ProcessResult result) => (call.Verb, result.End) switch
    {
        (FenceVerb.Status, ProcessEnd.Exited(0)) => new(FenceAnswerKind.PowerIsOn, $"{_agent} says that {call.HostName} is on"),
        (FenceVerb.Status, ProcessEnd.Exited(StatusIsOff)) when !IsTheInterpreters(result) =>
            new(FenceAnswerKind.PowerIsOff, $"{_agent} says that {call.HostName} is off"),
        (FenceVerb.Off or FenceVerb.On, ProcessEnd.Exited(0)) =>
            new(FenceAnswerKind.Succeeded, $"{_agent} says that it could {Request}"),
        (_, ProcessEnd.Exited(var code)) => Failed($"{_agent} could not {Request} (exit status {code})", result),
        (_, ProcessEnd.Signaled(var signal)) => Failed($"{_agent} was ended by signal {signal} when asked to {Request}", result),
        (_, ProcessEnd.TimedOut) => Failed(TookTooLong(WhatIsLeft(result)), result),
        (_, ProcessEnd.NotStarted(var reason)) => Failed(reason, result),
        _ => throw new InvalidOperationException($"a process cannot end as {result.End}"),
    };

    /// <summary>The answer when not even the end of the agent's processes could be learned.</summary>
    internal FenceAnswer OnNoEnd() => new(FenceAnswerKind.Failed, TookTooLong(", and nobody knows whether it still runs"));

    private string Request => call.Verb switch
    {
        FenceVerb.Status => $"tell the power status of {call.HostName}",
        FenceVerb.Off => $"power {call.HostName} off",
        FenceVerb.On => $"power {call.HostName} on",
    };

    /// <summary>
    /// A shell or Python that cannot read or understand a script exits with 2 as well, which is no answer of a fence device.
    /// It names the script on standard error, and nothing stands on standard output, where agents write the status.
    /// </summary>
    private bool IsTheInterpreters(ProcessResult result) =>
        string.IsNullOrWhiteSpace(result.Output) && result.Error.Contains(path, StringComparison.Ordinal);

    private string TookTooLong(string left) =>
        $"{_agent} did not end within {call.Deadline.TotalSeconds} s when asked to {Request}{left}";

    private static string WhatIsLeft(ProcessResult result) => result.Left.Count == 0
        ? ""
        : $", and cannot be killed (process {string.Join(", ", result.Left.Select(process => process.Pid))})";

    private FenceAnswer Failed(string what, ProcessResult result)
    {
        var complaint = FenceComplaint.Of(result.Error, secrets);
        return new FenceAnswer(FenceAnswerKind.Failed, complaint.Length == 0 ? what : $"{what}: {complaint}");
    }
}
