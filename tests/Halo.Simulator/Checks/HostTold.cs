namespace Halo.Simulator.Checks;

/// <summary>What the probes of one host's paths came to.</summary>
internal sealed class HostTold(int paths)
{
    private readonly PathTold[] _paths = [.. Enumerable.Range(0, paths).Select(_ => new PathTold())];
    private RemoteIdentity? _remote;
    private Instant _offAt;
    private long _lastSession;

    /// <summary>Whether a connection to a remote of the manager's own version was opened in this life.</summary>
    public bool WasConnected { get; private set; }

    public bool IsConnected => _paths.Any(path => path is { IsUsable: true, Answer: PathAnswer.Answered });

    /// <summary>Whether a path answers as far as was told: then OFF proves nothing (rule K4).</summary>
    public bool Answers => _paths.Any(path => path.Answer == PathAnswer.Answered);

    /// <summary>Whether its fence agent last said OFF, and nothing that was sent since has been answered.</summary>
    public bool IsKnownOff { get; set; }

    /// <summary>Whether it is in another manager's session, as far as was told.</summary>
    public bool IsForeign { get; set; }

    /// <summary>The number of this manager's last session that was opened: a refusal of an earlier one is history.</summary>
    public long Session { get; set; }

    /// <summary>Whether the engine says that it has forgotten what it knew of it, and has not been connected since.</summary>
    public bool IsForgotten { get; set; }

    public Instant? ContactLostAt { get; private set; }

    /// <summary>When the latest probe was sent that was answered.</summary>
    public Instant? AnsweredAt => _paths.Max(path => path.AnsweredAt);

    public void Learn(PathProbed probed)
    {
        var path = _paths[probed.Path];
        if (path.AnsweredAt is { } answered && probed.SentAt < answered)
        {
            return;
        }

        IsKnownOff &= !ShowsPower(path, probed);
        path.UnheardSince = IsUnheard(path.Answer) && IsUnheard(probed.Answer) ? path.UnheardSince : probed.SentAt;
        path.Since = path.Answer == probed.Answer ? path.Since : probed.SentAt;
        path.Answer = probed.Answer;
        path.AnsweredAt = probed.Answer == PathAnswer.Answered ? probed.SentAt : path.AnsweredAt;
        path.ProbedAt = probed.SentAt;
    }

    /// <summary>The manager asks for a session of that number.</summary>
    public void Opens(long session) => _lastSession = Math.Max(_lastSession, session);

    /// <summary>Whether the same remote has seen a session meanwhile that this manager did not ask for: another manager's.</summary>
    public bool HasSeenOther(PathOpened opened) => _remote == opened.Remote && opened.LastSession > _lastSession;

    /// <summary>A new connection; returns whether it is another remote's than the last one's.</summary>
    public bool Learn(PathOpened opened)
    {
        var path = _paths[opened.Path];
        (path.Answer, path.Since, path.Connection) = (PathAnswer.Answered, opened.SentAt, opened.Connection);
        path.AnsweredAt = path.AnsweredAt is { } later && later > opened.SentAt ? later : opened.SentAt;
        _lastSession = Math.Max(_lastSession, opened.LastSession);
        var isOther = _remote is not null && _remote != opened.Remote;
        (_remote, IsKnownOff) = (opened.Remote, false);
        path.IsUsable = opened.Remote.Version == SimulatedWorld.Version;
        (WasConnected, ContactLostAt) = path.IsUsable ? (true, null) : (WasConnected, ContactLostAt);
        return isOther;
    }

    /// <summary>Its fence agent says OFF: nothing that was opened before says anything.</summary>
    public void Off(Instant now)
    {
        (IsKnownOff, IsForeign, _offAt) = (true, false, now);
        ContactLostAt ??= WasConnected ? now : null;
    }

    /// <summary>Contact was lost, by whatever the engine calls so.</summary>
    public void Lost(Instant now) => ContactLostAt ??= WasConnected && !IsConnected ? now : null;

    public void Learn(PathClosed closed)
    {
        var path = _paths[closed.Path];
        if (path.Connection != closed.Connection)
        {
            return;
        }

        var wasUsable = path.IsUsable;
        (path.Connection, path.IsUsable) = (null, false);
        (path.Answer, path.Since) = path.Answer == PathAnswer.Answered ? (PathAnswer.NotProbed, closed.At) : (path.Answer, path.Since);
        ContactLostAt ??= wasUsable && !_paths.Any(other => other.IsUsable) ? closed.At : null;
    }

    /// <summary>When the host counts as lost, by rule F1; null while it is on no way to be.</summary>
    public Instant? LostAt(Settings settings, Instant windowsFrom)
    {
        if (_paths.Any(path => path.Answer is PathAnswer.Answered or PathAnswer.NotProbed or PathAnswer.LocalTrouble))
        {
            return null;
        }

        if (_paths.Any(path => path.Answer == PathAnswer.Refused))
        {
            return settings.OnAgentDown == OnAgentDown.Wait
                ? null
                : Later(_paths.Where(path => path.Answer == PathAnswer.Refused).Min(path => path.Since), windowsFrom) + settings.UnresponsiveTimeout;
        }

        var unheard = Later(_paths.Max(path => path.UnheardSince), windowsFrom) + settings.UnresponsiveTimeout;
        return _paths.Any(path => path.Answer == PathAnswer.Mute)
            ? unheard
            : Instant.Earlier(unheard, Later(_paths.Max(path => path.Since), windowsFrom) + settings.DetectionTimeout);
    }

    /// <summary>Whether nothing has come from it for more than two detection intervals (rule F6).</summary>
    public bool IsSilent(Settings settings, Instant now) => _paths.All(path => path.Answer == PathAnswer.Silent)
        && _paths.Max(path => path.Since) + (2 * settings.DetectionInterval) < now;

    /// <summary>Rule K4: an answer, or any sign of the kernel on a path that had fallen silent, to what was sent after OFF was said.</summary>
    private bool ShowsPower(PathTold path, PathProbed probed) => probed.SentAt > _offAt
        && (probed.Answer == PathAnswer.Answered
            || (probed.Answer is PathAnswer.Refused or PathAnswer.Mute && path.Answer == PathAnswer.Silent && path.ProbedAt > _offAt));

    private static bool IsUnheard(PathAnswer answer) => answer is PathAnswer.Silent or PathAnswer.Mute;

    private static Instant Later(Instant one, Instant other) => one > other ? one : other;

    private sealed class PathTold
    {
        public PathAnswer Answer { get; set; }

        public Instant Since { get; set; }

        public Instant UnheardSince { get; set; }

        public Instant? AnsweredAt { get; set; }

        public Instant ProbedAt { get; set; }

        public long? Connection { get; set; }

        /// <summary>Whether that connection is to a remote of the manager's own version: HALO talks to no other.</summary>
        public bool IsUsable { get; set; }
    }
}
