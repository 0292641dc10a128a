namespace Halo.Engine.StateLog;

/// <summary>The words that stand for events in the state log, in the API and in the CLI.</summary>
public static class EventNames
{
    private static readonly ImmutableSortedDictionary<string, EventKind> Kinds = Enum.GetValues<EventKind>()
        .ToImmutableSortedDictionary(NameOf, kind => kind, StringComparer.Ordinal);

    /// <summary>The word for an event.</summary>
    public static string NameOf(EventKind kind) => kind switch
    {
        EventKind.Connected => "connected",
        EventKind.Disconnected => "disconnected",
        EventKind.Passive => "passive",
        EventKind.Running => "running",
        EventKind.Stopped => "stopped",
        EventKind.Error => "error",
        EventKind.Start => "start",
        EventKind.Stop => "stop",
        EventKind.Failed => "failed",
        EventKind.Tainted => "tainted",
        EventKind.Conflict => "conflict",
        EventKind.ConflictOver => "conflict-over",
        EventKind.Manage => "manage",
        EventKind.Unmanage => "unmanage",
        EventKind.Activate => "activate",
        EventKind.Deactivate => "deactivate",
        EventKind.Fence => "fence",
        EventKind.Reset => "reset",
        EventKind.Cleanup => "cleanup",
        EventKind.Clear => "clear",
        EventKind.Group => "group",
        EventKind.Held => "held",
        EventKind.Lost => "lost",
        EventKind.Move => "move",
        EventKind.Moved => "moved",
        EventKind.MoveFailed => "move-failed",
        EventKind.Power => "power",
        EventKind.PowerOn => "power-on",
        EventKind.CutOff => "cut-off",
        EventKind.WindowsAnew => "windows-anew",
        EventKind.WrittenAnew => "written-anew",
    };

    /// <summary>The event that a word stands for; null for a word of another version.</summary>
    public static EventKind? KindOf(string name) => Kinds.TryGetValue(name, out var kind) ? kind : null;
}
