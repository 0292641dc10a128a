namespace Halo.Cli.Status;

/// <summary>Which part of the state is to be shown.</summary>
/// <param name="OnlyAbnormal">Only what is not as it should be (<c>-x</c>).</param>
/// <param name="Events">How many of the newest events (<c>-e</c>).</param>
internal sealed record StatusSelection(bool OnlyAbnormal, int Events);
