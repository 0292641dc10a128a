using Halo.Cli.Connection;
using Halo.Cli.Terminals;
using Halo.Protocol.Cli;

namespace Halo.Cli.Requests;

/// <summary>Waits until every request has ended, and shows meanwhile how far they are.</summary>
internal sealed class RequestWait(ManagerClient manager, ProgressBlock progress)
{
    /// <summary>The requests that have not ended.</summary>
    public ImmutableArray<RequestStatus> Pending { get; private set; } = [];

    /// <summary>
    /// Waits; null when all have ended, else why it is not known how they end. Throws <see cref="OperationCanceledException"/> when
    /// <paramref name="stop"/> is cancelled.
    /// </summary>
    /// <param name="first">What the manager answered when it was asked.</param>
    /// <param name="ended">Is told of each request when it has ended.</param>
    /// <param name="stop">Ends the waiting, not what was asked for.</param>
    public async Task<string?> RunAsync(AskAnswer first, Action<RequestStatus> ended, CancellationToken stop)
    {
        Pending = [.. first.Requests];
        var seen = Take(first, ended);
        while (Pending.Length > 0)
        {
            var reply = await manager.LookAsync([.. Pending.Take(ManagerRoutes.MaximumIds).Select(request => request.Id)], seen, stop);
            if (!reply.Answered)
            {
                progress.Erase();
                return reply.Failure;
            }

            seen = Take(reply.Value, ended);
        }

        return null;
    }

    /// <summary>
    /// Takes an answer in; returns what it stands for, or null where the next question will be about other requests.
    /// </summary>
    private string? Take(AskAnswer answer, Action<RequestStatus> ended)
    {
        var told = answer.Requests.ToDictionary(request => request.Id, StringComparer.Ordinal);
        var now = Pending.Select(before => told.TryGetValue(before.Id, out var status) ? status with { Object = before.Object } : before).ToList();
        progress.Erase();
        foreach (var request in now.Where(request => request.Stage != RequestProgress.Pending))
        {
            ended(request);
        }

        Pending = [.. now.Where(request => request.Stage == RequestProgress.Pending)];
        progress.Show([.. Pending.Select(OutcomeText.Progress)]);
        return Pending.Length == answer.Requests.Length ? answer.Seen : null;
    }
}
