namespace Halo.Manager.Loop;

/// <summary>
/// Finds out that the loop itself was late (rule F1): the process was stopped, or inputs waited too long for their turn. What was
/// taken for a host's silence meanwhile may have been the manager's own.
/// </summary>
/// <param name="tolerance">
/// The loop takes a turn at least this often. A turn or an input that is later than that by as much again is late.
/// </param>
internal sealed class LatenessWatch(TimeSpan tolerance)
{
    private Instant? _lastTurn;
    private Instant _reported = new(-1);

    /// <summary>The loop takes a turn; by how much it was late, or null.</summary>
    public TimeSpan? Turn(Instant now)
    {
        var late = _lastTurn is { } last ? now - last - tolerance : TimeSpan.Zero;
        _lastTurn = now;
        return Report(now, late);
    }

    /// <summary>The loop takes an input that was told at that time; by how much it was late, or null.</summary>
    public TimeSpan? Take(Instant now, Instant told)
    {
        // Of all that waited behind one delay, the first reports it.
        var late = told > _reported ? now - told : TimeSpan.Zero;
        return Turn(now) ?? Report(now, late);
    }

    private TimeSpan? Report(Instant now, TimeSpan late)
    {
        if (late <= tolerance)
        {
            return null;
        }

        _reported = now;
        return late;
    }
}
