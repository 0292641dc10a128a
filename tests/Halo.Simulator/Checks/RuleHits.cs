namespace Halo.Simulator.Checks;

/// <summary>
/// Which rules had a say in a run, seen from outside: those that a reason names, and those that act in silence by what they
/// cause. Routine reasons (a monitor is due, a session is opened) count for nothing.
/// </summary>
internal sealed class RuleHits(SimulatedWorld world)
{
    private ulong _hits;

    public bool this[RuleId rule] => (_hits & (1UL << (int)rule)) != 0;

    /// <summary>K1: a life begins, and something runs of which it must know nothing.</summary>
    public void Began()
    {
        if (world.Hosts.Any(host => host.Truths.Any(resource => resource.Runs)))
        {
            Hit(RuleId.K1);
        }
    }

    public void Count(EngineInput input, StepResult result)
    {
        CountActions(input, result);
        foreach (var happened in result.Events)
        {
            if (happened.Kind == EventKind.Disconnected)
            {
                Hit(RuleId.K3);
            }
        }

        if (input.Domain < 0)
        {
            return;
        }

        var domain = result.State.Domains[input.Domain];
        foreach (var refusal in domain.Refusals)
        {
            Hit(refusal.Reason.Rule);
        }

        foreach (var wait in domain.Waits)
        {
            Hit(wait.Reason.Rule);
        }

        foreach (var request in domain.Requests)
        {
            if (request.Rule is { } rule)
            {
                Hit(rule);
            }
        }
    }

    private void CountActions(EngineInput input, StepResult result)
    {
        foreach (var action in result.Actions)
        {
            switch (action)
            {
                case RunOperation { Kind: OperationKind.Monitor } monitor:
                    CountMonitor(input, monitor);
                    break;
                case RunOperation run:
                    Hit(run.Reason.Rule);
                    CountOrder(run);
                    break;
                case OpenSession:
                    break;
                default:
                    Hit(action.Reason.Rule);
                    break;
            }
        }
    }

    /// <summary>K2: an odd answer is asked again at once. K5: what was known is dropped, and all is asked.</summary>
    private void CountMonitor(EngineInput input, RunOperation monitor)
    {
        if (input is OperationEnded { Outcome.Kind: OutcomeKind.Exited } ended && ended.Host == monitor.Host
            && !ended.Outcome.Exited(OcfExitCode.Success) && !ended.Outcome.Exited(OcfExitCode.Degraded))
        {
            Hit(RuleId.K2);
        }
        else if (input is SessionOpened or AdministratorAsked { Verb: AdministratorVerb.Manage })
        {
            Hit(RuleId.K5);
        }
    }

    /// <summary>P7: a dependent is started, or a parent with dependents is stopped.</summary>
    private void CountOrder(RunOperation run)
    {
        var domain = world.Config.Domains[run.Host.Domain];
        if (domain.GroupsOfResource[run.Resource].Any(group => !domain.Groups[group].ParentsOf(run.Resource).IsEmpty))
        {
            Hit(RuleId.P7);
        }
    }

    private void Hit(RuleId rule) => _hits |= 1UL << (int)rule;
}
