using System.Text.Json.Serialization;

namespace Halo.Protocol.Remote;

/// <summary>The actions of a resource agent that HALO uses (OCF Resource Agent API 1.1).</summary>
public enum AgentAction
{
    /// <summary>Ask whether the resource runs.</summary>
    [JsonStringEnumMemberName("monitor")]
    Monitor,

    /// <summary>Start the resource.</summary>
    [JsonStringEnumMemberName("start")]
    Start,

    /// <summary>Stop the resource.</summary>
    [JsonStringEnumMemberName("stop")]
    Stop,
}

/// <summary>A request to run one action of a resource agent.</summary>
public sealed record OperationRequest
{
    /// <summary>Unique for ever: it has a random part of the manager's run. The same id is never run twice.</summary>
    public required string Id { get; init; }

    /// <summary>The session that the request belongs to. Start and stop need one; a monitor may come without.</summary>
    public long? Session { get; init; }

    /// <summary>The instance that the manager believes it talks to.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The boot that the manager believes it talks to.</summary>
    public required string BootId { get; init; }

    /// <summary>The resource's name (<c>OCF_RESOURCE_INSTANCE</c>).</summary>
    public required string Resource { get; init; }

    /// <summary>The agent, <c>PROVIDER/TYPE</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What to do.</summary>
    public required AgentAction Action { get; init; }

    /// <summary><c>OCF_RESKEY_CRM_meta_interval</c> in milliseconds: 0 for a probe, for start and for stop.</summary>
    public int IntervalMilliseconds { get; init; }

    /// <summary>The operation's deadline; null: what the agent's meta-data advertises, else the design's default.</summary>
    public int? TimeoutMilliseconds { get; init; }

    /// <summary>The agent's parameters (<c>OCF_RESKEY_*</c>).</summary>
    public required Dictionary<string, string> Parameters { get; init; }
}

/// <summary>How far an operation is.</summary>
public enum OperationState
{
    /// <summary>It waits for another operation on the resource, or it runs.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>The agent ended by itself; <see cref="OperationAnswer.ExitCode"/> says how.</summary>
    [JsonStringEnumMemberName("exited")]
    Exited,

    /// <summary>A signal that the remote did not send ended the agent.</summary>
    [JsonStringEnumMemberName("signaled")]
    Signaled,

    /// <summary>The deadline passed and the remote ended the agent's process group, or tried to.</summary>
    [JsonStringEnumMemberName("timed_out")]
    TimedOut,

    /// <summary>The agent could not be started at all.</summary>
    [JsonStringEnumMemberName("not_started")]
    NotStarted,

    /// <summary>
    /// The remote did not begin it and never will, because its session was replaced while it waited or the remote was told to
    /// end; or it is a monitor that the remote ended with itself.
    /// It says nothing about the resource.
    /// </summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>An earlier instance of the remote began it. It has ended, and how is lost.</summary>
    [JsonStringEnumMemberName("outcome_lost")]
    OutcomeLost,
}

/// <summary>What became of an operation.</summary>
public sealed record OperationAnswer
{
    /// <summary>The operation's id.</summary>
    public required string Id { get; init; }

    /// <summary>How far it is.</summary>
    public required OperationState State { get; init; }

    /// <summary>Counts the ended operations of the resource on this instance; an answer with a lower one is history.</summary>
    public long Sequence { get; init; }

    /// <summary>The agent's exit code when it <see cref="OperationState.Exited"/>.</summary>
    public int ExitCode { get; init; }

    /// <summary>The signal's number when it was <see cref="OperationState.Signaled"/>.</summary>
    public int Signal { get; init; }

    /// <summary>
    /// The reason for people: the text after the last <c>ocf-exit-reason:</c> on standard error, else its last line; or
    /// what the remote itself has to say. Empty where there is none.
    /// </summary>
    public string Reason { get; init; } = "";

    /// <summary>The end of what the agent wrote to standard output and error, bounded, for the log.</summary>
    public string Output { get; init; } = "";

    /// <summary>How long the agent ran.</summary>
    public double RanSeconds { get; init; }

    /// <summary>
    /// Processes of this or an earlier start or stop of the resource that are still there although their operation failed
    /// or reached its deadline.
    /// </summary>
    public LeftProcess[] LeftBehind { get; init; } = [];
}

/// <summary>A process that outlived its operation.</summary>
public sealed record LeftProcess
{
    /// <summary>The process id.</summary>
    public required int Pid { get; init; }

    /// <summary>Its name (<c>/proc/PID/comm</c>).</summary>
    public required string Name { get; init; }

    /// <summary>Its state's letter (<c>/proc/PID/stat</c>); D cannot be killed.</summary>
    public required string State { get; init; }

    /// <summary>Where in the kernel it sleeps (<c>/proc/PID/wchan</c>), or empty.</summary>
    public required string WaitChannel { get; init; }

    /// <summary>Its kernel stack (<c>/proc/PID/stack</c>), or empty where that may not be read.</summary>
    public required string KernelStack { get; init; }
}
