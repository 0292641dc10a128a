using System.Net.Sockets;
using System.Security.Authentication;
using Halo.Engine.Inputs;

namespace Halo.Manager.Remotes;

/// <summary>What a failed attempt to reach a remote says about its host (design §4, F1; classes of errors as measured).</summary>
/// <param name="Answer">The class.</param>
/// <param name="Detail">The facts, for people.</param>
internal sealed record PathFailure(PathAnswer Answer, string Detail)
{
    /// <summary>Whether connecting failed, or what followed on an established connection.</summary>
    public static PathFailure Of(Exception exception, bool connected, TimeSpan deadline)
    {
        if (Find<SocketException>(exception) is { } socket)
        {
            return OfSocket(socket);
        }

        if (exception is OperationCanceledException or TimeoutException)
        {
            return connected
                ? new PathFailure(PathAnswer.Mute, $"no answer within {deadline.TotalSeconds:0.#} s")
                : new PathFailure(PathAnswer.Silent, $"no connection within {deadline.TotalSeconds:0.#} s");
        }

        return exception is HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded }
            ? new PathFailure(PathAnswer.Refused, "it closed the connection")
            : NotARemote(Innermost(exception).Message);
    }

    /// <summary>
    /// What went wrong from the TLS handshake up to the first answer. A connection that the other side closes or resets there says
    /// nothing about the host: so do those end whose certificates are not liked.
    /// </summary>
    public static PathFailure OfTls(Exception exception, TimeSpan deadline)
    {
        var failure = Of(exception, connected: true, deadline);
        if (failure.Answer is PathAnswer.Silent or PathAnswer.Mute)
        {
            return failure;
        }

        // Without an inner exception it is .NET itself that could make no sense of the bytes, not OpenSSL.
        return new PathFailure(PathAnswer.LocalTrouble, exception is AuthenticationException { InnerException: null }
            ? "it does not talk TLS; start its remote with --mtls too"
            : $"the TLS handshake with its remote failed ({Innermost(exception).Message.TrimEnd('.')}); the log of the remote may say why");
    }

    /// <summary>The remote serves somebody else only, for the reason that it gives.</summary>
    public static PathFailure RefusedByRemote(string why) => new(PathAnswer.LocalTrouble, $"its remote refuses this manager: {why}");

    /// <summary>Something answers there that does not talk as a remote does: no word about the host, and never a reason to fence.</summary>
    public static PathFailure NotARemote(string why) =>
        new(PathAnswer.LocalTrouble, $"what answers is not a HALO remote of this version ({why.TrimEnd('.')})");

    /// <summary>The host's name says no address: the manager's trouble, however long the answer takes.</summary>
    public static PathFailure NoAddress(string why) => new(PathAnswer.LocalTrouble, $"its name cannot be resolved ({why.TrimEnd('.')})");

    private static PathFailure OfSocket(SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => new PathFailure(PathAnswer.Refused, "connection refused"),
        SocketError.ConnectionReset or SocketError.Shutdown => new PathFailure(PathAnswer.Refused, "connection reset"),
        SocketError.HostUnreachable or SocketError.HostDown => new PathFailure(PathAnswer.Silent, "no route to host"),
        SocketError.TimedOut => new PathFailure(PathAnswer.Silent, "connection timed out"),
        _ => new PathFailure(PathAnswer.LocalTrouble, exception.Message),
    };

    private static T? Find<T>(Exception exception)
        where T : Exception
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is T found)
            {
                return found;
            }
        }

        return null;
    }

    private static Exception Innermost(Exception exception) =>
        exception.InnerException is { } inner ? Innermost(inner) : exception;
}
