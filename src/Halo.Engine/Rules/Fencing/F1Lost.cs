namespace Halo.Engine.Rules.Fencing;

/// <summary>
/// Rule F1: only a lost host is fenced. Safety: silence counts only where every path was probed and nothing came back; the
/// manager's own trouble (names, descriptors, its own lateness) is never taken for a host's death.
/// </summary>
internal static class F1Lost
{
    // Longer than any probe takes: older news is no news, and says that the prober is stuck.
    private const int IntervalsOfOldNews = 4;

    /// <summary>How the contact to a host stands.</summary>
    public static LossWindow Judge(DomainTurn turn, int index)
    {
        var host = turn.Host(index);
        var config = turn.Domain.Hosts[index];
        if (host.Off is not null)
        {
            return LossWindow.Open("it is verified off");
        }

        for (var i = 0; i < host.Paths.Length; i++)
        {
            switch (host.Paths[i].Answer)
            {
                case PathAnswer.Answered:
                    return LossWindow.Open(host.Paths.Length == 1 ? "it answers" : $"it answers on {config.Addresses[i]}");
                case PathAnswer.NotProbed or PathAnswer.LocalTrouble:
                    return LossWindow.Open(host.Paths[i].Trouble(config.Addresses[i])!);
            }
        }

        var oldest = host.Paths.Min(path => path.ProbedAt);
        return turn.Now - oldest > turn.Settings.DetectionTimeout + (IntervalsOfOldNews * turn.Settings.DetectionInterval)
            ? LossWindow.Open("its paths have not been probed for a while")
            : Unheard(turn, host, config);
    }

    public static FenceRefusal? WhyNot(DomainTurn turn, int host, LossWindow window)
    {
        if (window.HasRunOut(turn.Now))
        {
            return null;
        }

        turn.WakeAt(window.Until);
        var name = turn.NameOfHost(host);
        return window.Until == Instant.Never
            ? new FenceRefusal(RuleId.F1, $"{name} is not lost: {window.Because}", $"{turn.Host(host).WayBack(name)}, or halo fence {name}")
            : new FenceRefusal(RuleId.F1,
                $"{name} is not lost yet: {window.Because}, and that counts after {(window.Until - window.From).TotalSeconds} s",
                "HALO goes on when it is lost or answers");
    }

    private static LossWindow Unheard(DomainTurn turn, HostState host, HostConfig config)
    {
        var refusing = host.Paths.Where(path => path.Answer == PathAnswer.Refused).ToImmutableArray();
        if (!refusing.IsEmpty)
        {
            var why = host.WhyNotConnected(config);
            return turn.Settings.OnAgentDown == OnAgentDown.Wait
                ? LossWindow.Open($"{why}; on_agent_down is wait")
                : Window(turn, refusing.Min(path => path.Since), turn.Settings.UnresponsiveTimeout, why);
        }

        var unheard = Window(
            turn, host.Paths.Max(path => path.UnheardSince), turn.Settings.UnresponsiveTimeout, host.WhyNotConnected(config));
        if (host.Paths.Any(path => path.Answer == PathAnswer.Mute))
        {
            return unheard;
        }

        var silent = Window(turn, host.Paths.Max(path => path.Since), turn.Settings.DetectionTimeout, host.WhyNotConnected(config));
        return silent.Until <= unheard.Until ? silent : unheard;
    }

    private static LossWindow Window(DomainTurn turn, Instant since, TimeSpan length, string because)
    {
        var from = since > turn.Reach.WindowsFrom ? since : turn.Reach.WindowsFrom;
        return new LossWindow(from, from + length, because);
    }
}

/// <summary>For how long a host has been without an answer, and when it counts as lost.</summary>
/// <param name="From">Since when; <see cref="Instant.Never"/> while nothing counts.</param>
/// <param name="Until">When it is lost; <see cref="Instant.Never"/> while it is on no way to be.</param>
/// <param name="Because">What is seen of it, as a clause.</param>
internal sealed record LossWindow(Instant From, Instant Until, string Because)
{
    /// <summary>It is not on the way to be lost.</summary>
    public static LossWindow Open(string because) => new(Instant.Never, Instant.Never, because);

    /// <summary>Whether it is lost.</summary>
    public bool HasRunOut(Instant now) => Until <= now;
}
