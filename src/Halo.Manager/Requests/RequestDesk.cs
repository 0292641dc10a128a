using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Halo.Engine.Configuration;
using Halo.Engine.Inputs;
using Halo.Engine.State;
using Halo.Manager.Loop;
using Halo.Manager.Remotes;
using Halo.Protocol;
using Halo.Protocol.Cli;

namespace Halo.Manager.Requests;

/// <summary>
/// Hands administrators' requests to the engine, one for each object, and reads off the published snapshots what became of them.
/// It decides nothing.
/// </summary>
/// <param name="config">The configuration.</param>
/// <param name="inputs">Where the engine's inputs go.</param>
/// <param name="snapshots">Where its state comes from.</param>
/// <param name="run">Random, new with every start of the manager: no id is ever given twice.</param>
internal sealed class RequestDesk(ClusterConfig config, IEngineInputs inputs, ISnapshots snapshots, string run)
{
    /// <summary>A loop that works on a large cluster publishes many snapshots a second: not each is looked at.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    private long _last;

    /// <summary>How long the engine may take to take up all that was asked for at once.</summary>
    public TimeSpan TakenWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Asks, and answers when the engine has taken everything up; what it did at once has ended by then. Where that takes longer
    /// than <see cref="TakenWithin"/>, the sentence says what was asked for and what was not.
    /// </summary>
    public async Task<(AskAnswer? Answer, string? TooLate)> AskAsync(
        VerbEntry verb, ImmutableArray<NamedObject> objects, bool force, Mark mark, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TakenWithin);
        var taken = new List<RequestStatus>();
        foreach (var named in objects)
        {
            var asked = new AdministratorAsked
            {
                Request = string.Create(CultureInfo.InvariantCulture, $"{run}-{named.Domain}-{Interlocked.Increment(ref _last)}"),
                Verb = verb.Verb,
                DomainIndex = named.Domain,
                Position = named.Position,
                Force = force,
                Mark = mark,
            };
            try
            {
                // One after the other: the engine keeps only so many requests that have ended, and none may be missed.
                taken.Add(await TakeUpAsync(asked, limit.Token));
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return (null, TooLate(objects, taken.Count));
            }
        }

        return (Answer([.. taken]), null);
    }

    /// <summary>What became of requests, as soon as that is not what <paramref name="seen"/> stands for, or none is pending.</summary>
    public async Task<AskAnswer> LookAsync(string[] ids, string? seen, TimeSpan wait, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(wait);
        var enough = Task.Delay(Timeout.Infinite, limit.Token);
        while (true)
        {
            var next = snapshots.NextSnapshot;
            var answer = Answer([.. ids.Select(Find)]);
            if (enough.IsCompleted || !string.Equals(answer.Seen, seen, StringComparison.Ordinal)
                || !answer.Requests.Any(request => request.Stage == RequestProgress.Pending))
            {
                return answer;
            }

            await Task.WhenAny(Task.WhenAll(next, Task.Delay(BetweenLooks, CancellationToken.None)), enough);
        }
    }

    private async Task<RequestStatus> TakeUpAsync(AdministratorAsked asked, CancellationToken cancellation)
    {
        await inputs.TellAsync(asked).AsTask().WaitAsync(cancellation);
        while (true)
        {
            var next = snapshots.NextSnapshot;
            if (Find(asked.Request) is { Stage: not RequestProgress.NoLongerKnown } status)
            {
                return status;
            }

            await next.WaitAsync(cancellation);
        }
    }

    private RequestStatus Find(string id)
    {
        var parts = id.Split('-');
        if (parts.Length == 3 && string.Equals(parts[0], run, StringComparison.Ordinal)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var domain) && domain < config.Domains.Length)
        {
            foreach (var request in snapshots.Snapshot.State.Domains[domain].Requests)
            {
                if (string.Equals(request.Asked.Request, id, StringComparison.Ordinal))
                {
                    return Describe(request);
                }
            }
        }

        return new RequestStatus
        {
            Id = id,
            Object = "",
            Verb = "",
            Stage = RequestProgress.NoLongerKnown,
            Text = "the manager no longer knows it",
        };
    }

    private RequestStatus Describe(RequestState request)
    {
        var verb = VerbTable.Of(request.Asked.Verb);
        return new RequestStatus
        {
            Id = request.Asked.Request,
            Object = NameOf(verb.Objects, config.Domains[request.Asked.DomainIndex], request.Asked.Position),
            Verb = verb.Name,
            Stage = request.Stage switch
            {
                RequestStage.Pending => RequestProgress.Pending,
                RequestStage.Done => RequestProgress.Done,
                RequestStage.Failed => RequestProgress.Failed,
                RequestStage.Refused => RequestProgress.Refused,
            },
            Text = request.Text,
            Rule = request.Rule?.ToString(),
            WayOut = request.WayOut.Length > 0 ? request.WayOut : null,
        };
    }

    private static string NameOf(ObjectKind kind, FailoverDomain domain, int position) => kind switch
    {
        ObjectKind.Host => domain.Hosts[position].Id,
        ObjectKind.Group => domain.Groups[position].Id,
        ObjectKind.Resource => domain.Resources[position].Id,
    };

    private static AskAnswer Answer(RequestStatus[] requests)
    {
        var answer = new AskAnswer { Requests = requests, Seen = "" };
        var digest = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(answer, HaloJson.Default.AskAnswer));
        return answer with { Seen = Convert.ToHexStringLower(digest.AsSpan(0, 8)) };
    }

    private string TooLate(ImmutableArray<NamedObject> objects, int taken)
    {
        var text = new StringBuilder($"the manager has not taken up {objects[taken].Name} within {TakenWithin.TotalSeconds:0.#} s");
        if (taken > 0)
        {
            text.Append($", but {Names(objects[..taken])} before it");
        }

        if (taken + 1 < objects.Length)
        {
            text.Append($"; {Names(objects[(taken + 1)..])} it was not asked for");
        }

        return text.Append("; \"halo status\" shows what it does, \"journalctl -u halo\" why it is late").ToString();
    }

    private static string Names(ImmutableArray<NamedObject> objects) =>
        objects.Length == 1 ? objects[0].Name : $"{objects[0].Name} to {objects[^1].Name}";
}
