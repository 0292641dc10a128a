namespace Halo.Engine.Turns;

/// <summary>What the engine learns about the paths to hosts: how each answers, and to which instance of the remote it leads.</summary>
internal static class PathTurn
{
    public static string? Take(DomainTurn turn, PathProbed probed)
    {
        var host = turn.Host(probed.Host.Host);
        if (probed.Path < 0 || probed.Path >= host.Paths.Length)
        {
            return "there is no such path";
        }

        var path = host.Paths[probed.Path];
        if (path.AnsweredAt is { } answered && probed.SentAt < answered)
        {
            return "a later probe of that path was answered before";
        }

        if (K4PowerOff.IsDisprovenBy(host, path, probed))
        {
            K4PowerOff.EndProof(turn, probed.Host.Host, "it answers again");
        }

        var sameAnswer = path.Answer == probed.Answer;
        var stillUnheard = IsUnheard(path.Answer) && IsUnheard(probed.Answer);
        SetPath(turn, probed.Host.Host, probed.Path, path with
        {
            Answer = probed.Answer,
            Since = sameAnswer ? path.Since : probed.SentAt,
            UnheardSince = stillUnheard ? path.UnheardSince : probed.SentAt,
            ProbedAt = probed.SentAt,
            AnsweredAt = probed.Answer == PathAnswer.Answered ? probed.SentAt : path.AnsweredAt,
            Detail = probed.Detail,
        });
        return null;
    }

    public static string? Take(DomainTurn turn, PathOpened opened)
    {
        var index = opened.Host.Host;
        var host = turn.Host(index);
        if (opened.Path < 0 || opened.Path >= host.Paths.Length)
        {
            return "there is no such path";
        }

        if (host.Off is { } off && opened.SentAt > off.AskedAt)
        {
            K4PowerOff.EndProof(turn, index, "its remote answers");
        }

        LeaveEarlierRemotes(turn, opened);
        if (turn.Host(index).Operating is { } replaced && replaced.Path == opened.Path && replaced.Number != opened.Connection)
        {
            HostTurn.LeaveConnection(turn, index);
        }

        var connection =
            new OpenConnection(opened.Path, opened.Connection, opened.Remote, opened.LastSession, opened.InFlight);
        SetPath(turn, index, opened.Path, turn.Host(index).Paths[opened.Path] with
        {
            Answer = PathAnswer.Answered,
            Since = opened.SentAt,
            ProbedAt = opened.SentAt,
            AnsweredAt = turn.Host(index).Paths[opened.Path].AnsweredAt is { } later && later > opened.SentAt ? later : opened.SentAt,
            Detail = "",
            Connection = connection,
        });
        return null;
    }

    public static string? Take(DomainTurn turn, PathClosed closed)
    {
        var index = closed.Host.Host;
        var host = turn.Host(index);
        if (closed.Path < 0 || closed.Path >= host.Paths.Length
            || host.Paths[closed.Path].Connection?.Number != closed.Connection)
        {
            return "that connection was closed before";
        }

        ClosePath(turn, index, closed.Path, closed.Why);
        return null;
    }

    /// <summary>
    /// A host has one remote: once another instance answers, what is connected to an earlier one is over, also where nobody has noticed yet
    /// (rule K5).
    /// </summary>
    private static void LeaveEarlierRemotes(DomainTurn turn, PathOpened opened)
    {
        var index = opened.Host.Host;
        for (var i = 0; i < turn.Host(index).Paths.Length; i++)
        {
            var path = turn.Host(index).Paths[i];
            if (i != opened.Path && path.Connection is { } other && other.Remote != opened.Remote
                && !(path.AnsweredAt is { } answered && answered > opened.SentAt))
            {
                ClosePath(turn, index, i, "another instance of its remote answers");
            }
        }
    }

    /// <summary>An answer came over what is closed now: only the next probe can tell how the host is. Silence goes on.</summary>
    private static void ClosePath(DomainTurn turn, int index, int number, string why)
    {
        var path = turn.Host(index).Paths[number];
        var closed = path with { Connection = null };
        SetPath(turn, index, number, path.Answer == PathAnswer.Answered
            ? closed with { Answer = PathAnswer.NotProbed, Since = turn.Now, Detail = why }
            : closed);
        turn.Set(index, turn.Host(index) with { Unusable = null });
        if (turn.Host(index).Operating?.Number == path.Connection!.Number)
        {
            HostTurn.LeaveConnection(turn, index);
        }
    }

    private static bool IsUnheard(PathAnswer answer) => answer is PathAnswer.Silent or PathAnswer.Mute;

    private static void SetPath(DomainTurn turn, int host, int path, PathState state) =>
        turn.Set(host, turn.Host(host) with { Paths = turn.Host(host).Paths.SetItem(path, state) });
}
