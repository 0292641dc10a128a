namespace Halo.Cli;

/// <summary>The exit statuses of the three programs (design §2).</summary>
internal static class ExitStatus
{
    /// <summary>What was asked for is done.</summary>
    public const int Done = 0;

    /// <summary>The request was understood, and failed or was refused.</summary>
    public const int Failed = 1;

    /// <summary>The command line, the configuration or the environment is wrong (<c>EX_USAGE</c> of sysexits.h).</summary>
    public const int Usage = 64;
}
