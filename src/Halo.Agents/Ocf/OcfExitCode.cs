namespace Halo.Agents.Ocf;

/// <summary>The exit codes of the OCF Resource Agent API 1.1 that the remote itself looks at.</summary>
public static class OcfExitCode
{
    /// <summary>Done; of a monitor: running.</summary>
    public const int Success = 0;
}
