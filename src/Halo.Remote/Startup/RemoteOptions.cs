namespace Halo.Remote.Startup;

/// <summary>What the remote is told at its start.</summary>
public sealed record RemoteOptions
{
    /// <summary>The port that it listens on; 0 lets the system choose one.</summary>
    public required int Port { get; init; }

    /// <summary>The networks (CIDR) inside which it listens.</summary>
    public required IReadOnlyList<string> Networks { get; init; }

    /// <summary>The absolute path below which <c>resource.d</c> is.</summary>
    public required string OcfRoot { get; init; }

    /// <summary>The absolute path of the directory for the records of running operations.</summary>
    public required string RuntimeDirectory { get; init; }

    /// <summary>What is logged.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Warning;
}
