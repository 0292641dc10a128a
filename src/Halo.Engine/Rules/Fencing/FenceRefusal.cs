namespace Halo.Engine.Rules.Fencing;

/// <summary>Why a host may not be fenced, and what ends that.</summary>
internal sealed record FenceRefusal(RuleId Rule, string Because, string WayOut)
{
    public Reason Reason => new(Rule, Because);

    /// <summary>Whether it soon ends by itself: an administrator's request waits for that.</summary>
    public bool IsPassing { get; init; }

    /// <summary>What an administrator can do without HALO, and how HALO comes to know of it (rule K4).</summary>
    public static string PowerOffByHand(string hosts) => $"power {hosts} off by hand (HALO sees it when its fence agent says OFF)";
}
