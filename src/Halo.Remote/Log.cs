using Halo.Protocol.Remote;

namespace Halo.Remote;

/// <summary>Everything that the remote logs.</summary>
internal static partial class Log
{
    /// <summary>Monitors are many, and what they say is the manager's to tell.</summary>
    internal static LogLevel LevelOf(AgentAction action) =>
        action == AgentAction.Monitor ? LogLevel.Debug : LogLevel.Information;

    [LoggerMessage(1, LogLevel.Information, "listening on {Endpoints}, instance {InstanceId}")]
    internal static partial void Listening(ILogger log, string endpoints, string instanceId);

    [LoggerMessage(2, LogLevel.Information, "session {Session} opened by {Manager}")]
    internal static partial void SessionOpened(ILogger log, long session, string manager);

    [LoggerMessage(3, LogLevel.Information, "refused {Method} {Path}: {Reason}")]
    internal static partial void Refused(ILogger log, string method, string path, string reason);

    [LoggerMessage(EventId = 4, Message = "{Resource}: {Action} began ({Id})")]
    internal static partial void Began(ILogger log, LogLevel level, string resource, string action, string id);

    [LoggerMessage(EventId = 5, Message = "{Resource}: {Action} exited with {ExitCode} after {Seconds:F1} s {Reason} ({Id})")]
    internal static partial void Exited(
        ILogger log, LogLevel level, string resource, string action, int exitCode, double seconds, string reason, string id);

    [LoggerMessage(6, LogLevel.Warning, "{Resource}: {Action} has no result: {Reason} ({Id})")]
    internal static partial void NoResult(ILogger log, string resource, string action, string reason, string id);

    [LoggerMessage(7, LogLevel.Warning, "{Resource}: process {Pid} ({Name}, state {State}) outlived its operation")]
    internal static partial void Left(ILogger log, string resource, int pid, string name, char state);

    [LoggerMessage(8, LogLevel.Warning, "{Resource}: an earlier halo_remote left a {Action} running ({Id}); waiting for its end")]
    internal static partial void Inherited(ILogger log, string resource, string action, string id);

    [LoggerMessage(9, LogLevel.Warning, "removed {Path}, which is no record of an operation: {Reason}")]
    internal static partial void BadRecord(ILogger log, string path, string reason);

    [LoggerMessage(10, LogLevel.Warning, "cannot remove the record {Path}: {Reason}")]
    internal static partial void RecordStays(ILogger log, string path, string reason);

    [LoggerMessage(11, LogLevel.Warning, "{Resource}: {Reason}; a restart of halo_remote would not find this {Action}")]
    internal static partial void NotRecorded(ILogger log, string resource, string reason, string action);

    [LoggerMessage(12, LogLevel.Error, "this is a bug of halo_remote: {What}")]
    internal static partial void Bug(ILogger log, string what, Exception exception);

    [LoggerMessage(13, LogLevel.Information, "cannot make {Directory} for the agents: {Reason}")]
    internal static partial void NoScratchDirectory(ILogger log, string directory, string reason);

    [LoggerMessage(14, LogLevel.Warning, "refused a connection: who opened it from {Address} {Why}")]
    internal static partial void ConnectionRefused(ILogger log, string address, string why);

    [LoggerMessage(15, LogLevel.Warning, "refused {Count} more connections for the reasons that were told")]
    internal static partial void MoreRefused(ILogger log, int count);
}
