namespace Halo.Protocol.Cli;

/// <summary>
/// The manager's interface on the CLI's unix socket (HTTP/1.1; bodies are JSON). Every answer that is not a success carries a
/// <see cref="ProtocolError"/>.
/// </summary>
public static class ManagerRoutes
{
    /// <summary>GET: the whole state, as <see cref="StatusAnswer"/>.</summary>
    public const string Status = "/status";

    /// <summary>
    /// POST <see cref="AskRequest"/>: have something done. GET with the query <c>ids</c> (separated by commas), <c>wait</c>
    /// (seconds) and <c>seen</c> (<see cref="AskAnswer.Seen"/> of the answer before): what has become of it, as soon as that is
    /// something else than what was seen. Both answer <see cref="AskAnswer"/>.
    /// </summary>
    public const string Requests = "/requests";

    /// <summary>
    /// GET: the events since the list was last cleared, as <see cref="EventsAnswer"/>. The query <c>newest</c> asks for so many of
    /// them at most; <c>after</c> (<see cref="EventsAnswer.Last"/> of an answer) for those that came later, and with <c>wait</c>
    /// (seconds) the answer is held back until there is one.
    /// </summary>
    public const string Events = "/events";

    /// <summary>POST <see cref="ClearRequest"/>: begin the list of events anew. Answers <see cref="EventsAnswer"/>.</summary>
    public const string ClearEvents = "/events/clear";

    /// <summary>The longest time for which the manager holds an answer back.</summary>
    public static readonly TimeSpan MaximumWait = TimeSpan.FromSeconds(10);

    /// <summary>The largest request body that the manager reads, in bytes.</summary>
    public const int MaximumRequestBytes = 2 * 1024 * 1024;

    /// <summary>The most objects that one request may name.</summary>
    public const int MaximumObjects = 5_000;

    /// <summary>The most requests that can be asked about at once.</summary>
    public const int MaximumIds = 500;

    /// <summary>The longest reason that an administrator may give, in characters.</summary>
    public const int MaximumReasonLength = 500;

    /// <summary>The longest name of a user, in characters.</summary>
    public const int MaximumUserLength = 256;

    /// <summary>The most events that are told at once.</summary>
    public const int MaximumEvents = 10_000;
}
