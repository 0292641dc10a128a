namespace Halo.Simulator.World;

/// <summary>Which manager's session is open on a remote: the one with the highest number, until it was not pinged for 10 s.</summary>
internal sealed class SessionBook(Timeline time)
{
    private const long Lifetime = 10_000;

    private string? _owner;
    private long _pingedAt;

    public long Last { get; private set; }

    /// <summary>The manager whose session is open; null where none is.</summary>
    public string? Owner => _owner is not null && time.Now - _pingedAt < Lifetime ? _owner : null;

    /// <summary>Opens a session; or says why not.</summary>
    public SessionRefused? Open(OpenSession open, string manager)
    {
        var why = this switch
        {
            { Owner: { } other } when other != manager => $"this remote is driven by another manager, {other}",
            _ when open.Session <= Last => $"session {open.Session} cannot be opened: {Last} was opened before",
            _ => null,
        };
        if (why is not null)
        {
            return Refused(why, manager) with { Host = open.Host, Connection = open.Connection, Session = open.Session };
        }

        (Last, _owner, _pingedAt) = (open.Session, manager, time.Now);
        return null;
    }

    /// <summary>Another manager takes the remote over, if it may; it asks again and again. Returns whether it has it.</summary>
    public bool TakeOver(string manager)
    {
        if (Owner is null || Owner == manager)
        {
            Last += Owner == manager ? 0 : 1;
            (_owner, _pingedAt) = (manager, time.Now);
        }

        return Owner == manager;
    }

    /// <summary>Takes a sign of life; whether that session is still the open one.</summary>
    public bool Ping(long session)
    {
        var isOpen = Owner is not null && session == Last;
        _pingedAt = isOpen ? time.Now : _pingedAt;
        return isOpen;
    }

    /// <summary>Why an operation may not be done now; null when it may.</summary>
    public SessionRefused? WhyRefused(long? session, OperationKind kind, string manager)
    {
        if (session is null)
        {
            return kind == OperationKind.Monitor ? null : Refused("it needs a session", manager);
        }

        return Owner is not null && session == Last ? null : Refused("its session is over", manager);
    }

    public SessionRefused Refused(string why, string manager) => new()
    {
        Host = default,
        Connection = 0,
        Session = 0,
        OtherManager = Owner is { } other && other != manager ? other : null,
        Why = why,
        LastSession = Last,
    };
}
