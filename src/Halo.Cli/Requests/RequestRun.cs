using Halo.Cli.Connection;
using Halo.Cli.Terminals;
using Halo.CommandLine;
using Halo.Nodesets;
using Halo.Protocol.Cli;

namespace Halo.Cli.Requests;

/// <summary>
/// Has something done, and tells of each object how it ended: what is done on standard output, what is not on standard error.
/// </summary>
internal sealed class RequestRun(ManagerClient manager, ActingVerb verb, Surroundings surroundings)
{
    /// <summary>Asks, and waits where that is wanted; returns the exit status.</summary>
    /// <param name="request">What to ask for.</param>
    /// <param name="wait">Whether to wait until it is done or has failed.</param>
    /// <param name="stop">Ends the waiting, not what was asked for.</param>
    public async Task<int> RunAsync(AskRequest request, bool wait, CancellationToken stop)
    {
        var progress = new ProgressBlock(surroundings);
        var waiting = new RequestWait(manager, progress);
        try
        {
            var reply = await manager.AskAsync(request, stop);
            if (!reply.Answered)
            {
                surroundings.Program.Complain(reply.Failure);
                return ExitStatus.Failed;
            }

            return wait ? await WaitAsync(waiting, reply.Value, stop) : Tell(reply.Value.Requests);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            progress.Erase();
            surroundings.Program.Complain(Interrupted(waiting.Pending));
            return ExitStatus.Failed;
        }
    }

    private async Task<int> WaitAsync(RequestWait waiting, AskAnswer first, CancellationToken stop)
    {
        var allDone = true;
        var failure = await waiting.RunAsync(first, request => allDone &= Tell(request), stop);
        if (failure is not null)
        {
            surroundings.Program.Complain(
                $"no longer waiting to {verb.Infinitive} {Folded(waiting.Pending)}, and it is not known how that ends: {failure}");
        }

        return allDone && failure is null ? ExitStatus.Done : ExitStatus.Failed;
    }

    private int Tell(RequestStatus[] requests)
    {
        var allDone = true;
        foreach (var request in requests)
        {
            allDone &= Tell(request);
        }

        return allDone ? ExitStatus.Done : ExitStatus.Failed;
    }

    /// <summary>Tells what became of a request; returns whether that is what was asked for.</summary>
    private bool Tell(RequestStatus request)
    {
        switch (request.Stage)
        {
            case RequestProgress.Pending:
                surroundings.Print(OutcomeText.NotWaitedFor(request));
                return true;
            case RequestProgress.Done:
                surroundings.Print(OutcomeText.Done(request));
                return true;
            default:
                surroundings.Program.Complain(OutcomeText.NotDone(verb, request));
                return false;
        }
    }

    private string Interrupted(ImmutableArray<RequestStatus> pending) => pending.IsEmpty
        ? "interrupted before the manager answered; \"halo status\" shows whether it took up what was asked for"
        : $"no longer waiting to {verb.Infinitive} {Folded(pending)}; it goes on, and \"halo status\" shows how far it is";

    private static string Folded(ImmutableArray<RequestStatus> requests) => Nodeset.Fold(requests.Select(request => request.Object));
}
