namespace Halo.Engine.Tests.World;

/// <summary>What inputs alone say about the contact to one host.</summary>
internal sealed class Contact(int paths)
{
    private readonly PathAnswer[] _answers = new PathAnswer[paths];
    private readonly long?[] _connections = new long?[paths];
    private readonly Instant?[] _answeredAt = new Instant?[paths];
    private readonly Instant[] _since = new Instant[paths];
    private readonly Instant[] _unheardSince = new Instant[paths];
    private readonly Instant[] _probedAt = new Instant[paths];
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

    /// <summary>Whether the host was connected in this manager's life.</summary>
    public bool WasConnected => _identity is not null;

    /// <summary>When the latest probe was sent that was answered; null if none was.</summary>
    public Instant? AnsweredAt => _answeredAt.Max();

    /// <summary>Whether a path was last found to answer.</summary>
    public bool Answers => _answers.Contains(PathAnswer.Answered);

    public bool IsConnected => !_isLost && _connections.Any(connection => connection is not null);

    public bool HasPath(int path) => path >= 0 && path < _answers.Length;

    /// <summary>Whether a probe's end is news.</summary>
    public bool Takes(PathProbed probed) => HasPath(probed.Path)
        && (_answeredAt[probed.Path] is not { } answered || probed.SentAt >= answered);

    public void Probed(PathProbed probed)
    {
        if (!Takes(probed))
        {
            return;
        }

        var before = _answers[probed.Path];
        _since[probed.Path] = before == probed.Answer ? _since[probed.Path] : probed.SentAt;
        _unheardSince[probed.Path] = IsUnheard(before) && IsUnheard(probed.Answer) ? _unheardSince[probed.Path] : probed.SentAt;
        (_answers[probed.Path], _probedAt[probed.Path]) = (probed.Answer, probed.SentAt);
        if (probed.Answer == PathAnswer.Answered)
        {
            _answeredAt[probed.Path] = probed.SentAt;
            _isLost &= _connections[probed.Path] is null;
        }
    }

    /// <summary>Whether a path was last found silent, by a probe that was sent after a moment.</summary>
    public bool WasSilentAfter(int path, Instant moment) => _answers[path] == PathAnswer.Silent && _probedAt[path] > moment;

    /// <summary>Whether no path has given any sign for longer than that.</summary>
    public bool IsSilentFor(TimeSpan span, Instant now) =>
        _answers.All(answer => answer == PathAnswer.Silent) && now - _since.Max() > span;

    /// <summary>Since when the host counts as lost (F1), perhaps only in the future; null while it is on no way to be.</summary>
    public Instant? LostSince(Settings settings, Instant windowsFrom)
    {
        if (_answers.Any(answer => answer is PathAnswer.Answered or PathAnswer.NotProbed or PathAnswer.LocalTrouble))
        {
            return null;
        }

        if (_answers.Contains(PathAnswer.Refused))
        {
            var since = _since.Where((_, path) => _answers[path] == PathAnswer.Refused).Min();
            return settings.OnAgentDown == OnAgentDown.Fence ? Later(since, windowsFrom) + settings.UnresponsiveTimeout : null;
        }

        var unheard = Later(_unheardSince.Max(), windowsFrom) + settings.UnresponsiveTimeout;
        return _answers.Contains(PathAnswer.Mute)
            ? unheard
            : Instant.Earlier(unheard, Later(_since.Max(), windowsFrom) + settings.DetectionTimeout);
    }

    /// <summary>Takes a new connection; returns whether another remote answers than before.</summary>
    public bool Opened(PathOpened opened)
    {
        if (!HasPath(opened.Path))
        {
            return false;
        }

        Leave(_connections[opened.Path]);
        _answers[opened.Path] = PathAnswer.Answered;
        _since[opened.Path] = opened.SentAt;
        _answeredAt[opened.Path] = Later(opened.SentAt, _answeredAt[opened.Path] ?? opened.SentAt);
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
        if (HasPath(closed.Path) && _connections[closed.Path] == closed.Connection)
        {
            Leave(closed.Connection);
            _connections[closed.Path] = null;
            _answers[closed.Path] = _answers[closed.Path] == PathAnswer.Answered ? PathAnswer.NotProbed : _answers[closed.Path];
        }
    }

    public bool IsLost(Instant now, TimeSpan timeout) =>
        !Answers && (_answers.Contains(PathAnswer.Refused) || now - (_answeredAt.Max() ?? new Instant(0)) >= timeout);

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

    private static bool IsUnheard(PathAnswer answer) => answer is PathAnswer.Silent or PathAnswer.Mute;

    private static Instant Later(Instant one, Instant other) => one > other ? one : other;

    private void Leave(long? connection) => SessionOver = SessionOver == connection ? null : SessionOver;
}
