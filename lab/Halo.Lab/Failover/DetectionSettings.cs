namespace Halo.Lab.Failover;

/// <summary>The manager's settings that make up the detection.</summary>
/// <param name="Name">What the bench calls them.</param>
/// <param name="Timeout">Its <c>detection_timeout</c>.</param>
/// <param name="Interval">Its <c>detection_interval</c>.</param>
/// <param name="Lines">What the configuration says of them.</param>
internal sealed record DetectionSettings(string Name, TimeSpan Timeout, TimeSpan Interval, IReadOnlyList<string> Lines)
{
    /// <summary>HALO's defaults: the configuration says nothing.</summary>
    public static readonly DetectionSettings Default = new("default", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1), []);

    /// <summary>A detection in one second.</summary>
    public static readonly DetectionSettings OneSecond = new(
        "1 s", TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(250), ["detection_timeout=1s", "detection_interval=250ms"]);
}
