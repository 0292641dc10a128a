namespace Halo.Agents.Processes;

/// <summary>How a child process ended.</summary>
public abstract record ProcessEnd
{
    private ProcessEnd()
    {
    }

    /// <summary>It ended by itself with an exit code.</summary>
    /// <param name="Code">The exit code, 0 to 255.</param>
    public sealed record Exited(int Code) : ProcessEnd;

    /// <summary>A signal that was not ours ended it.</summary>
    /// <param name="Signal">The signal's number.</param>
    public sealed record Signaled(int Signal) : ProcessEnd;

    /// <summary>The deadline passed, and the process group was ended, or withstood it.</summary>
    public sealed record TimedOut : ProcessEnd;

    /// <summary>It never ran.</summary>
    /// <param name="Reason">Why not, in one sentence.</param>
    public sealed record NotStarted(string Reason) : ProcessEnd;
}

/// <summary>What became of a child process.</summary>
public sealed record ProcessResult
{
    /// <summary>How it ended.</summary>
    public required ProcessEnd End { get; init; }

    /// <summary>Its process id, which is also the id of its process group and session; 0 when it never ran.</summary>
    public int Pid { get; init; }

    /// <summary>What it wrote to standard output, bounded.</summary>
    public string Output { get; init; } = "";

    /// <summary>What it wrote to standard error, bounded.</summary>
    public string Error { get; init; } = "";

    /// <summary>How long it ran.</summary>
    public TimeSpan Ran { get; init; }

    /// <summary>After a <see cref="ProcessEnd.TimedOut"/>: the members of its session that even SIGKILL did not end.</summary>
    public IReadOnlyList<ProcessEntry> Left { get; init; } = [];
}
