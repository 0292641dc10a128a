using Microsoft.Extensions.Logging;

namespace Halo.Daemons;

/// <summary>What the manager and the remote both log; the ids are those that neither uses itself.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 100, Message = "took up the renewed {certificate}; it is good until {ends}")]
    public static partial void TakenUp(ILogger logger, LogLevel level, string certificate, string ends);

    [LoggerMessage(101, LogLevel.Warning, "the certificates on disk cannot be used and the earlier ones stay in use: {fault}")]
    public static partial void NotTakenUp(ILogger logger, string fault);

    [LoggerMessage(102, LogLevel.Warning, "{certificate} is good only from {begins} on and here it is {now}; until then nobody can connect: check the clock")]
    public static partial void NotYetValid(ILogger logger, string certificate, string begins, string now);

    [LoggerMessage(103, LogLevel.Warning,
        "{certificate} must be renewed: {which} {verb} on {ends}, and no new connection is made after that; a restart is not needed, and nothing is fenced for it")]
    public static partial void Expires(ILogger logger, string certificate, string which, string verb, string ends);
}
