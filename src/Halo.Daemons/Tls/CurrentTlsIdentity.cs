using Microsoft.Extensions.Logging;

namespace Halo.Daemons.Tls;

/// <summary>
/// A program's certificates as its files are now: renewed ones are taken up with the next connection. Where the files cannot be
/// used, as while they are being replaced, the last good ones stay, and the log says so.
/// </summary>
public sealed class CurrentTlsIdentity(TlsFiles files, TlsIdentity atStart, ILogger log, TimeProvider time)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Notice = TimeSpan.FromDays(30);

    // One connection at a time looks at the files.
    private readonly Lock _files = new();
    private TlsIdentity _current = atStart;
    private string? _trouble;

    /// <summary>The certificates for a new connection.</summary>
    public TlsIdentity Get()
    {
        lock (_files)
        {
            var pems = TlsPems.Read(files, out var fault);
            if (pems == _current.Pems)
            {
                _trouble = null;
            }
            else if (pems is not null && TlsIdentity.Of(files, pems, out fault) is { } renewed)
            {
                Log.TakenUp(log, _trouble is null ? LogLevel.Information : LogLevel.Warning, files.Certificate, CertificateJudge.Told(renewed.Ends));
                _current = renewed;
                _trouble = null;
            }
            else if (!string.Equals(fault, _trouble, StringComparison.Ordinal))
            {
                Log.NotTakenUp(log, fault);
                _trouble = fault;
            }

            return _current;
        }
    }

    /// <summary>Says once a day until it is cancelled when the certificates are about to expire, have expired or are not valid yet.</summary>
    public async Task WatchAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Day, time);
        try
        {
            do
            {
                TellOfTime(Get());
            }
            while (await timer.WaitForNextTickAsync(cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The program ends.
        }
    }

    private void TellOfTime(TlsIdentity identity)
    {
        var now = time.GetUtcNow();
        if (now < identity.Begins)
        {
            Log.NotYetValid(log, files.Certificate, CertificateJudge.Told(identity.Begins), CertificateJudge.Told(now));
        }
        else if (now > identity.Ends - Notice)
        {
            var verb = now > identity.Ends ? "expired" : "expires";
            Log.Expires(log, files.Certificate, CertificateJudge.NameOf(identity.EndsFirst), verb, CertificateJudge.Told(identity.Ends));
        }
    }
}
