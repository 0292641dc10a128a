namespace Halo.Protocol.Remote;

/// <summary>
/// The remote's HTTP interface (HTTP/2; bodies are JSON). Every answer that is not a success carries a
/// <see cref="ProtocolError"/>.
/// </summary>
public static class RemoteRoutes
{
    /// <summary>GET: who the remote is and what runs on it. Answers <see cref="HelloAnswer"/>.</summary>
    public const string Hello = "/hello";

    /// <summary>POST <see cref="OpenSessionRequest"/>: take the remote over. Answers <see cref="HelloAnswer"/>.</summary>
    public const string Session = "/session";

    /// <summary>POST <see cref="PingRequest"/>: show that the manager is there. Answers <see cref="PingAnswer"/>.</summary>
    public const string Ping = "/ping";

    /// <summary>
    /// POST <see cref="OperationRequest"/>: run one action of a resource agent. GET with an id appended: ask again about
    /// one that was sent before, which never starts it. Both answer <see cref="OperationAnswer"/> after at most
    /// <see cref="MaximumWait"/>, with <see cref="OperationState.Running"/> when the operation has not ended by then.
    /// </summary>
    public const string Operations = "/operations";

    /// <summary>The longest time for which the remote holds an answer back while it waits for an operation's end.</summary>
    public static readonly TimeSpan MaximumWait = TimeSpan.FromSeconds(20);

    /// <summary>A session without a ping for this long is over.</summary>
    public static readonly TimeSpan SessionLifetime = TimeSpan.FromSeconds(10);

    /// <summary>The largest request body that the remote reads, in bytes.</summary>
    public const int MaximumRequestBytes = 256 * 1024;
}
