namespace Halo.Engine.Tests.World;

/// <summary>
/// What the remotes do with what they are asked: sessions, operations one after another on each resource, and answers about
/// those of before. The truth about every resource decides how an operation ends, unless the story says otherwise.
/// </summary>
internal sealed class SimulatedRemotes(SimulatedCluster cluster)
{
    /// <summary>How long every operation takes that does not hang.</summary>
    public TimeSpan OperationTime { get; set; } = TimeSpan.Zero;

    /// <summary>The starts and stops on a host that have not ended, as its remote reports them.</summary>
    public ImmutableArray<ForeignOperation> InFlight(HostRef host) =>
    [
        .. cluster[host].Changing.Select(operation => new ForeignOperation(
            operation.Id, cluster.Config.Domains[host.Domain].Resources[operation.Resource].Id, operation.Kind)),
    ];

    /// <summary>Ends the running operation of a resource in the way that the story wants.</summary>
    public void End(HostRef host, int resource, OperationKind kind, Ending ending)
    {
        var running = cluster[host].Resources[resource].Queue.FirstOrDefault(o => o.Kind == kind)
            ?? throw new InvalidOperationException($"No {kind} of {cluster.Name(host, resource)} goes on there.");
        End(host, running, ending);
        cluster.Settle();
    }

    /// <summary>What hangs because the story once said so goes on now.</summary>
    public void Resume(HostRef host, int resource, OperationKind kind)
    {
        if (cluster[host].Resources[resource].Queue.FirstOrDefault() is { } running && running.Kind == kind)
        {
            Begin(host, running);
        }

        cluster.Settle();
    }

    /// <summary>A request has reached its remote.</summary>
    public void Receive(RemoteAction action, SimulatedPath wire)
    {
        switch (action)
        {
            case RunOperation run:
                Receive(run, wire);
                break;
            case RecallOperation recall:
                Receive(recall, wire);
                break;
            case OpenSession open:
                cluster.Network.Answer(wire, action.Connection, Receive(open));
                break;
        }
    }

    private void Receive(RunOperation run, SimulatedPath wire)
    {
        var host = cluster[run.Host];
        if (run.Remote != host.Identity)
        {
            cluster.Network.Answer(wire, run.Connection,
                new OperationNotRun { Host = run.Host, Operation = run.Operation, Why = "it was meant for another instance" });
            return;
        }

        if (run.Kind != OperationKind.Monitor && (run.Session != host.Session || host.OtherManager is not null))
        {
            cluster.Network.Answer(wire, run.Connection,
                new OperationNotRun { Host = run.Host, Operation = run.Operation, Why = "its session is over" });
            return;
        }

        var operation = cluster.Shell.Issued(run.Operation)!;
        operation.AskedOver = run.Connection;
        host.Operations.Add(operation.Id, operation);
        host.Resources[run.Resource].Queue.Add(operation);
        if (host.Resources[run.Resource].Queue.Count == 1)
        {
            Begin(run.Host, operation);
        }
    }

    private void Receive(RecallOperation recall, SimulatedPath wire)
    {
        var host = cluster[recall.Host];
        if (host.Unanswering)
        {
            cluster.Network.Answer(wire, recall.Connection, new OperationUnanswered { Host = recall.Host, Operation = recall.Operation });
        }
        else if (host.Operations.TryGetValue(recall.Operation, out var operation))
        {
            operation.AskedOver = recall.Connection;
            TellOutcome(recall.Host, operation);
        }
        else
        {
            cluster.Network.Answer(wire, recall.Connection,
                new OperationNotRun { Host = recall.Host, Operation = recall.Operation, Why = "the remote never got it" });
        }
    }

    private EngineInput Receive(OpenSession open)
    {
        var host = cluster[open.Host];
        var why = host switch
        {
            { OtherManager: { } other } => $"the session is {other}'s",
            { RefusesSessions: { } because } => because,
            _ when open.Session <= host.Session => $"session {host.Session} was opened before",
            _ => null,
        };
        if (why is not null)
        {
            return new SessionRefused
            {
                Host = open.Host,
                Connection = open.Connection,
                Session = open.Session,
                OtherManager = host.OtherManager,
                Why = why,
                LastSession = host.Session,
            };
        }

        host.Session = open.Session;
        return new SessionOpened
        {
            Host = open.Host,
            Connection = open.Connection,
            Session = open.Session,
            InFlight = InFlight(open.Host),
        };
    }

    private void Begin(HostRef host, SimulatedOperation operation)
    {
        if (cluster[host].Resources[operation.Resource].Endings[operation.Kind] is { } ending)
        {
            cluster.Time.At(cluster.Time.Now + OperationTime, () => End(host, operation, ending));
        }
    }

    private void End(HostRef host, SimulatedOperation operation, Ending ending)
    {
        var resource = cluster[host].Resources[operation.Resource];
        if (operation.Outcome is not null || !resource.Queue.Remove(operation))
        {
            return;
        }

        var said = operation.Kind == OperationKind.Monitor && ending == Ending.Exit(OcfExitCode.Success) ? resource.Monitored() : ending;
        Apply(resource, operation.Kind, said);
        operation.Outcome = new AgentOutcome
        {
            Kind = operation.Inherited ? OutcomeKind.Lost : said.Kind,
            ExitCode = said.ExitCode,
            Reason = said.Reason,
            Sequence = ++resource.Sequence,
            LeftBehind = resource.LeftBehind.Length > 0 ? [resource.LeftBehind] : [],
        };
        TellOutcome(host, operation);
        if (resource.Queue.FirstOrDefault() is { } next)
        {
            Begin(host, next);
        }
    }

    private static void Apply(SimulatedResource resource, OperationKind kind, Ending ending)
    {
        if (ending.Leaving.Length > 0)
        {
            resource.LeftBehind = ending.Leaving;
        }

        if (kind != OperationKind.Monitor && !resource.Lies && ending == Ending.Exit(OcfExitCode.Success))
        {
            resource.Runs = kind == OperationKind.Start;
        }
    }

    private void TellOutcome(HostRef host, SimulatedOperation operation)
    {
        if (operation is { Outcome: { } outcome, AskedOver: { } connection }
            && cluster[host].Paths.FirstOrDefault(path => path.Connection == connection) is { } wire)
        {
            cluster.Network.Answer(wire, connection, new OperationEnded { Host = host, Operation = operation.Id, Outcome = outcome });
        }
    }
}
