namespace Halo.Engine.Rules.Administration;

/// <summary>
/// Rule A3: in observe mode HALO watches and reports. What it would do is judged all the same, and told.
/// </summary>
internal static class A3ObserveMode
{
    /// <summary>The fact, as a sentence.</summary>
    public const string Because = "HALO is in observe mode";

    /// <summary>What ends it.</summary>
    public const string WayOut = "start the manager with --manage-resources, or do it by hand";

    public static FenceRefusal? WhyNoFence(DomainTurn turn) => turn.Mode == OperatingMode.Observe
        ? new FenceRefusal(RuleId.A3, Because, WayOut)
        : null;

    /// <summary>Whether a verb is refused in observe mode.</summary>
    public static bool Forbids(AdministratorVerb verb) => verb switch
    {
        AdministratorVerb.Manage or AdministratorVerb.Unmanage or AdministratorVerb.PowerStatus => false,
        AdministratorVerb.Activate or AdministratorVerb.Deactivate or AdministratorVerb.Fence or AdministratorVerb.Reset
            or AdministratorVerb.Failback or AdministratorVerb.Cleanup or AdministratorVerb.PowerOn => true,
    };
}
