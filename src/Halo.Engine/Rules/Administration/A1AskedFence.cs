namespace Halo.Engine.Rules.Administration;

/// <summary>
/// Rule A1: what binds a fence that an administrator asks for. Safety: only one host of a failover domain is fenced at a time whoever asks,
/// and without <c>--force</c> nobody is shot for nothing. One that has to wait for another is judged by what is true after that.
/// </summary>
internal static class A1AskedFence
{
    public static FenceRefusal? WhyNot(DomainTurn turn, int host, FenceOrder order, LossWindow window) =>
        A3ObserveMode.WhyNoFence(turn)
        ?? F0FenceAgent.WhyNot(turn, host)
        ?? (order.Force ? null : F4OncePerReset.WhyNot(turn, host, order))
        ?? F7OneAtATime.WhyNot(turn, host)
        ?? (order.Force ? null : F5Partner.WhyNot(turn, host, window))
        ?? S1OneManager.WhyNoFence(turn);
}
