using System.Runtime.InteropServices;

namespace Halo.Cli.Terminals;

/// <summary>
/// Turns the signals that ask a program to end into a cancelled token, so that it can put the terminal back in order and
/// end with status 0. A second signal ends it at once, should it hang in a write to a terminal that takes no more.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly ImmutableArray<PosixSignalRegistration> _registrations;

    public StopSignals() =>
        _registrations =
        [
            .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT }
                .Select(signal => PosixSignalRegistration.Create(signal, Stop)),
        ];

    /// <summary>Cancelled once a signal has come.</summary>
    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = !_source.IsCancellationRequested;
        _source.Cancel();
    }
}
