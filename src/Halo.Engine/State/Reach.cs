namespace Halo.Engine.State;

/// <summary>
/// Whether it is the manager itself that is cut off (rule F6), and since when silence counts. Totals are kept while the
/// domains change, so that a step never looks at more than its own domain.
/// </summary>
public sealed record Reach
{
    /// <summary>All domains together.</summary>
    public Silence Silence { get; init; }

    /// <summary>Whether so many hosts are silent that the manager must take itself for the one that is cut off.</summary>
    public bool IsCutOff { get; init; }

    /// <summary>Silence and muteness before this moment do not count: the loop was late, or the manager was cut off.</summary>
    public Instant WindowsFrom { get; init; }

    /// <summary>When the last question was sent that a ping host answered; null if none ever did.</summary>
    public Instant? PingAnsweredAt { get; init; }
}

/// <summary>Hosts, counted for rule F6.</summary>
/// <param name="Known">Hosts that were connected in this manager's life and are not verified off.</param>
/// <param name="Silent">Those of them that have been silent for more than two detection intervals.</param>
public readonly record struct Silence(int Known, int Silent)
{
    /// <summary>The sum of two counts.</summary>
    public static Silence operator +(Silence left, Silence right) => new(left.Known + right.Known, left.Silent + right.Silent);

    /// <summary>The difference of two counts.</summary>
    public static Silence operator -(Silence left, Silence right) => new(left.Known - right.Known, left.Silent - right.Silent);
}
