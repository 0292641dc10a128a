namespace Halo.Simulator.World;

/// <summary>
/// A host's fence device behind its fence agent. Its status is always true: one that lies is beyond any manager. Its word
/// about <c>off</c> may be anything.
/// </summary>
internal sealed class FenceDevice(SimulatedWorld world, SimulatedHost host)
{
    // What the runner allows a fence agent for one call.
    private const long Deadline = 60_000;

    private FaultKind? _fault;
    private long _faultUntil;

    /// <summary>When its status was last read as OFF, in truth; -1 if never.</summary>
    public long SaidOffAt { get; private set; } = -1;

    public void Misbehave(FaultKind fault, long until) => (_fault, _faultUntil) = (fault, until);

    public void Behave() => _faultUntil = 0;

    public void Call(PowerVerb verb, Action<PowerAnswer, string> answer)
    {
        var fault = _faultUntil > world.Time.Now ? _fault : null;
        if (fault == FaultKind.FenceDead)
        {
            world.Time.After(Deadline, () => answer(PowerAnswer.Failed, "no answer within 60 s"));
            return;
        }

        var takes = world.Dice.Between(50, 800) + (fault == FaultKind.FenceSlow ? world.Dice.Between(3_000, 30_000) : 0);
        world.Time.After(takes / 2, () => Work(verb, fault));
        var asked = PowerAnswer.Failed;
        if (verb == PowerVerb.Status)
        {
            world.Time.After(takes / 2, () =>
            {
                asked = host.HasPower ? PowerAnswer.On : PowerAnswer.Off;
                SaidOffAt = host.HasPower ? SaidOffAt : world.Time.Now;
            });
        }

        world.Time.After(takes, () =>
        {
            var fails = fault == FaultKind.FenceFails || (fault == FaultKind.FenceFailsYetWorks && verb != PowerVerb.Status);
            if (fails)
            {
                answer(PowerAnswer.Failed, "the device says no");
            }
            else
            {
                answer(verb == PowerVerb.Status ? asked : PowerAnswer.Done, "");
            }
        });
    }

    private void Work(PowerVerb verb, FaultKind? fault)
    {
        if (verb == PowerVerb.Status || fault is FaultKind.FenceFails or FaultKind.FenceClaimsOff)
        {
            return;
        }

        if (verb == PowerVerb.On)
        {
            host.PowerOn();
        }
        else if (world.Dice.Chance(30))
        {
            // Devices report success before the power is off.
            world.Time.After(world.Dice.Between(100, 4_000), host.PowerOff);
        }
        else
        {
            host.PowerOff();
        }
    }
}
