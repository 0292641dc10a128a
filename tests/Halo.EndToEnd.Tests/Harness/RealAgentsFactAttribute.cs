using System.Diagnostics;

namespace Halo.EndToEnd.Tests.Harness;

/// <summary>
/// A test with the distribution's own resource agents on a real file system: it needs root, loop devices and a few packages,
/// and is skipped with the reason where one of them is missing. Continuous integration (<c>CI=true</c>) owes it where it runs as
/// root: nothing is skipped there, and the test fails with the reason.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealAgentsFactAttribute : FactAttribute
{
    /// <summary>Where the package resource-agents lies.</summary>
    public const string OcfRoot = "/usr/lib/ocf";

    private static readonly (string Tool, string Package)[] Tools =
    [
        ("mkfs.ext4", "e2fsprogs"), ("losetup", "mount"), ("modprobe", "kmod"), ("unshare", "util-linux"), ("nsenter", "util-linux"),
    ];

    public RealAgentsFactAttribute() => Skip = IsOwed ? null : WhyNot();

    private static bool IsOwed =>
        Environment.IsPrivilegedProcess
        && string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Fails where something that the test needs is missing and it was not skipped.</summary>
    public static void NeedAll()
    {
        var whyNot = WhyNot();
        Assert.True(whyNot is null, whyNot);
    }

    private static string? WhyNot()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return "it mounts file systems, which only root may";
        }

        foreach (var agent in new[] { "Dummy", "Filesystem" })
        {
            if (!File.Exists($"{OcfRoot}/resource.d/heartbeat/{agent}"))
            {
                return $"there is no {OcfRoot}/resource.d/heartbeat/{agent}: install the package resource-agents";
            }
        }

        var missing = Tools.FirstOrDefault(tool => !IsInstalled(tool.Tool));
        if (missing.Tool is not null)
        {
            return $"there is no {missing.Tool}: install the package {missing.Package}";
        }

        return Succeeds("losetup", "--find") ? null : "this machine has no loop devices (losetup --find fails)";
    }

    private static bool IsInstalled(string tool) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin".Split(':').Any(folder => File.Exists(Path.Combine(folder, tool)));

    private static bool Succeeds(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        return process.WaitForExit(TimeSpan.FromSeconds(10)) && process.ExitCode == 0;
    }
}
