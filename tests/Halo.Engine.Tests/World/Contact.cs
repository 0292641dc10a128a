namespace Halo.Engine.Tests.World;

/// <summary>What inputs alone say about the contact to one host.</summary>
internal sealed class Contact(int paths)
{
    private readonly PathAnswer[] _answers = new PathAnswer[paths];
    private readonly long?[] _connections = new long?[paths];
    private readonly Instant?[] _answeredAt = new Instant?[paths];
    private RemoteIdentity? _identity;
    private bool _isLost = true;

    /// <summary>Whether another manager is in charge there, as far as is known.</summary>
    public bool Foreign { get; set; }

    /// <summary>The session that was last asked for, and over which connection.</summary>
    public (long Connection, long Session) Asked { get; set; } = (-1, -1);

    /// <summary>Whether no answer has come to that yet.</summary>
    public bool IsAsking { get; set; }

    /// <summary>The connection over which this manager's session is open; null where it is not.</summary>
    public long? SessionOver { get; set; }

    public bool IsInSession => SessionOver is not null && !IsAsking;

    /// <summary>When the last connection was lost; null while there is one, and if there never was.</summary>
    public Instant? LostAt { get; private set; }

    public bool IsConnected => !_isLost && _connections.Any(connection => connection is not null);

    public void Probed(PathProbed probed)
    {
        if (probed.Path < 0 || probed.Path >= _answers.Length
            || (_answeredAt[probed.Path] is { } answered && probed.SentAt < answered))
        {
            return;
        }

        _answers[probed.Path] = probed.Answer;
        if (probed.Answer == PathAnswer.Answered)
        {
            _answeredAt[probed.Path] = probed.SentAt;
            _isLost &= _connections[probed.Path] is null;
        }
    }

    /// <summary>Takes a new connection; returns whether another remote answers than before.</summary>
    public bool Opened(PathOpened opened)
    {
        if (opened.Path < 0 || opened.Path >= _answers.Length)
        {
            return false;
        }

        Leave(_connections[opened.Path]);
        _answers[opened.Path] = PathAnswer.Answered;
        _answeredAt[opened.Path] = opened.At;
        if (!string.Equals(opened.Remote.Version, SimulatedCluster.Version, StringComparison.Ordinal))
        {
            _connections[opened.Path] = null;
            return false;
        }

        _connections[opened.Path] = opened.Connection;
        var isOther = _identity is not null && _identity != opened.Remote;
        _identity = opened.Remote;
        _isLost = false;
        return isOther;
    }

    public void Closed(PathClosed closed)
    {
        if (closed.Path >= 0 && closed.Path < _answers.Length && _connections[closed.Path] == closed.Connection)
        {
            Leave(closed.Connection);
            _connections[closed.Path] = null;
            _answers[closed.Path] = PathAnswer.NotProbed;
        }
    }

    public bool IsLost(Instant now, TimeSpan timeout) =>
        !_answers.Contains(PathAnswer.Answered)
        && (_answers.Contains(PathAnswer.Refused) || now - (_answeredAt.Max() ?? new Instant(0)) >= timeout);

    public void Lose(Instant now)
    {
        LostAt ??= _identity is null ? null : now;
        _isLost = true;
        SessionOver = null;
    }

    /// <summary>Notes when the last connection went.</summary>
    public void SettleAt(Instant now)
    {
        if (IsConnected)
        {
            LostAt = null;
        }
        else if (_identity is not null)
        {
            LostAt ??= now;
        }
    }

    private void Leave(long? connection) => SessionOver = SessionOver == connection ? null : SessionOver;
}
