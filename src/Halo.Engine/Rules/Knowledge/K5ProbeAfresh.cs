namespace Halo.Engine.Rules.Knowledge;

/// <summary>
/// Rule K5: when a host connects anew, and when a group becomes managed, what was known is dropped and probed. Safety: the
/// answer of a monitor that was sent before that moment is forgotten with its id and can prove nothing.
/// </summary>
internal static class K5ProbeAfresh
{
    /// <summary>The resource with nothing known and its first monitor due.</summary>
    public static ResourceState Apply(ResourceState resource, Instant now)
    {
        var why = resource is { IsChanging: true, InFlight: { } operation } ? K6Operations.Describe(operation) : "not monitored yet";
        return Drop(resource, why) with { MonitorDue = now };
    }

    /// <summary>The resource with nothing known. What must outlive that: a start or stop in flight, and what failed.</summary>
    public static ResourceState Drop(ResourceState resource, string why) => resource with
    {
        LastKnown = resource.Knowledge.Kind == KnowledgeKind.Unknown ? resource.LastKnown : resource.Knowledge.Kind,
        Knowledge = State.Knowledge.Unknown(why),
        Unconfirmed = Unconfirmed.None,
        StopSucceeded = false,
        InFlight = resource.IsChanging ? resource.InFlight : null,
    };
}
