namespace Halo.Engine.Tests.World;

/// <summary>What answers alone prove about one resource on one host. Written from the rule book, not from the engine.</summary>
internal sealed class Evidence
{
    private int _sevens;
    private int _odd;
    private bool _stopSucceeded;
    private bool _stopped;

    /// <summary>An operation failed or left a process behind: 7 proves nothing until a stop has returned 0 (K6).</summary>
    public bool Tainted { get; private set; }

    /// <summary>Whether it is proven stopped (K2).</summary>
    public bool ProvesStopped => _stopped && _odd == 0;

    /// <summary>Whether the last answer said that it runs.</summary>
    public bool Runs { get; private set; }

    /// <summary>Whether it ran or was in error when it was last known, and no proof has come since.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Whether a stop said success and no monitor has verified or contradicted it yet: contradicted, it has failed, and is an Error.</summary>
    public bool StopIsUnverified => _stopSucceeded && !_stopped && _odd < 2;

    /// <summary>When an answer last said that it runs.</summary>
    public Instant? SeenRunningAt { get; private set; }

    public long Sequence { get; set; }

    public (string Id, OperationKind Kind, long Connection, bool IsProbe)? InFlight { get; set; }

    /// <summary>Whether it may be asked again though a monitor has not ended: what was asked before somebody's word does not count (K5).</summary>
    public bool MayBeAskedAfresh { get; set; }

    public bool IsChanging => InFlight is { Kind: not OperationKind.Monitor };

    /// <summary>K3 and K5: nothing of before counts.</summary>
    public void Forget()
    {
        (_sevens, _odd, _stopSucceeded, _stopped, Runs) = (0, 0, false, false, false);
        if (!IsChanging)
        {
            InFlight = null;
        }
    }

    /// <summary>K4: the host has no power, so nothing runs there and nothing goes on there.</summary>
    public void PowerIsOff()
    {
        Forget();
        (InFlight, Tainted, IsHeld) = (null, false, false);
    }

    public void Sent() => (_sevens, _odd, _stopSucceeded, _stopped, Runs) = (0, 0, false, false, false);

    public void Ended(OperationKind kind, bool wasProbe, AgentOutcome outcome, Instant now)
    {
        Take(kind, wasProbe, outcome, now);
        IsHeld = !_stopped && (IsHeld || Runs || _odd >= 2 || Tainted);
    }

    private void Take(OperationKind kind, bool wasProbe, AgentOutcome outcome, Instant now)
    {
        if (kind == OperationKind.Monitor)
        {
            Monitored(wasProbe, outcome, now);
        }
        else if (outcome.Kind == OutcomeKind.Lost)
        {
            _stopSucceeded = false;
        }
        else if (!outcome.Exited(OcfExitCode.Success) || outcome.LeftBehind.Length > 0)
        {
            Tainted = true;
        }
        else if (kind == OperationKind.Start)
        {
            (Runs, SeenRunningAt) = (true, now);
        }
        else
        {
            _stopSucceeded = true;
        }
    }

    private void Monitored(bool wasProbe, AgentOutcome outcome, Instant now)
    {
        if (outcome.LeftBehind.Length > 0)
        {
            (Tainted, _stopSucceeded, _stopped) = (true, false, false);
        }

        if (outcome.Exited(OcfExitCode.Success) || outcome.Exited(OcfExitCode.Degraded))
        {
            Tainted |= _stopSucceeded && !_stopped;
            (_sevens, _odd, _stopped, _stopSucceeded) = (0, 0, false, false);
            (Runs, SeenRunningAt) = (true, now);
        }
        else if (outcome.Exited(OcfExitCode.NotRunning))
        {
            NotRunning();
        }
        else if (outcome.Exited(OcfExitCode.NotInstalled) && wasProbe && !Tainted)
        {
            (_stopped, _odd, Runs) = (true, 0, false);
        }
        else if (outcome.Kind is not (OutcomeKind.Lost or OutcomeKind.NotStarted))
        {
            (_sevens, Runs) = (0, false);
            _stopped &= ++_odd < 2;
        }
    }

    private void NotRunning()
    {
        (_odd, Runs) = (0, false);
        if (_stopSucceeded)
        {
            (_stopped, Tainted) = (true, false);
        }
        else if (!Tainted)
        {
            _stopped |= ++_sevens >= 2;
        }
    }
}
