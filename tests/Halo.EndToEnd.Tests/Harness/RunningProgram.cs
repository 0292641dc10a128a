using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Halo.EndToEnd.Tests.Harness;

/// <summary>A program that runs in the background, with both of its outputs in one file.</summary>
internal sealed partial class RunningProgram : IDisposable
{
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);

    private readonly Process _process;

    private RunningProgram(string name, string logFile, Process process) => (Name, LogFile, _process) = (name, logFile, process);

    /// <summary>What the test calls it.</summary>
    public string Name { get; }

    /// <summary>The file with all that it has printed.</summary>
    public string LogFile { get; }

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Its exit status, once it has ended.</summary>
    public int ExitStatus => _process.ExitCode;

    /// <summary>All that it has printed so far.</summary>
    public string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";

    /// <summary>Starts a program. Its environment has nothing of HALO's in it but what is given.</summary>
    public static RunningProgram Start(
        string name, string logFile, IEnumerable<string> command, IReadOnlyDictionary<string, string>? environment = null)
    {
        // A file rather than a pipe: whatever the program leaves behind may hold it open, and nobody waits for its end.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null", "sh", logFile, .. command])
        {
            WorkingDirectory = Path.GetDirectoryName(logFile),
        };
        ProgramEnvironment.Prepare(start.Environment, environment);
        return new RunningProgram(name, logFile, Process.Start(start)!);
    }

    /// <summary>Sends a signal; one that has ended gets none.</summary>
    public void Signal(Signal signal)
    {
        if (!HasEnded)
        {
            Send(Id, signal);
        }
    }

    /// <summary>Sends a signal to a process that need not be a child of the tests.</summary>
    public static void Send(int process, Signal signal) => _ = Kill(process, (int)signal);

    /// <summary>Waits for its end.</summary>
    public Task EndsAsync(TimeSpan? patience = null) =>
        Eventually.BecomesTrueAsync($"{Name} ends", () => HasEnded, patience);

    /// <summary>Sends a signal and waits for its end.</summary>
    public Task EndAsync(Signal signal, TimeSpan? patience = null)
    {
        Signal(signal);
        return EndsAsync(patience);
    }

    /// <summary>Makes an end of it, whatever state it is in.</summary>
    public void Dispose()
    {
        Signal(Harness.Signal.Kill);
        _ = _process.WaitForExit(KillPatience);
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}

/// <summary>The signals that the tests send, with Linux' numbers.</summary>
internal enum Signal
{
    /// <summary>SIGINT.</summary>
    Interrupt = 2,

    /// <summary>SIGKILL.</summary>
    Kill = 9,

    /// <summary>SIGTERM.</summary>
    Terminate = 15,

    /// <summary>SIGCONT.</summary>
    Continue = 18,

    /// <summary>SIGSTOP.</summary>
    Stop = 19,
}
