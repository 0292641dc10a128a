using System.Diagnostics.CodeAnalysis;
using Halo.Engine.Configuration;
using Halo.Engine.Decisions;
using Halo.Engine.Inputs;
using Halo.Protocol;
using Halo.Protocol.Remote;

namespace Halo.Manager.Remotes;

/// <summary>
/// Carries out the engine's actions on the remotes and tells it what came of them. Every action ends in exactly one answer
/// to the engine, also when its connection is gone.
/// </summary>
internal sealed class RemoteDriver(
    ClusterConfig config, RemoteSettings settings, IEngineInputs engine, ConnectionRegistry connections)
{
    // The remote answers after MaximumWait at the latest; the rest is for the way there and back.
    private static readonly TimeSpan AnswerDeadline = RemoteRoutes.MaximumWait + TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SessionDeadline = TimeSpan.FromSeconds(5);

    /// <summary>Carries out one action.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever goes wrong on the way, the engine must hear that no answer comes.")]
    public async Task DoAsync(RemoteAction action, CancellationToken cancellation)
    {
        EngineInput answer;
        try
        {
            answer = connections.Find(action.Connection) is { } connection
                ? await AskAsync(action, connection, cancellation)
                : NoAnswer(action, "its connection is gone");
        }
        catch (Exception e)
        {
            if (cancellation.IsCancellationRequested)
            {
                // The manager ends, and the failure may be of any kind.
                return;
            }

            answer = NoAnswer(action, PathFailure.Of(e, connected: true, SessionDeadline).Detail);
        }

        await engine.TellAsync(answer);
    }

    private Task<EngineInput> AskAsync(RemoteAction action, RemoteConnection connection, CancellationToken cancellation) =>
        action switch
        {
            RunOperation run => RunAsync(run, connection, cancellation),
            RecallOperation recall => RecallAsync(recall, connection, cancellation),
            OpenSession open => OpenAsync(open, connection, cancellation),
            _ => throw new InvalidOperationException($"Nobody carries out {action.GetType().Name}."),
        };

    private async Task<EngineInput> RunAsync(RunOperation run, RemoteConnection connection, CancellationToken cancellation)
    {
        var resource = config.Domains[run.Host.Domain].Resources[run.Resource];
        var request = OperationMapping.ToRequest(run, resource);
        var (answer, error) = await connection.PostAsync(
            RemoteRoutes.Operations, request, HaloJson.Default.OperationRequest, HaloJson.Default.OperationAnswer,
            AnswerDeadline, cancellation);
        if (error?.Code is ErrorCodes.OldSession or ErrorCodes.OtherManager)
        {
            await engine.TellAsync(Refused(run, run.Session ?? 0, error));
        }

        return await FollowAsync(run, run.Operation, answer, error, connection, cancellation);
    }

    private static async Task<EngineInput> RecallAsync(
        RecallOperation recall, RemoteConnection connection, CancellationToken cancellation)
    {
        var (answer, error) = await connection.GetAsync(
            $"{RemoteRoutes.Operations}/{recall.Operation}", HaloJson.Default.OperationAnswer, AnswerDeadline, cancellation);
        return await FollowAsync(recall, recall.Operation, answer, error, connection, cancellation);
    }

    /// <summary>Asks again and again until the operation has ended; each question is bounded by the remote.</summary>
    private static async Task<EngineInput> FollowAsync(
        RemoteAction action,
        string operation,
        OperationAnswer? answer,
        ProtocolError? error,
        RemoteConnection connection,
        CancellationToken cancellation)
    {
        while (answer is { State: OperationState.Running })
        {
            (answer, error) = await connection.GetAsync(
                $"{RemoteRoutes.Operations}/{operation}", HaloJson.Default.OperationAnswer, AnswerDeadline, cancellation);
        }

        if (answer is { State: OperationState.Refused })
        {
            return new OperationNotRun { Host = action.Host, Operation = operation, Why = answer.Reason };
        }

        if (answer is not null)
        {
            return new OperationEnded { Host = action.Host, Operation = operation, Outcome = OperationMapping.ToOutcome(answer) };
        }

        return error is null or { Code: ErrorCodes.Internal }
            ? new OperationUnanswered { Host = action.Host, Operation = operation }
            : new OperationNotRun { Host = action.Host, Operation = operation, Why = error.Message };
    }

    private async Task<EngineInput> OpenAsync(OpenSession open, RemoteConnection connection, CancellationToken cancellation)
    {
        var request = new OpenSessionRequest
        {
            Session = open.Session,
            InstanceId = open.Remote.InstanceId,
            BootId = open.Remote.BootId,
            ManagerId = settings.ManagerId,
            ManagerName = settings.ManagerName,
        };
        var (hello, error) = await connection.PostAsync(
            RemoteRoutes.Session, request, HaloJson.Default.OpenSessionRequest, HaloJson.Default.HelloAnswer,
            SessionDeadline, cancellation);
        if (hello is null)
        {
            return error is null ? NoAnswer(open, "an empty answer") : Refused(open, open.Session, error);
        }

        return new SessionOpened
        {
            Host = open.Host,
            Connection = open.Connection,
            Session = open.Session,
            InFlight = OperationMapping.ToForeign(hello.InFlight),
        };
    }

    private bool IsOther(SessionOwner? owner) =>
        owner is not null && !string.Equals(owner.ManagerId, settings.ManagerId, StringComparison.Ordinal);

    private SessionRefused Refused(RemoteAction action, long session, ProtocolError error) => new()
    {
        Host = action.Host,
        Connection = action.Connection,
        Session = session,
        OtherManager = IsOther(error.Owner) ? error.Owner!.ManagerName : null,
        Why = error.Message,
        LastSession = Math.Max(error.LastSession, error.Owner?.Session ?? 0),
    };

    private static EngineInput NoAnswer(RemoteAction action, string why) => action switch
    {
        RunOperation run => new OperationUnanswered { Host = run.Host, Operation = run.Operation },
        RecallOperation recall => new OperationUnanswered { Host = recall.Host, Operation = recall.Operation },
        OpenSession open => new SessionRefused { Host = open.Host, Connection = open.Connection, Session = open.Session, Why = why },
        _ => throw new InvalidOperationException($"Nobody carries out {action.GetType().Name}."),
    };
}
