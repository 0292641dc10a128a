namespace Halo.Agents.Processes;

/// <summary>Ends all processes of a session: TERM, a grace, KILL, and a bounded wait.</summary>
/// <param name="time">The clock.</param>
/// <param name="processes">The machine's processes.</param>
public sealed class SessionEnder(TimeProvider time, IProcessTable processes)
{
    /// <summary>How long what was sent SIGKILL has to go before it is reported as left.</summary>
    public static readonly TimeSpan KillWait = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(25);

    /// <summary>Ends a session, and tells what cannot be ended.</summary>
    /// <param name="session">The session, whose number must not have been given to another meanwhile.</param>
    /// <param name="grace">How long its processes have between SIGTERM and SIGKILL.</param>
    /// <returns>What SIGKILL did not end. While the machine's processes cannot be listed, there is no answer.</returns>
    public async Task<IReadOnlyList<ProcessEntry>> EndAsync(int session, TimeSpan grace)
    {
        _ = processes.SignalSession(session, Libc.SigTerm);
        if (await WaitAsync(session, grace) is { Count: 0 })
        {
            return [];
        }

        // While the session's other groups are not known, the leader's gets the signal again, which changes nothing.
        while (!processes.SignalSession(session, Libc.SigKill))
        {
            await Task.Delay(PollInterval, time, CancellationToken.None);
        }

        return await WaitAsync(session, KillWait)
            ?? await processes.UntilKnownAsync(table => table.InSession(session), time);
    }

    /// <summary>What is left when the session is empty or the limit has passed; null when that is not known then.</summary>
    private async Task<IReadOnlyList<ProcessEntry>?> WaitAsync(int session, TimeSpan limit)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var left = processes.InSession(session);
            if (left is { Count: 0 } || time.GetElapsedTime(began) >= limit)
            {
                return left;
            }

            await Task.Delay(PollInterval, time, CancellationToken.None);
        }
    }
}
