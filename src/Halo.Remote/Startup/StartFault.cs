namespace Halo.Remote.Startup;

/// <summary>Why the remote did not start.</summary>
/// <param name="Status">The exit status.</param>
/// <param name="Message">The reason in one sentence.</param>
internal sealed record StartFault(int Status, string Message);

/// <summary>The exit statuses of all three programs (design §2).</summary>
internal static class ExitStatus
{
    /// <summary>Done.</summary>
    internal const int Done = 0;

    /// <summary>What was asked was understood and failed.</summary>
    internal const int Failed = 1;

    /// <summary>The command line or the environment is wrong; systemd does not restart on it.</summary>
    internal const int Usage = 64;
}
