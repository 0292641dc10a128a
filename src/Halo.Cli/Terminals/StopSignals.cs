using System.Runtime.InteropServices;

namespace Halo.Cli.Terminals;

/// <summary>
/// Turns the signals that ask a program to end into a cancelled token, so that it can put the terminal back in order and
/// end with status 0. SIGPIPE is one of them: whoever read our output has gone, and a watch would never notice.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private const PosixSignal BrokenPipe = (PosixSignal)13;

    private readonly CancellationTokenSource _source = new();
    private readonly ImmutableArray<PosixSignalRegistration> _registrations;

    public StopSignals() =>
        _registrations =
        [
            .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT, BrokenPipe }
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
        context.Cancel = true;
        _source.Cancel();
    }
}
