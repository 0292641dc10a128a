namespace Halo.Agents.Processes;

/// <summary>What follows from the table.</summary>
public static class ProcessTableExtensions
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(100);

    /// <summary>The living members of a session; null when that cannot be learned now.</summary>
    public static IReadOnlyList<ProcessEntry>? InSession(this IProcessTable table, int session) =>
        table.All() is { } all ? [.. all.Where(process => process.Session == session || process.Group == session)] : null;

    /// <summary>
    /// Asks the table until it knows. This has no deadline on purpose: what waits for it may not go on while nobody knows
    /// whether an agent still runs.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="ask">The question; null where the table does not know.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The answer.</returns>
    public static async Task<IReadOnlyList<ProcessEntry>> UntilKnownAsync(
        this IProcessTable table, Func<IProcessTable, IReadOnlyList<ProcessEntry>?> ask, TimeProvider time)
    {
        IReadOnlyList<ProcessEntry>? known;
        while ((known = ask(table)) is null)
        {
            await Task.Delay(AskAgainAfter, time, CancellationToken.None);
        }

        return known;
    }
}
