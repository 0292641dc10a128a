namespace Halo.Simulator.World;

/// <summary>
/// A host's fence device behind its fence agent. Its status is true where it is believed: one that calls a host OFF which does not
/// answer and has power is beyond any manager. Its word about <c>off</c> may be anything.
/// </summary>
internal sealed class FenceDevice(SimulatedWorld world, SimulatedHost host)
{
    // What the runner allows a fence agent for one call.
    private const long Deadline = 60_000;
    private const string NoPlug = "Failed: Unable to obtain correct plug status or plug is not available";

    private FaultKind? _fault;
    private long _faultUntil;
    private SimulatedHost? _plug;
    private long _wrongUntil;

    /// <summary>When its status was last read as OFF, in truth; -1 if never.</summary>
    public long SaidOffAt { get; private set; } = -1;

    public void Misbehave(FaultKind fault, long until) => (_fault, _faultUntil) = (fault, until);

    /// <summary>Its configuration names another host's plug, or one that is not there.</summary>
    public void Rewire(SimulatedHost? plug, long until) => (_plug, _wrongUntil) = (plug, until);

    public void Behave() => (_faultUntil, _wrongUntil) = (0, 0);

    public void Call(PowerVerb verb, Action<PowerAnswer, string> answer)
    {
        var fault = _faultUntil > world.Time.Now ? _fault : null;
        var plug = _wrongUntil > world.Time.Now ? _plug : host;
        if (fault == FaultKind.FenceDead)
        {
            world.Time.After(Deadline, () => answer(PowerAnswer.Failed, "no answer within 60 s"));
            return;
        }

        var takes = world.Dice.Between(50, 800) + (fault == FaultKind.FenceSlow ? world.Dice.Between(3_000, 30_000) : 0);
        if (plug is null)
        {
            world.Time.After(takes, () => answer(PowerAnswer.Failed, NoPlug));
            return;
        }

        world.Time.After(takes / 2, () => Work(plug, verb, fault));
        var asked = PowerAnswer.Failed;
        if (verb == PowerVerb.Status)
        {
            world.Time.After(takes / 2, () =>
            {
                asked = plug.HasPower ? PowerAnswer.On : PowerAnswer.Off;
                SaidOffAt = host.HasPower || plug != host ? SaidOffAt : world.Time.Now;
            });
        }

        world.Time.After(takes, () =>
        {
            var fails = fault == FaultKind.FenceFails || (fault == FaultKind.FenceFailsYetWorks && verb != PowerVerb.Status);
            if (fails)
            {
                answer(PowerAnswer.Failed, "the device says no");
            }
            else if (asked == PowerAnswer.Off && plug != host && !IsSeenThrough)
            {
                answer(PowerAnswer.Failed, NoPlug);
            }
            else
            {
                answer(verb == PowerVerb.Status ? asked : PowerAnswer.Done, "");
            }
        });
    }

    /// <summary>Whether the manager can see at this moment that an OFF is another machine's: the host answers it.</summary>
    private bool IsSeenThrough => world.Manager.Life is { IsStopped: false } && world.Judge.Answers(host.Place);

    private void Work(SimulatedHost plug, PowerVerb verb, FaultKind? fault)
    {
        if (verb == PowerVerb.Status || fault is FaultKind.FenceFails or FaultKind.FenceClaimsOff)
        {
            return;
        }

        if (verb == PowerVerb.On)
        {
            plug.PowerOn();
        }
        else if (world.Dice.Chance(30))
        {
            // Devices report success before the power is off.
            world.Time.After(world.Dice.Between(100, 4_000), plug.PowerOff);
        }
        else
        {
            plug.PowerOff();
        }
    }
}
