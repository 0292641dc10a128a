using Halo.Engine.Decisions;

namespace Halo.Manager;

/// <summary>What the manager logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "{action}: {reason}")]
    public static partial void ActionBegins(ILogger logger, string action, Reason reason);

    [LoggerMessage(2, LogLevel.Information, "{kind} {name} {comment}")]
    public static partial void EventHappened(ILogger logger, EventKind kind, string name, string comment);

    [LoggerMessage(3, LogLevel.Debug, "{input} changes nothing: {why}")]
    public static partial void InputIgnored(ILogger logger, string input, string why);

    [LoggerMessage(4, LogLevel.Warning, "{warning}")]
    public static partial void ConfigurationWarning(ILogger logger, string warning);

    [LoggerMessage(5, LogLevel.Warning,
        "the manager's id cannot be kept in {path} ({why}); after a restart the hosts are taken over only when the old session has run out, 10 s later")]
    public static partial void IdentityNotKept(ILogger logger, string path, string why);

    [LoggerMessage(6, LogLevel.Critical, "a fault in the manager itself, report it; it ends: {fault}")]
    public static partial void Fault(ILogger logger, string fault);
}
