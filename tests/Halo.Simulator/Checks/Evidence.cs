namespace Halo.Simulator.Checks;

/// <summary>What the answers about one resource on one host say.</summary>
internal sealed class Evidence
{
    private OperationKind _kind;
    private bool _isProbe;
    private int _sevens;
    private int _errors;
    private bool _stopSucceeded;
    private bool _died;

    /// <summary>What was last known of it, also when nothing that was known counts any more (rules F2, F3 and P1).</summary>
    public KnowledgeKind Last { get; private set; }

    /// <summary>Whether what was last known still counts.</summary>
    public bool Counts { get; private set; }

    public bool IsProvenStopped => Counts && Last == KnowledgeKind.Stopped;

    /// <summary>An operation failed, and no stop has returned 0 since (rule K6).</summary>
    public bool IsTainted { get; private set; }

    /// <summary>The operation that has not ended, as far as was told.</summary>
    public string? InFlight { get; private set; }

    public bool IsChanging => InFlight is not null && _kind != OperationKind.Monitor;

    /// <summary>When it was seen running here; null where that was never, or where somebody else could have acted since (rule P1).</summary>
    public Instant? SeenRunningAt { get; private set; }

    /// <summary>When the proof came that its host has no power; null where it was proven otherwise, or not.</summary>
    public Instant? OffAt { get; private set; }

    /// <summary>Whether it was proven stopped by a stop of HALO's, or by its host's power (rule P3).</summary>
    public bool WasStopped { get; private set; }

    /// <summary>Whether a start failed here, and nobody has said since that it may be tried again (rule P8).</summary>
    public bool StartFailed { get; private set; }

    /// <summary>How often it was started again here after it had died (rule P8).</summary>
    public int Restarts { get; private set; }

    /// <summary>How often it was started here: at least as often as it was started again.</summary>
    public int Starts { get; private set; }

    /// <summary>Whether the last answer was a 7, and it is not confirmed yet.</summary>
    public bool IsInDoubt => _sevens == 1 || _errors == 1;

    public void Sent(string operation, OperationKind kind, bool isProbe)
    {
        (InFlight, _kind, _isProbe) = (operation, kind, isProbe);
        if (kind != OperationKind.Monitor)
        {
            Restarts += kind == OperationKind.Start && _died ? 1 : 0;
            Starts += kind == OperationKind.Start ? 1 : 0;
            _died = false;
            Forget();
            (InFlight, _kind) = (operation, kind);
        }
    }

    public void Forget()
    {
        (Counts, _sevens, _errors, _stopSucceeded) = (false, 0, 0, false);
        InFlight = IsChanging ? InFlight : null;
    }

    /// <summary>What was done to it counts as failed: a restart too many, a stop that the monitor contradicts.</summary>
    public void CountsAsFailed() => IsTainted = true;

    /// <summary>An earlier life of the manager has seen it stopped after all.</summary>
    public void WasStoppedLater() => IsTainted = false;

    /// <summary>Somebody else could start it elsewhere until now: what was seen before says nothing for a restart in place.</summary>
    public void OthersCouldAct() => SeenRunningAt = null;

    /// <summary>An administrator says that what failed may be tried again.</summary>
    public void Clean() => (StartFailed, Restarts, _died) = (false, 0, false);

    public void NotRun() => InFlight = null;

    public void ProvenOff(Instant now)
    {
        (InFlight, IsTainted, _stopSucceeded, _sevens, _errors) = (null, false, false, 0, 0);
        Know(KnowledgeKind.Stopped);
        (WasStopped, OffAt) = (true, now);
    }

    public void Ended(AgentOutcome outcome, Instant now)
    {
        var kind = _kind;
        InFlight = null;
        if (kind == OperationKind.Monitor)
        {
            Monitored(outcome, now);
        }
        else if (!outcome.Exited(OcfExitCode.Success) || outcome.LeftBehind.Length > 0)
        {
            IsTainted = true;
            StartFailed |= kind == OperationKind.Start && outcome.Kind != OutcomeKind.Lost;
            Know(KnowledgeKind.Error);
        }
        else if (kind == OperationKind.Start)
        {
            Run(now);
        }
        else
        {
            _stopSucceeded = true;
        }
    }

    private void Monitored(AgentOutcome outcome, Instant now)
    {
        if (outcome.LeftBehind.Length > 0)
        {
            (IsTainted, _stopSucceeded) = (true, false);
        }

        if (outcome.Exited(OcfExitCode.Success) || outcome.Exited(OcfExitCode.Degraded))
        {
            Run(now);
        }
        else if (outcome.Exited(OcfExitCode.NotRunning))
        {
            NotRunning();
        }
        else if (outcome.Exited(OcfExitCode.NotInstalled) && _isProbe && !IsTainted && Last is KnowledgeKind.Unknown or KnowledgeKind.Stopped)
        {
            Know(KnowledgeKind.Stopped);
        }
        else if (outcome.Kind is not (OutcomeKind.Lost or OutcomeKind.NotStarted))
        {
            _sevens = 0;
            if (++_errors >= 2)
            {
                DisproveStop();
                Know(KnowledgeKind.Error);
            }
        }
    }

    private void Run(Instant now)
    {
        DisproveStop();
        (_sevens, _errors, SeenRunningAt) = (0, 0, now);
        Know(KnowledgeKind.Running);
    }

    /// <summary>A stop that returned 0 and is contradicted by the monitor is one that failed (rule K6).</summary>
    private void DisproveStop() => (IsTainted, _stopSucceeded) = (IsTainted || _stopSucceeded, false);

    private void NotRunning()
    {
        _errors = 0;
        if (_stopSucceeded)
        {
            (IsTainted, _stopSucceeded) = (false, false);
            Know(KnowledgeKind.Stopped);
            WasStopped = true;
        }
        else if (IsTainted)
        {
            Know(KnowledgeKind.Error);
        }
        else if (++_sevens >= 2 && !IsProvenStopped)
        {
            _died = Last == KnowledgeKind.Running;
            Know(KnowledgeKind.Stopped);
        }
    }

    private void Know(KnowledgeKind kind) => (Last, Counts, WasStopped, OffAt) = (kind, true, false, null);
}
