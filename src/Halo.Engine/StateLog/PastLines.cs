using System.Globalization;

namespace Halo.Engine.StateLog;

/// <summary>
/// What a starting manager must know, as the lines that say it: for a state log that was moved away or shortened while the manager ran.
/// Safety: whatever stands in the file by then, a replay of these lines behind it is the past that they were made of, so that no group
/// that was unmanaged is managed after a restart, and no host fenced a second time.
/// </summary>
public static class PastLines
{
    /// <summary>The lines, with who, when and why as they were said; a time is known to the minute.</summary>
    /// <param name="past">What must be known.</param>
    /// <param name="now">The time of the lines whose own is not kept.</param>
    /// <param name="why">What happened to the log, in one clause.</param>
    public static ImmutableArray<LogLine> Of(RecordedPast past, string now, string why) =>
    [
        LogLine.Of(
            new ClusterEvent(EventKind.WrittenAnew, "", $"{why}; what a restart must know follows as it was said, and other events are lost"), now),
        .. past.Groups.SelectMany(group => group.Value.Definitions.Select(definition => (Group: group.Key, Past: definition)))
            .OrderBy(definition => definition.Past.Line)
            .Select(definition => LogLine.Of(ToEvent(definition.Group, definition.Past), now)),
        .. past.Groups.Where(group => group.Value.Unmanaged is not null)
            .Select(group => Marked(EventKind.Unmanage, group.Key, group.Value.Unmanaged!)),
        .. past.Hosts.SelectMany(host => OfHost(host.Key, host.Value, now)),

        // After the hosts, because a verified fence says that nothing failed is left on its host.
        .. past.Resources.SelectMany(OfResource),
    ];

    private static ClusterEvent ToEvent(string group, PastDefinition past) =>
        past.Held is { } why ? past.Definition.ToHeldEvent(group, why) : past.Definition.ToEvent(group);

    private static IEnumerable<LogLine> OfHost(string host, HostPast past, string now)
    {
        if (past.Deactivated is { } deactivated)
        {
            yield return Marked(EventKind.Deactivate, host, deactivated);
        }

        // An intent has a number, also where the fence was recorded in the older form, which has none.
        var attempt = Math.Max(past.LastAttempt, 1);
        if (past.Fenced is { } fenced)
        {
            var order = new FenceOrder(fenced, Force: false);
            yield return past.FenceTrouble is null
                ? Fence(host, RecordedEvents.Done, past.LastAttempt, order, fenced.Why)
                : Fence(host, RecordedEvents.Intent, attempt, order, fenced.Why);
            if (past.FenceTrouble is { } trouble)
            {
                yield return Fence(host, RecordedEvents.Failed, attempt, order, trouble);
            }
        }

        if (past.OpenIntent is { } intent)
        {
            yield return Fence(host, RecordedEvents.Intent, attempt, intent, intent.Mark.Why);
        }
        else if (past.Fenced is null && past.LastAttempt > 0)
        {
            yield return LogLine.Of(
                new ClusterEvent(EventKind.Reset, host, "not fenced")
                {
                    Fields = [new EventField(EventField.Attempt, past.LastAttempt.ToString(CultureInfo.InvariantCulture))],
                },
                now);
        }
    }

    private static IEnumerable<LogLine> OfResource(ResourcePast past)
    {
        var at = TimeForPeople.ToTimestamp(past.At);
        if (past.Failure is null)
        {
            yield return LogLine.Of(RecordedEvents.OfTaint(past.Resource, past.Host), at);
            yield break;
        }

        yield return LogLine.Of(RecordedEvents.OfFailure(past.Resource, past.Host, past.Failure), at);
        if (!past.Tainted)
        {
            yield return LogLine.Of(RecordedEvents.OfProvenStop(past.Resource, past.Host), at);
        }
    }

    private static LogLine Marked(EventKind kind, string what, Mark mark) =>
        LogLine.Of(new ClusterEvent(kind, what, mark.Why) { By = mark.By }, TimeForPeople.ToTimestamp(mark.At));

    private static LogLine Fence(string host, string stage, long attempt, FenceOrder order, string comment) =>
        LogLine.Of(RecordedEvents.OfFence(host, stage, attempt, order, comment), TimeForPeople.ToTimestamp(order.Mark.At));
}
