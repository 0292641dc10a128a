using System.Diagnostics;

namespace Halo.Manager.Tests.StateLog;

/// <summary>A test that mounts a file system: skipped where it may not.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() =>
        Skip = Environment.IsPrivilegedProcess ? null : "it mounts a file system, which only root may";
}

/// <summary>A file system of a few pages in memory, with a file that fills it.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int Pages = 8;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("halo-disk-");

    public SmallDisk() => Run("mount", "-t", "tmpfs", "-o", $"size={Pages * Environment.SystemPageSize}", "tmpfs", _folder.FullName);

    public string Folder => _folder.FullName;

    /// <summary>Leaves room for two pages.</summary>
    public void Fill() => File.WriteAllBytes(Filler, new byte[(Pages - 2) * Environment.SystemPageSize]);

    /// <summary>Makes room again, more than there ever was.</summary>
    public void Free()
    {
        File.Delete(Filler);
        Run("mount", "-o", "remount,size=1m", _folder.FullName);
    }

    public void Dispose()
    {
        Run("umount", _folder.FullName);
        _folder.Delete();
    }

    private string Filler => Path.Combine(Folder, "filler");

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(10)), $"{program} does not end");
        Assert.True(process.ExitCode == 0, error);
    }
}
