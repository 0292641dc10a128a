namespace Halo.Engine.Rules.Knowledge;

/// <summary>
/// Rule K3: what is known of a host that does not answer. Safety: nothing is kept, so nothing can be concluded from it; a
/// start or stop that was sent there stays in flight (rule K6).
/// </summary>
internal static class K3LostHosts
{
    /// <summary>The remote gives a silent manager's session up after that time (design §5). From then on another manager may act there.</summary>
    public static readonly TimeSpan SessionLifetime = TimeSpan.FromSeconds(10);

    /// <summary>
    /// When everything on a host that does not answer becomes Unknown: at once where its kernel refuses (its remote is
    /// gone), else after <see cref="Settings.DetectionTimeout"/> without an answer, and no later than another manager may act.
    /// </summary>
    public static Instant ForgetAt(HostState host, Settings settings)
    {
        if (host.BestAnswer() == PathAnswer.Answered)
        {
            return Instant.Never;
        }

        if (host.BestAnswer() == PathAnswer.Refused)
        {
            return new Instant(0);
        }

        var patience = settings.DetectionTimeout < SessionLifetime ? settings.DetectionTimeout : SessionLifetime;
        return (host.AnsweredAt() ?? new Instant(0)) + patience;
    }

    /// <summary>A resource on a host that is lost.</summary>
    public static ResourceState Forget(ResourceState resource, string why) => K5ProbeAfresh.Drop(resource, why);
}
