using Halo.Configuration.Drafts;

namespace Halo.Configuration.Checks;

/// <summary>
/// Warns of fence agents that are not installed, where somebody knows. That is no fault of the file: it may be read on another machine than the
/// one that fences.
/// </summary>
internal sealed class InstalledCheck(Draft draft, FaultList faults, Func<string, string?>? whyMissing)
{
    public void Run()
    {
        foreach (var hosts in draft.Hosts.Where(host => host.FenceAgent is not null).GroupBy(host => host.FenceAgent!, StringComparer.Ordinal))
        {
            if (whyMissing?.Invoke(hosts.Key) is { } why)
            {
                faults.Warn(
                    hosts.First().Id.At,
                    $"{why}: {Shown.Names([.. hosts.Select(host => host.Id.Text)])} cannot be fenced; "
                    + "install the fence agent, or name its directory with --fence-path");
            }
        }
    }
}
