using Halo.Engine.Decisions;

namespace Halo.Manager;

/// <summary>What the manager logs.</summary>
internal static partial class Log
{
    /// <summary>How loud an event is.</summary>
    public static LogLevel LevelOf(EventKind kind) => kind switch
    {
        EventKind.Conflict => LogLevel.Error,
        EventKind.Failed or EventKind.Error or EventKind.Disconnected or EventKind.Passive or EventKind.Fence or EventKind.Lost
            or EventKind.Held or EventKind.Tainted or EventKind.MoveFailed or EventKind.CutOff or EventKind.WindowsAnew
            or EventKind.WrittenAnew => LogLevel.Warning,
        EventKind.Connected or EventKind.Running or EventKind.Stopped or EventKind.Start or EventKind.Stop
            or EventKind.ConflictOver or EventKind.Manage or EventKind.Unmanage or EventKind.Activate or EventKind.Deactivate
            or EventKind.Reset or EventKind.Cleanup or EventKind.Clear or EventKind.Group or EventKind.Move or EventKind.Moved
            or EventKind.Power or EventKind.PowerOn => LogLevel.Information,
    };

    [LoggerMessage(1, LogLevel.Debug, "{action}: {reason}")]
    public static partial void ActionBegins(ILogger logger, string action, Reason reason);

    [LoggerMessage(EventId = 2, Message = "{happened}")]
    public static partial void EventHappened(ILogger logger, LogLevel level, string happened);

    [LoggerMessage(3, LogLevel.Debug, "{input} changes nothing: {why}")]
    public static partial void InputIgnored(ILogger logger, string input, string why);

    [LoggerMessage(4, LogLevel.Warning, "{warning}")]
    public static partial void ConfigurationWarning(ILogger logger, string warning);

    [LoggerMessage(5, LogLevel.Warning,
        "the manager's id cannot be kept in {path} ({why}); after a restart the hosts are taken over only when the old session has run out, 10 s later")]
    public static partial void IdentityNotKept(ILogger logger, string path, string why);

    [LoggerMessage(6, LogLevel.Critical, "a fault in the manager itself, report it; it ends: {fault}")]
    public static partial void Fault(ILogger logger, string fault);

    [LoggerMessage(7, LogLevel.Error,
        "the state log {path} is not written ({why}); HALO goes on, keeps what happens in memory and tries again every second; until that works nobody should restart the manager")]
    public static partial void StateLogNotWritten(ILogger logger, string path, string why);

    [LoggerMessage(8, LogLevel.Warning, "the state log {path} is written again; {lost} events are lost")]
    public static partial void StateLogWritten(ILogger logger, string path, long lost);

    [LoggerMessage(10, LogLevel.Error,
        "the state log {path} is not as HALO left it: {why}; what it said is not there any more, and HALO writes anew what a restart must know. Nobody must rotate, move or shorten it")]
    public static partial void StateLogLost(ILogger logger, string path, string why);

    [LoggerMessage(11, LogLevel.Warning, "the state log {path} has what a restart must know again")]
    public static partial void StateLogWrittenAnew(ILogger logger, string path);

    [LoggerMessage(9, LogLevel.Warning, "state log {path}: {problem}")]
    public static partial void StateLogProblem(ILogger logger, string path, string problem);

    [LoggerMessage(12, LogLevel.Warning, "{why} any more: no host that has this fence agent can be fenced; install it again")]
    public static partial void FenceAgentMissing(ILogger logger, string why);

    [LoggerMessage(13, LogLevel.Warning, "fence_{agent} is there now")]
    public static partial void FenceAgentFound(ILogger logger, string agent);

    [LoggerMessage(30, LogLevel.Error, "a fault in the manager itself, report it; {method} {path} failed")]
    public static partial void RequestFailed(ILogger logger, string method, string path, Exception fault);
}
