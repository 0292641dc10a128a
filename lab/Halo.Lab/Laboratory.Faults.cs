using System.Diagnostics;

namespace Halo.Lab;

// What breaks programs, fence devices and disks, and mends them.
public sealed partial class Laboratory
{
    /// <summary>Stops all processes of a host, or of mgmt, while its kernel goes on answering.</summary>
    public Task FreezeAsync(string host) => DoAsync("freeze", host);

    /// <summary>Lets a frozen host go on.</summary>
    public Task ThawAsync(string host) => DoAsync("thaw", host);

    /// <summary><c>start</c>, <c>stop</c>, <c>kill</c>, <c>hang</c> or <c>go-on</c>: a host's <c>halo_remote</c>.</summary>
    public Task RemoteAsync(string host, string what) => DoAsync("remote", host, what);

    /// <summary>The same for <c>halo_manager</c>; when it was started it answers.</summary>
    public Task ManagerAsync(string what) => DoAsync("manager", what);

    /// <summary>Kills <c>halo_manager</c> at once: a command would take longer than some moments of a failover last.</summary>
    public void KillManager()
    {
        // By its own number: what it is just about to start has its name for a moment.
        var number = ReadLine($"/proc/{FirstProcess("mgmt")}/root/run/halo_manager.process");
        using var manager = Process.GetProcessById(Processes("mgmt", "halo_manager").Single(process =>
            ReadLine($"/proc/{process}/status").Contains($"\t{number}\nNSpgid:", StringComparison.Ordinal)));
        manager.Kill();
        manager.WaitForExit(CommandLimit);
    }

    /// <summary><c>ok</c>, <c>fail</c>, <c>slow SECONDS</c>, <c>lie</c> or <c>mute</c>: how the fence device of a host behaves.</summary>
    public Task DeviceAsync(string host, params IEnumerable<string> fault) => DoAsync(["device", host, .. fault]);

    /// <summary><c>hang</c>, <c>go-on</c> or <c>fail</c>: a host's disks, or that of mgmt, on which the state log is.</summary>
    public Task DisksAsync(string host, string what) => DoAsync("disks", host, what);
}
