namespace Halo.Remote.Startup;

/// <summary>Who this remote is.</summary>
/// <param name="InstanceId">Random, new with every start.</param>
/// <param name="BootId">The kernel's id of this boot.</param>
/// <param name="StartedAt">When it started, as the clock's timestamp.</param>
internal sealed record RemoteIdentity(string InstanceId, string BootId, long StartedAt)
{
    /// <summary>An identity for a remote that starts now.</summary>
    internal static RemoteIdentity New(TimeProvider time) => new(
        Guid.NewGuid().ToString("N"),
        File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim(),
        time.GetTimestamp());
}
