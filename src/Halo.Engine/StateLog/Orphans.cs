namespace Halo.Engine.StateLog;

/// <summary>Sentences about flags of objects that are not in the configuration (rule K7).</summary>
internal static class Orphans
{
    public static IEnumerable<string> Of(RecordedPast past, Places places) =>
    [
        .. past.Hosts.Where(host => !places.HasHost(host.Key))
            .SelectMany(host => Facts(host.Value).Select(fact => $"host {host.Key}, which is not in the configuration, {fact}")),
        .. past.Groups.Where(group => !places.HasGroup(group.Key) && group.Value.Unmanaged is not null)
            .Select(group => $"group {group.Key}, which is not in the configuration, was unmanaged {group.Value.Unmanaged}"),
        .. past.Resources.Where(resource => resource.Failure is not null && places.Find(resource) is null).Select(Sentence),
    ];

    private static IEnumerable<string> Facts(HostPast host)
    {
        if (host.Deactivated is { } deactivated)
        {
            yield return $"was deactivated {deactivated}";
        }

        if (host.Fenced is { } fenced)
        {
            yield return host.FenceTrouble is null
                ? $"was fenced {fenced} and not reset since"
                : $"was to be fenced {fenced}, which failed, and not reset since";
        }

        if (host.OpenIntent is { } intent)
        {
            yield return $"was about to be fenced {intent.Mark}, and how that ended is not on record";
        }
    }

    private static string Sentence(ResourcePast past) =>
        $"resource {past.Resource}, which the configuration does not let run on {past.Host}, failed to "
        + $"{(past.Failure!.Kind == OperationKind.Start ? "start" : "stop")} there ({past.At}): {past.Failure.Because}";
}
