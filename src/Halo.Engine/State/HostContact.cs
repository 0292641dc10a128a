namespace Halo.Engine.State;

/// <summary>What can be read off a host's paths and connection.</summary>
public static class HostContact
{
    /// <summary>
    /// The best answer among the host's paths: one path that works is enough. From best to worst: answered, refused, mute,
    /// silent; what is no word about the host at all comes last.
    /// </summary>
    public static PathAnswer BestAnswer(this HostState host)
    {
        var best = PathAnswer.NotProbed;
        foreach (var path in host.Paths)
        {
            if (Worth(path.Answer) > Worth(best))
            {
                best = path.Answer;
            }
        }

        return best;
    }

    /// <summary>When the latest probe was sent that any path answered; null if none ever was.</summary>
    public static Instant? AnsweredAt(this HostState host)
    {
        Instant? latest = null;
        foreach (var path in host.Paths)
        {
            if (path.AnsweredAt is { } answered && (latest is not { } other || answered > other))
            {
                latest = answered;
            }
        }

        return latest;
    }

    /// <summary>Whether an operation can be sent: there is a connection and its path answers.</summary>
    public static bool CanBeAsked(this HostState host) =>
        host.Operating is { } connection && host.Paths[connection.Path].Answer == PathAnswer.Answered;

    /// <summary>Whether HALO may start and stop things there: it can be asked, in this manager's session.</summary>
    public static bool CanBeDriven(this HostState host) => host.CanBeAsked() && host.Session.Stage == SessionStage.Open;

    /// <summary>The host with a session that is to be opened anew, if it has one.</summary>
    /// <param name="host">The host.</param>
    /// <param name="continues">Whether what is known stays when it is open; else it is monitored afresh (rule K5).</param>
    internal static HostState WithSessionToRenew(this HostState host, bool continues) => host.Session.Stage == SessionStage.Open
        ? host with { Session = SessionState.None with { Number = host.Session.Number }, ContinuesAfterSwitch = continues }
        : host;

    /// <summary>Whether HALO talks to the host's remote.</summary>
    public static bool IsConnected(this HostState host) => host.Operating is not null;

    /// <summary>Whether its fence agent says that a host is off to which HALO talks: it is told to power another one.</summary>
    public static bool ContradictsItsPower(this HostState host) => host.IsConnected() && host.Power is { Answer: PowerAnswer.Off };

    /// <summary>Why the host is not connected, in one clause.</summary>
    public static string WhyNotConnected(this HostState host, HostConfig config)
    {
        if (host.Unusable is { } unusable)
        {
            return unusable;
        }

        var best = host.BestAnswer();
        for (var i = 0; i < host.Paths.Length; i++)
        {
            if (host.Paths[i].Answer == best)
            {
                // With one path the host's name says enough, and many hosts with one trouble can be told in one line.
                return Explain(best, host.Paths.Length == 1 ? "it" : config.Addresses[i], host.Paths[i].Detail);
            }
        }

        return "not connected";
    }

    /// <summary>Whether the host lives as far as can be seen, and only its remote does not run.</summary>
    public static bool LacksOnlyItsRemote(this HostState host) => host.BestAnswer() == PathAnswer.Refused;

    /// <summary>What brings contact back, as an order.</summary>
    public static string WayBack(this HostState host, string name) =>
        host.LacksOnlyItsRemote() ? $"start halo-remote.service on {name}" : $"bring {name} back";

    /// <summary>What is wrong with one path, in one clause; null when it answers.</summary>
    public static string? Trouble(this PathState path, string address) =>
        path.Answer == PathAnswer.Answered ? null : Explain(path.Answer, address, path.Detail);

    private static string Explain(PathAnswer answer, string address, string detail) => answer switch
    {
        PathAnswer.NotProbed when detail.Length > 0 => $"the connection to {address} was lost ({detail})",
        PathAnswer.NotProbed => "not contacted yet",
        PathAnswer.Answered => $"connecting to {address}",
        PathAnswer.Refused => $"its remote is not running ({address} refuses the connection)",
        PathAnswer.Mute => $"its remote does not answer ({address} accepts connections)",
        PathAnswer.Silent => detail.Length > 0 ? $"no answer from {address} ({detail})" : $"no answer from {address}",
        PathAnswer.LocalTrouble => $"the manager cannot reach {address}: {detail}",
    };

    private static int Worth(PathAnswer answer) => answer switch
    {
        PathAnswer.NotProbed => 0,
        PathAnswer.LocalTrouble => 1,
        PathAnswer.Silent => 2,
        PathAnswer.Mute => 3,
        PathAnswer.Refused => 4,
        PathAnswer.Answered => 5,
    };
}
