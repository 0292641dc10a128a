namespace Halo.Agents.Ocf;

/// <summary>The exit codes of the OCF Resource Agent API 1.1 that the remote itself answers with.</summary>
public static class OcfExitCode
{
    /// <summary>Done; of a monitor: running.</summary>
    public const int Success = 0;

    /// <summary>OCF_ERR_PERM.</summary>
    public const int NoPermission = 4;

    /// <summary>OCF_ERR_INSTALLED.</summary>
    public const int NotInstalled = 5;
}
