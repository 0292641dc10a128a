using System.Diagnostics.CodeAnalysis;
using System.Net.NetworkInformation;
using Halo.Engine.Inputs;

namespace Halo.Manager.Remotes;

/// <summary>
/// Pings the hosts that the manager can reach unless it is itself cut off (rule F6), all of them once in a probe interval, and tells the engine
/// whether one of them answered: at once when the first does. A name server that says nothing keeps nobody waiting longer than that interval,
/// and no other host's answer back.
/// </summary>
/// <param name="hosts">Their names or addresses.</param>
/// <param name="settings">How often, and the clock.</param>
/// <param name="engine">Who is told.</param>
/// <param name="ping">Whether a host answers; it may take for ever, and throw.</param>
internal sealed class PingHosts(
    IReadOnlyList<string> hosts, RemoteSettings settings, IEngineInputs engine, Func<string, CancellationToken, Task<bool>> ping)
{
    // The last ping of each host. Nobody can end one that waits for a name server: the next one waits until it has ended by itself.
    private readonly Task<bool>[] _pings = [.. hosts.Select(_ => Task.FromResult(false))];

    /// <summary>Whether a host answers an ICMP echo request within a time.</summary>
    public static async Task<bool> PingAsync(string host, TimeSpan within, CancellationToken cancellation)
    {
        using var ping = new Ping();
        var reply = await ping.SendPingAsync(host, within, cancellationToken: cancellation);
        return reply.Status == IPStatus.Success;
    }

    /// <summary>Pings until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(settings.ProbeInterval, settings.Clock);
        try
        {
            do
            {
                var sentAt = settings.Now();
                var answered = await AnyAnswersAsync(cancellation);
                await engine.TellAsync(new PingHostsAsked { SentAt = sentAt, Answered = answered });
            }
            while (await timer.WaitForNextTickAsync(cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The manager ends.
        }
    }

    private async Task<bool> AnyAnswersAsync(CancellationToken cancellation)
    {
        List<Task<bool>> asked = [];
        for (var i = 0; i < hosts.Count; i++)
        {
            if (_pings[i].IsCompleted)
            {
                _pings[i] = AnswersAsync(hosts[i], cancellation);
                asked.Add(_pings[i].WaitAsync(settings.ProbeInterval, settings.Clock, cancellation));
            }
        }

        await foreach (var answer in Task.WhenEach(asked).WithCancellation(cancellation))
        {
            if (answer.IsCompletedSuccessfully && await answer)
            {
                return true;
            }
        }

        return false;
    }

    [SuppressMessage("Design", "CA1031", Justification = "A ping that cannot be sent is one that is not answered.")]
    private async Task<bool> AnswersAsync(string host, CancellationToken cancellation)
    {
        try
        {
            return await ping(host, cancellation);
        }
        catch (Exception)
        {
            return false;
        }
    }
}
