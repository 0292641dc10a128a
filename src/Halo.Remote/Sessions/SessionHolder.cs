using Halo.Protocol;
using Halo.Protocol.Remote;

namespace Halo.Remote.Sessions;

/// <summary>
/// Holds the one session that may operate on this remote. Whoever opened the highest number is in charge until it has not
/// pinged for <see cref="RemoteRoutes.SessionLifetime"/>; a session that is over stays over.
/// </summary>
/// <param name="time">The monotonic clock of pings.</param>
internal sealed class SessionHolder(TimeProvider time)
{
    // Protects all fields, and makes "the session is open" and "the operation has begun" one moment (see TryBegin).
    private readonly Lock _lock = new();
    private SessionOwner? _owner;
    private long _lastPing;
    private long _lastSession;

    /// <summary>The highest number that was opened.</summary>
    internal long LastSession
    {
        get
        {
            lock (_lock)
            {
                return _lastSession;
            }
        }
    }

    /// <summary>The session that is open now.</summary>
    internal SessionOwner? Owner
    {
        get
        {
            lock (_lock)
            {
                return LivingOwner();
            }
        }
    }

    /// <summary>Opens a session, and thereby ends the one before; or says why not.</summary>
    internal ProtocolError? Open(OpenSessionRequest request)
    {
        lock (_lock)
        {
            if (LivingOwner() is SessionOwner other
                && !string.Equals(other.ManagerId, request.ManagerId, StringComparison.Ordinal))
            {
                return new ProtocolError
                {
                    Code = ErrorCodes.OtherManager,
                    Message = $"this remote is driven by another manager, {other.ManagerName} (session {other.Session}); " +
                        "stop that one first",
                    Owner = other,
                };
            }

            if (request.Session <= _lastSession)
            {
                return new ProtocolError
                {
                    Code = ErrorCodes.OldSession,
                    Message = $"session {request.Session} cannot be opened: {_lastSession} was opened before; " +
                        "take a higher number",
                    Owner = LivingOwner(),
                };
            }

            _owner = new SessionOwner
            {
                Session = request.Session,
                ManagerId = request.ManagerId,
                ManagerName = request.ManagerName,
            };
            _lastSession = request.Session;
            _lastPing = time.GetTimestamp();
            return null;
        }
    }

    /// <summary>Takes a sign of life; whether the session is still the open one.</summary>
    internal bool Ping(long session)
    {
        lock (_lock)
        {
            if (LivingOwner()?.Session != session)
            {
                return false;
            }

            _lastPing = time.GetTimestamp();
            return true;
        }
    }

    /// <summary>Why an operation may not be done now; null when it may. A monitor that names no session always may.</summary>
    internal ProtocolError? WhyRefused(long? session, AgentAction action)
    {
        lock (_lock)
        {
            return Refusal(session, action);
        }
    }

    /// <summary>
    /// Judges an operation whose turn has come once more, and marks it as begun in the same moment: a session that opens
    /// later sees it in flight, one that opened earlier keeps it from running.
    /// </summary>
    internal ProtocolError? TryBegin(long? session, AgentAction action, Action markBegun)
    {
        lock (_lock)
        {
            if (Refusal(session, action) is ProtocolError refusal)
            {
                return refusal;
            }

            markBegun();
            return null;
        }
    }

    private ProtocolError? Refusal(long? session, AgentAction action)
    {
        if (session is not long number)
        {
            return action == AgentAction.Monitor ? null : new ProtocolError
            {
                Code = ErrorCodes.OldSession,
                Message = $"a {Name(action)} needs a session, and the request names none; open one first",
                Owner = LivingOwner(),
            };
        }

        var owner = LivingOwner();
        if (owner?.Session == number)
        {
            return null;
        }

        var why = owner is null
            ? $"it is over: it was never opened here, or there was no ping for {RemoteRoutes.SessionLifetime.TotalSeconds} s"
            : $"session {owner.Session} of {owner.ManagerName} is the open one";
        return new ProtocolError
        {
            Code = ErrorCodes.OldSession,
            Message = $"the {Name(action)} of session {number} is refused: {why}; open a new session",
            Owner = owner,
        };
    }

    private SessionOwner? LivingOwner()
    {
        if (_owner is not null && time.GetElapsedTime(_lastPing) >= RemoteRoutes.SessionLifetime)
        {
            _owner = null;
        }

        return _owner;
    }

    private static string Name(AgentAction action) => Operations.ActionNames.Of(action);
}
