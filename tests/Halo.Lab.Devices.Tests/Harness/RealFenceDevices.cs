using Halo.Testing;

namespace Halo.Lab.Devices.Tests.Harness;

/// <summary>What the tests with the lab's fence devices and the distribution's own fence agents need.</summary>
internal static class RealFenceDevices
{
    private static readonly (string Tool, string Package)[] Tools =
    [
        ("fence_powerman", "fence-agents"), ("powermand", "powerman"), ("ipmi_sim", "openipmi"), ("ipmitool", "ipmitool"),
        ("nft", "nftables"), ("ip", "iproute2"), ("nsenter", "util-linux"),
    ];

    /// <summary>Why a test is skipped; null where it runs.</summary>
    public static string? SkipReason => RootRequirements.AreOwed ? null : WhyNot();

    /// <summary>Why the tests cannot run here; null where they can.</summary>
    public static string? WhyNot() => RootRequirements.WhyNotWithoutDisks(Tools);
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
