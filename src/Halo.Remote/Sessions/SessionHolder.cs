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
    /// <summary>So many changes from one manager to another are remembered.</summary>
    private const int MaximumTakeovers = 64;

    // Protects all fields, and makes "the session is open" and "the operation has begun" one moment (see TryBegin).
    private readonly Lock _lock = new();

    // The first session of each manager that took over from another one, oldest first: they tell whose an old session was.
    private readonly List<SessionOwner> _takeovers = [];
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
                return Refused(ErrorCodes.OtherManager, DrivenBy(other));
            }

            if (request.Session <= _lastSession)
            {
                return Refused(
                    ErrorCodes.OldSession,
                    $"session {request.Session} cannot be opened: {_lastSession} was opened before; take a higher number");
            }

            _owner = new SessionOwner
            {
                Session = request.Session,
                ManagerId = request.ManagerId,
                ManagerName = request.ManagerName,
            };
            NoteTakeover(_owner);
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
            return action == AgentAction.Monitor ? null : Refused(
                ErrorCodes.OldSession, $"a {Name(action)} needs a session, and the request names none; open one first");
        }

        var owner = LivingOwner();
        if (owner?.Session == number)
        {
            return null;
        }

        if (owner is not null && WasOfAnother(number, owner))
        {
            return Refused(
                ErrorCodes.OtherManager, $"the {Name(action)} of session {number} is refused: {DrivenBy(owner)}");
        }

        var why = owner is null
            ? $"it is over: it was never opened here, or there was no ping for {RemoteRoutes.SessionLifetime.TotalSeconds} s"
            : $"session {owner.Session} of {owner.ManagerName} is the open one";
        return Refused(
            ErrorCodes.OldSession, $"the {Name(action)} of session {number} is refused: {why}; open a new session");
    }

    private ProtocolError Refused(string code, string message) =>
        new() { Code = code, Message = message, LastSession = _lastSession, Owner = LivingOwner() };

    private static string DrivenBy(SessionOwner other) =>
        $"this remote is driven by another manager, {other.ManagerName} (session {other.Session}); stop that one first";

    private void NoteTakeover(SessionOwner owner)
    {
        if (_takeovers.Count > 0 && IsSameManager(_takeovers[^1], owner))
        {
            return;
        }

        _takeovers.Add(owner);
        if (_takeovers.Count > MaximumTakeovers)
        {
            _takeovers.RemoveAt(0);
        }
    }

    /// <summary>Whether a past session was another manager's than the open one's; false where that has been forgotten.</summary>
    private bool WasOfAnother(long session, SessionOwner owner) =>
        session < owner.Session
        && _takeovers.FindLast(first => first.Session <= session) is SessionOwner past
        && !IsSameManager(past, owner);

    private static bool IsSameManager(SessionOwner one, SessionOwner other) =>
        string.Equals(one.ManagerId, other.ManagerId, StringComparison.Ordinal);

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
