using System.Collections.Concurrent;
using System.ComponentModel;
using Halo.Agents.Processes;

namespace Halo.Agents.Ocf;

/// <summary>
/// The advertised timeouts of agents. An agent is asked for its meta-data once for each version of its script (its time of
/// modification); one that did not answer is asked again after a minute.
/// </summary>
/// <param name="runner">Runs the agents.</param>
/// <param name="environment">Their environment.</param>
/// <param name="time">The clock.</param>
public sealed class AgentTimeoutCache(ProcessRunner runner, OcfEnvironment environment, TimeProvider time)
{
    private const int MaximumMetaData = 1024 * 1024;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    // One entry for each script that is installed, so the file system bounds it.
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>What the agent advertises. Takes at most ten seconds, and usually none.</summary>
    public Task<AgentTimeouts> OfAsync(OcfAgent agent)
    {
        var version = File.GetLastWriteTimeUtc(agent.Path);
        var entry = _entries.AddOrUpdate(
            agent.Path,
            _ => NewEntry(agent, version),
            (_, known) => known.Version == version && !IsStale(known) ? known : NewEntry(agent, version));
        return entry.Timeouts.Value;
    }

    private bool IsStale(Entry entry) => entry.Failed && time.GetElapsedTime(entry.Asked) > RetryAfter;

    private Entry NewEntry(OcfAgent agent, DateTime version) =>
        new(version, time.GetTimestamp(), entry => AskAsync(agent, entry));

    private async Task<AgentTimeouts> AskAsync(OcfAgent agent, Entry entry)
    {
        var call = new OcfCall
        {
            Agent = agent,
            ActionName = "meta-data",
            Resource = agent.Type,
            Parameters = new Dictionary<string, string>(StringComparer.Ordinal),
            Deadline = Deadline,
        };
        var spec = new ProcessSpec
        {
            Path = agent.Path,
            Arguments = [call.ActionName],
            Environment = environment.For(call),
            Deadline = Deadline,
            OutputLimit = MaximumMetaData,
        };
        // Until there is an answer, so that a call that throws is asked again too.
        entry.Failed = true;
        try
        {
            var result = await runner.RunAsync(spec, started: null, CancellationToken.None);
            if (result.End is not ProcessEnd.Exited(OcfExitCode.Success))
            {
                return AgentTimeouts.None;
            }

            entry.Failed = false;
            return AgentTimeouts.Parse(result.Output);
        }
        catch (Exception failure) when (failure is IOException or Win32Exception)
        {
            // The system lacks something for the moment, which is no reason to keep an operation from its default deadline.
            return AgentTimeouts.None;
        }
    }

    private sealed class Entry
    {
        internal Entry(DateTime version, long asked, Func<Entry, Task<AgentTimeouts>> ask)
        {
            Version = version;
            Asked = asked;
            Timeouts = new Lazy<Task<AgentTimeouts>>(() => ask(this));
        }

        internal DateTime Version { get; }

        internal long Asked { get; }

        /// <summary>
        /// Lazy, because a dictionary may make several entries and keep one, and only that one may run the script.
        /// </summary>
        internal Lazy<Task<AgentTimeouts>> Timeouts { get; }

        internal bool Failed { get; set; }
    }
}
