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

    /// <summary>The process of <c>halo_manager</c> that runs now, for <see cref="Kill"/>.</summary>
    public Process Manager()
    {
        // By its own number: what it is just about to start has its name for a moment.
        var number = ReadLine($"/proc/{FirstProcess("mgmt")}/root/run/halo_manager.process");
        return Process.GetProcessById(Processes("mgmt", "halo_manager").Single(process =>
            ReadLine($"/proc/{process}/status").Contains($"\t{number}\nNSpgid:", StringComparison.Ordinal)));
    }

    /// <summary>
    /// Kills a process that was found before, and waits for its end: a command, or looking for the process, would take longer than some moments of a
    /// failover last.
    /// </summary>
    public static void Kill(Process process)
    {
        process.Kill();
        if (!process.WaitForExit(CommandLimit))
        {
            throw new LaboratoryException($"process {process.Id} was killed and does not end");
        }
    }

    /// <summary><c>ok</c>, <c>fail</c>, <c>slow SECONDS</c>, <c>lie</c> or <c>mute</c>: how the fence device of a host behaves.</summary>
    public Task DeviceAsync(string host, params IEnumerable<string> fault) => DoAsync(["device", host, .. fault]);

    /// <summary><c>hang</c>, <c>go-on</c> or <c>fail</c>: a host's disks, or that of mgmt, on which the state log is.</summary>
    public Task DisksAsync(string host, string what) => DoAsync("disks", host, what);
}
