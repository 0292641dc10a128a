using System.Text;
using Halo.Testing;

namespace Halo.Lab.Watching;

/// <summary>
/// Which programs run on this machine, and when each began and ended, as the kernel tells: no agent has to be changed or wrapped to be timed.
/// </summary>
internal sealed class ProcessWatch : IDisposable
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FirstEventPatience = TimeSpan.FromSeconds(10);

    private readonly ProcessEventSocket _events = new();
    private readonly Thread _reader;

    // Protects the two below: one thread adds, others read.
    private readonly Lock _lock = new();
    private readonly List<ProgramRun> _runs = [];
    private LaboratoryException? _trouble;
    private volatile bool _ends;

    private ProcessWatch()
    {
        _reader = new Thread(Read) { IsBackground = true, Name = "process events" };
        _reader.Start();
    }

    /// <summary>Begins; throws <see cref="LaboratoryException"/> where the kernel does not tell, as in a container.</summary>
    public static async Task<ProcessWatch> StartAsync()
    {
        var watch = new ProcessWatch();
        try
        {
            await FinishedProgram.RunAsync("/bin/true", []);
            await Eventually.BecomesTrueAsync(
                "the kernel tells of a program", () => watch.Runs().Any(run => run.Ended is not null), FirstEventPatience);
            return watch;
        }
        catch (TimeoutException e)
        {
            watch.Dispose();
            throw new LaboratoryException(
                "the kernel tells nothing of processes here (CONFIG_PROC_EVENTS): this must run on the machine itself, not in a container", e);
        }
    }

    /// <summary>
    /// The programs that were not forgotten, the oldest first. Throws <see cref="LaboratoryException"/> when more happened than could be taken
    /// in.
    /// </summary>
    public IReadOnlyList<ProgramRun> Runs()
    {
        lock (_lock)
        {
            return _trouble is null ? [.. _runs] : throw _trouble;
        }
    }

    /// <summary>Forgets what ran until now.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _runs.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ends = true;
        _reader.Join();
        _events.Dispose();
    }

    /// <summary>The network namespace of a process, as <c>net:[NUMBER]</c>; empty where the process has ended.</summary>
    internal static string NetworkOf(int process)
    {
        try
        {
            return new FileInfo($"/proc/{process}/ns/net").LinkTarget ?? "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private void Read()
    {
        try
        {
            while (!_ends)
            {
                if (_events.Receive(Turn) is { } happened)
                {
                    Take(happened);
                }
            }
        }
        catch (LaboratoryException e)
        {
            lock (_lock)
            {
                _trouble = e;
            }
        }
    }

    private void Take(ProcessEvent happened)
    {
        switch (happened.Change)
        {
            case ProcessChange.Program:
                NoteProgram(new ProgramRun(happened.Process, WordsOf(happened.Process), NetworkOf(happened.Process), happened.At));
                break;
            case ProcessChange.End:
                NoteEnd(happened.Process, happened.At);
                break;
            case ProcessChange.Other:
                break;
        }
    }

    private void NoteProgram(ProgramRun run)
    {
        lock (_lock)
        {
            _runs.Add(run);
        }
    }

    private void NoteEnd(int process, TimeSpan at)
    {
        lock (_lock)
        {
            // Several, where a process became one program after another.
            for (var i = 0; i < _runs.Count; i++)
            {
                if (_runs[i].Process == process && _runs[i].Ended is null)
                {
                    _runs[i] = _runs[i] with { Ended = at };
                }
            }
        }
    }

    private static string[] WordsOf(int process)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{process}/cmdline")).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
