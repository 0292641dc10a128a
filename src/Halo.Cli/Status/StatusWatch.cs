using Halo.Cli.Connection;
using Halo.Cli.Terminals;
using Halo.Cli.Text;
using Halo.CommandLine;
using Halo.Protocol.Cli;

namespace Halo.Cli.Status;

/// <summary>
/// Shows the state anew every second until it is told to end or nobody looks any more. While the manager does not answer, it says so instead of
/// showing a state that may be long past; when the manager is back, it goes on.
/// </summary>
internal sealed class StatusWatch(ManagerClient manager, IPageView view, TimeProvider clock)
{
    /// <summary>The time between two pages.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Returns when <paramref name="stop"/> is cancelled or nobody looks any more.</summary>
    public async Task RunAsync(Func<StatusAnswer, IReadOnlyList<TextLine>> page, CancellationToken stop)
    {
        try
        {
            while (!view.IsAbandoned)
            {
                var reply = await manager.StatusAsync(stop);
                view.Show(reply.Answered ? page(reply.Value) : Complaint(reply.Failure));
                await Task.Delay(Interval, clock, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // This is how a watch ends.
        }
    }

    private static IReadOnlyList<TextLine> Complaint(string failure) =>
        [TextLine.Of($"halo: {Printable.Escape(failure)}", Style.Bad, "halo: ".Length)];
}
