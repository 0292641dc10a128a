namespace Halo.Engine;

/// <summary>
/// The heart of HALO: a pure, deterministic state machine without clock, I/O, threads or randomness. It decides everything;
/// the shell around it feeds inputs and carries out actions.
/// </summary>
public static class ClusterEngine
{
    /// <summary>
    /// Takes one input: what it makes known, then, on the present state of its failover domain, what is to be done. No input
    /// makes it throw: what is late, repeated or unknown changes nothing and <see cref="StepResult.Ignored"/> says why.
    /// </summary>
    public static StepResult Step(ClusterConfig config, ClusterState state, EngineInput input)
    {
        if (input is ClusterInput happened)
        {
            return ReachTurn.Take(config, state, happened);
        }

        if (input.Domain < 0 || input.Domain >= config.Domains.Length)
        {
            return new StepResult { State = state, Ignored = "there is no such failover domain" };
        }

        var turn = new DomainTurn(config, state, input.Domain, input.At);
        var ignored = Take(turn, input);
        foreach (var host in turn.AllHosts)
        {
            HostTurn.Judge(turn, host);
        }

        turn.UpdateReach();
        RequestTurn.JudgeFences(turn);

        for (var group = 0; group < turn.Domain.Groups.Length; group++)
        {
            new GroupTurn(turn, group).Judge();
        }

        RequestTurn.Judge(turn);
        foreach (var host in turn.AllHosts)
        {
            FenceTurn.Judge(turn, host);
            PowerTurn.Judge(turn, host);
        }

        MonitorTurn.Schedule(turn);
        return turn.Finish(ignored);
    }

    private static string? Take(DomainTurn turn, EngineInput input) => input switch
    {
        HostInput host when host.Host.Host < 0 || host.Host.Host >= turn.Domain.Hosts.Length => "there is no such host",
        PathProbed probed => PathTurn.Take(turn, probed),
        PathOpened opened => PathTurn.Take(turn, opened),
        PathClosed closed => PathTurn.Take(turn, closed),
        SessionOpened opened => SessionTurn.Take(turn, opened),
        SessionRefused refused => SessionTurn.Take(turn, refused),
        OperationEnded ended => OperationTurn.Take(turn, ended),
        OperationNotRun notRun => OperationTurn.Take(turn, notRun),
        OperationUnanswered unanswered => OperationTurn.Take(turn, unanswered),
        PowerAnswered answered => PowerTurn.Take(turn, answered),
        IntentRecorded recorded => FenceTurn.Take(turn, recorded),
        AdministratorAsked asked => AdministratorTurn.Take(turn, asked),
        TimePassed => null,
        _ => "the engine does not know this kind of input",
    };
}
