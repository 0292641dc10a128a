namespace Halo.Agents.Processes;

/// <summary>A child process to run: what, with which input, and for how long.</summary>
public sealed record ProcessSpec
{
    /// <summary>The absolute path of the program; no shell and no search path is involved.</summary>
    public required string Path { get; init; }

    /// <summary>The arguments after the program's own name.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The whole environment of the child; nothing else is inherited.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>What the child reads on standard input, as UTF-8; null is <c>/dev/null</c>.</summary>
    public string? StandardInput { get; init; }

    /// <summary>How long the child may run before its process group is ended.</summary>
    public required TimeSpan Deadline { get; init; }

    /// <summary>How long the process group has between SIGTERM and SIGKILL.</summary>
    public TimeSpan KillGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many bytes of each output stream are kept; of more, the beginning and the end.</summary>
    public int OutputLimit { get; init; } = 64 * 1024;

    /// <summary>
    /// Not null where the child is to outlive this program: its output pipes stay open (by a <see cref="PipeKeeper"/>, which
    /// has this environment) when this program dies, so that the child's next line of output does not kill it by SIGPIPE.
    /// </summary>
    public IReadOnlyDictionary<string, string>? KeeperEnvironment { get; init; }

    /// <summary>The program alone: its input may hold a password.</summary>
    public override string ToString() => Path;
}
