namespace Halo.Engine.Turns;

/// <summary>
/// Sends the monitors that are due. They are sent last in a step, so that a start or stop goes first; there is never more
/// than one operation at a time on one resource of a host (rule P6).
/// </summary>
internal static class MonitorTurn
{
    public static void Schedule(DomainTurn turn)
    {
        foreach (var host in turn.AllHosts)
        {
            if (turn.Host(host).CanBeAsked() && turn.Host(host).Session.Stage != SessionStage.Opening)
            {
                Schedule(turn, host);
            }
        }
    }

    private static void Schedule(DomainTurn turn, int host)
    {
        for (var resource = 0; resource < turn.Domain.Resources.Length; resource++)
        {
            var state = turn.Resource(resource, host);
            if (state.InFlight is not null || !turn.Domain.MayRunOn(resource, host))
            {
                continue;
            }

            if (state.MonitorDue > turn.Now)
            {
                turn.WakeAt(state.MonitorDue);
                continue;
            }

            // Where a resource is not expected the monitor is a probe: rule K2.
            var interval = state.IsRunning || state.IsError ? turn.Settings.MonitorInterval : TimeSpan.Zero;
            turn.Send(OperationKind.Monitor, resource, host, interval, new Reason(RuleId.K2, "its monitor is due"));
        }
    }
}
