using System.Runtime.InteropServices;
using Halo.CommandLine;

namespace Halo.Daemons;

/// <summary>
/// SIGHUP asks other daemons to read their configuration again, and ends a process that does not expect it. A daemon of HALO
/// says that it must be restarted for that (which touches no service), and goes on.
/// </summary>
public static class HangupSignal
{
    /// <summary>Until the result is disposed SIGHUP ends nothing.</summary>
    public static IDisposable Ignore(CommandLineProgram program) => PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
    {
        signal.Cancel = true;
        program.Complain("hangup: nothing is read again; restart it to have changed settings taken up, no service notices");
    });
}
