namespace Halo.Engine.Rules.Fencing;

/// <summary>
/// Rule F6: when most hosts are silent at once, it is the manager that is cut off, and it fences nobody. Safety: its totals are
/// brought up to date before any fence of the same step is judged.
/// </summary>
internal static class F6CutOff
{
    /// <summary>What ends it.</summary>
    public const string WayOut = "mend the manager's network";

    private const int FewestHosts = 3;
    private const int IntervalsOfSilence = 2;
    private const int IntervalsOfAPing = 3;

    /// <summary>What a domain adds to the totals now; wakes it when a silent host begins to count.</summary>
    public static Silence Count(DomainTurn turn)
    {
        var count = default(Silence);
        foreach (var index in turn.AllHosts)
        {
            var host = turn.Host(index);
            if (!host.WasConnected || host.Off is not null)
            {
                continue;
            }

            count += new Silence(1, IsSilent(turn, host) ? 1 : 0);
        }

        return count;
    }

    /// <summary>The reach with new totals or a new answer of a ping host.</summary>
    public static Reach Judge(Reach reach, Settings settings, Instant now)
    {
        var (known, silent) = (reach.Silence.Known, reach.Silence.Silent);
        var most = silent >= FewestHosts && 2 * silent >= known;
        var pinged = reach.PingAnsweredAt is { } answered && now - answered <= IntervalsOfAPing * settings.DetectionInterval;
        var isCutOff = most && !(pinged && 4 * silent < 3 * known);
        return reach with
        {
            IsCutOff = isCutOff,
            WindowsFrom = reach.IsCutOff && !isCutOff ? now : reach.WindowsFrom,
        };
    }

    public static FenceRefusal? WhyNot(DomainTurn turn, int host) => turn.Reach.IsCutOff
        ? new FenceRefusal(RuleId.F6, Say(turn.Reach), $"{WayOut}, or halo fence {turn.NameOfHost(host)}")
        : null;

    /// <summary>The facts, as a sentence.</summary>
    public static string Say(Reach reach) =>
        $"{reach.Silence.Silent} of {reach.Silence.Known} hosts are silent at once, so it is the manager that is cut off";

    private static bool IsSilent(DomainTurn turn, HostState host)
    {
        if (host.Paths.Any(path => path.Answer != PathAnswer.Silent))
        {
            return false;
        }

        var from = host.Paths.Max(path => path.Since) + (IntervalsOfSilence * turn.Settings.DetectionInterval);
        if (from < turn.Now)
        {
            return true;
        }

        turn.WakeAt(new Instant(from.Milliseconds + 1));
        return false;
    }
}
