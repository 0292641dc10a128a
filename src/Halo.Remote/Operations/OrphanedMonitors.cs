using System.Globalization;
using Halo.Agents.Processes;
using Halo.Protocol.Remote;

namespace Halo.Remote.Operations;

/// <summary>
/// Finds the monitors that run on after the remote that began them has crashed. A monitor is not written down, because hosts
/// run many each second, and all that its record would say is told by the process itself: its variables and its age.
/// </summary>
internal static class OrphanedMonitors
{
    /// <summary>The variable that tells the monitors of one remote from those of another one on the same machine.</summary>
    internal const string DirectoryVariable = "HALO_RUNTIME_DIR";

    /// <summary>The monitors that were begun by a remote with this runtime directory, which is locked by now.</summary>
    /// <returns>What their records would be; null when the machine's processes cannot be learned now.</returns>
    internal static IReadOnlyList<OperationRecord>? Find(IProcessTable processes, string directory, string bootId)
    {
        if (processes.All() is not { } all)
        {
            return null;
        }

        var found = new List<OperationRecord>();
        foreach (var process in all.Where(process => process.Pid == process.Session))
        {
            // What a monitor has started may lead a session of its own and has the same variables, but is another program.
            if (processes.CommandLine(process.Pid) is not { } arguments)
            {
                return null;
            }

            if (arguments is not [.., "monitor"])
            {
                continue;
            }

            if (processes.Variables(process.Pid) is not { } variables)
            {
                return null;
            }

            if (RecordOf(process, variables, directory, bootId) is OperationRecord monitor)
            {
                found.Add(monitor);
            }
        }

        return found;
    }

    private static OperationRecord? RecordOf(
        ProcessEntry process, IReadOnlyDictionary<string, string> variables, string directory, string bootId)
    {
        if (!string.Equals(variables.GetValueOrDefault(DirectoryVariable), directory, StringComparison.Ordinal)
            || variables.GetValueOrDefault(OperationRecord.Variable) is not { Length: > 0 } id
            || variables.GetValueOrDefault("OCF_RESOURCE_INSTANCE") is not { Length: > 0 } resource
            || !int.TryParse(
                variables.GetValueOrDefault("OCF_RESKEY_CRM_meta_timeout"), CultureInfo.InvariantCulture, out var milliseconds))
        {
            return null;
        }

        return new OperationRecord
        {
            Id = id,
            Resource = resource,
            Action = AgentAction.Monitor,
            BootId = bootId,
            // The clock of records stands still while a machine sleeps, and this one does not; servers do not sleep.
            BeganSeconds = process.StartSeconds,
            DeadlineSeconds = process.StartSeconds + (milliseconds / 1000.0),
            Pid = process.Pid,
        };
    }
}
