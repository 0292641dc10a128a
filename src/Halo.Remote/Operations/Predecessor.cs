using Halo.Agents.Processes;

namespace Halo.Remote.Operations;

/// <summary>
/// What an earlier remote left running, as far as it can be known at all: what it recorded, and its monitors. A remote that
/// does not know this may not begin, because it would answer about resources that somebody still starts or stops.
/// </summary>
internal static class Predecessor
{
    /// <summary>The operations that may still run, oldest first; null, with the fault in one sentence, when that is not known.</summary>
    internal static IReadOnlyList<OperationRecord>? FindOperations(
        RuntimeDirectory directory, IProcessTable processes, string bootId, out string fault)
    {
        if (directory.ReadAll(bootId, out fault) is not { } recorded)
        {
            return null;
        }

        if (OrphanedMonitors.Find(processes, directory.Location, bootId) is not { } monitors)
        {
            fault = "cannot list this machine's processes, and so cannot tell what an earlier halo_remote left running; " +
                "see that /proc is mounted and that this program may open files";
            return null;
        }

        // A monitor that could not be killed is in both.
        return
        [
            .. recorded.Concat(monitors)
                .DistinctBy(record => record.Id, StringComparer.Ordinal)
                .OrderBy(record => record.BeganSeconds),
        ];
    }
}
