using System.Diagnostics.CodeAnalysis;
using System.Net.NetworkInformation;
using Halo.Engine.Inputs;

namespace Halo.Manager.Remotes;

/// <summary>
/// Pings the hosts that the manager can reach unless it is itself cut off (rule F6), and tells the engine whether one of them
/// answered.
/// </summary>
internal sealed class PingHosts(IReadOnlyList<string> hosts, RemoteSettings settings, IEngineInputs engine)
{
    /// <summary>Pings until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(settings.ProbeInterval, settings.Clock);
        try
        {
            do
            {
                var sentAt = settings.Now();
                var answers = await Task.WhenAll(hosts.Select(host => AnswersAsync(host, cancellation)));
                await engine.TellAsync(new PingHostsAsked { SentAt = sentAt, Answered = answers.Contains(true) });
            }
            while (await timer.WaitForNextTickAsync(cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The manager ends.
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "A ping that cannot be sent is one that is not answered.")]
    private async Task<bool> AnswersAsync(string host, CancellationToken cancellation)
    {
        try
        {
            using var ping = new Ping();
            var reply = await ping.SendPingAsync(host, settings.ProbeInterval, cancellationToken: cancellation);
            return reply.Status == IPStatus.Success;
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
