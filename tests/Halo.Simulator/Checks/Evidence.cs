namespace Halo.Simulator.Checks;

/// <summary>What the answers about one resource on one host say.</summary>
internal sealed class Evidence
{
    private OperationKind _kind;
    private bool _isProbe;
    private int _sevens;
    private int _errors;
    private bool _stopSucceeded;

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

    public Instant? SeenRunningAt { get; private set; }

    /// <summary>Whether the last answer was a 7, and it is not confirmed yet.</summary>
    public bool IsInDoubt => _sevens == 1 || _errors == 1;

    public void Sent(string operation, OperationKind kind, bool isProbe)
    {
        (InFlight, _kind, _isProbe) = (operation, kind, isProbe);
        if (kind != OperationKind.Monitor)
        {
            Forget();
            (InFlight, _kind) = (operation, kind);
        }
    }

    public void Forget()
    {
        (Counts, _sevens, _errors, _stopSucceeded) = (false, 0, 0, false);
        InFlight = IsChanging ? InFlight : null;
    }

    public void NotRun() => InFlight = null;

    public void ProvenOff()
    {
        (InFlight, IsTainted, _stopSucceeded, _sevens, _errors) = (null, false, false, 0, 0);
        Know(KnowledgeKind.Stopped);
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
                Know(KnowledgeKind.Error);
            }
        }
    }

    private void Run(Instant now)
    {
        (_sevens, _errors, _stopSucceeded, SeenRunningAt) = (0, 0, false, now);
        Know(KnowledgeKind.Running);
    }

    private void NotRunning()
    {
        _errors = 0;
        if (_stopSucceeded)
        {
            IsTainted = false;
            Know(KnowledgeKind.Stopped);
        }
        else if (IsTainted)
        {
            Know(KnowledgeKind.Error);
        }
        else if (++_sevens >= 2)
        {
            Know(KnowledgeKind.Stopped);
        }
    }

    private void Know(KnowledgeKind kind) => (Last, Counts) = (kind, true);
}
