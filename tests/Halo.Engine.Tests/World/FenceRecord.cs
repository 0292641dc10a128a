namespace Halo.Engine.Tests.World;

/// <summary>What events and actions say about the fences of one host.</summary>
internal sealed class FenceRecord
{
    /// <summary>The intent that was announced last and has no outcome: the attempt, who wants it, and whether by force.</summary>
    public (long Attempt, bool IsAutomatic, bool Force)? Intent { get; set; }

    /// <summary>The step in which it was announced.</summary>
    public long AnnouncedIn { get; set; }

    /// <summary>Whether that is on disk, as far as the shell could say.</summary>
    public bool IsRecorded { get; set; }

    /// <summary>The attempt in which the host was last told to power off since its last reset; null if in none.</summary>
    public long? OffOf { get; set; }

    /// <summary>Whether it has been connected in this manager's life and since its last reset.</summary>
    public bool HasComeBack { get; set; }

    /// <summary>Whether an intent was announced and has no outcome.</summary>
    public bool IsGoingOn => Intent is not null;
}
