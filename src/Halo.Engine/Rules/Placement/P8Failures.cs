namespace Halo.Engine.Rules.Placement;

/// <summary>
/// Rule P8: what failed is not repeated until the administrator says so, and what dies again and again counts as failed.
/// </summary>
internal static class P8Failures
{
    private const int RestartsAllowed = 2;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    /// <summary>Whether one more restart would be the third within ten minutes.</summary>
    public static bool RestartsTooOften(ResourceState resource, Instant now) =>
        resource.Died && resource.Restarts.Count(at => now - at < Window) >= RestartsAllowed;

    /// <summary>The resource when its third restart is counted as a failed start instead.</summary>
    public static ResourceState CountAsFailed(ResourceState resource) => K6Operations.Failed(resource,
        new Failure(OperationKind.Start, "it does not stay up, this would be its third restart within ten minutes"));

    /// <summary>The resource when it is about to be started, with the restart remembered if it is one.</summary>
    public static ResourceState RememberRestart(ResourceState resource, Instant now) => resource.Died
        ? resource with { Restarts = [.. resource.Restarts.Append(now).TakeLast(RestartsAllowed)] }
        : resource;

    /// <summary>The resource with its failures forgotten.</summary>
    public static ResourceState Clear(ResourceState resource) => resource with { Failure = null, Restarts = [], Died = false };
}
