namespace Halo.Lab.Tests.Harness;

/// <summary>What most tests share: a laboratory in which HALO notices within seconds what takes it longer by default.</summary>
internal static class QuickLab
{
    /// <summary>One pair with ext4; a silent host is found after 3 s, and each resource is looked at every second.</summary>
    internal static LaboratoryPlan Plan { get; } = new() { Settings = ["detection_timeout=3s", "monitor_interval=1s"] };

    /// <summary>How long a test looks on where nothing may happen: four times as long as HALO needs to find a host silent.</summary>
    internal static TimeSpan Watch { get; } = TimeSpan.FromSeconds(12);
}
