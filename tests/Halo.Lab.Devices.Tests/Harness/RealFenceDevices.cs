namespace Halo.Lab.Devices.Tests.Harness;

/// <summary>
/// What the tests with the lab's fence devices and the distribution's own fence agents need: root, and a few packages. They are
/// skipped with the reason where that is missing. Continuous integration (<c>CI=true</c>) owes them where it runs as root: they
/// fail there with the reason.
/// </summary>
internal static class RealFenceDevices
{
    private static readonly (string Tool, string Package)[] Tools =
    [
        ("fence_powerman", "fence-agents"), ("powermand", "powerman"), ("ipmi_sim", "openipmi"), ("ipmitool", "ipmitool"),
        ("nft", "nftables"), ("ip", "iproute2"), ("nsenter", "util-linux"),
    ];

    /// <summary>Why a test is skipped; null where it runs.</summary>
    public static string? SkipReason => IsOwed ? null : WhyNot();

    private static bool IsOwed =>
        Environment.IsPrivilegedProcess
        && string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Why the tests cannot run here; null where they can.</summary>
    public static string? WhyNot()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return "it makes network namespaces, which only root may";
        }

        var missing = Tools.FirstOrDefault(tool => !IsInstalled(tool.Tool));
        return missing.Tool is null ? null : $"there is no {missing.Tool}: install the package {missing.Package}";
    }

    private static bool IsInstalled(string tool) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin".Split(':').Any(folder => File.Exists(Path.Combine(folder, tool)));
}

/// <summary>A test with a fence device.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FenceFactAttribute : FactAttribute
{
    public FenceFactAttribute() => Skip = RealFenceDevices.SkipReason;
}

/// <summary>A test that is played with several kinds of fence devices.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FenceTheoryAttribute : TheoryAttribute
{
    public FenceTheoryAttribute() => Skip = RealFenceDevices.SkipReason;
}
