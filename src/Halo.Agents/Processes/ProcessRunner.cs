using System.Buffers;
using System.ComponentModel;
using System.IO.Pipes;
using System.Text;

namespace Halo.Agents.Processes;

/// <summary>
/// Runs child processes to their end or their deadline. It waits for the child's exit and never for the end of its output,
/// because a background process of the child may hold that open for ever.
/// </summary>
/// <param name="time">The clock of deadlines.</param>
/// <param name="processes">The machine's processes.</param>
public sealed class ProcessRunner(TimeProvider time, IProcessTable processes)
{
    /// <summary>How long output that is still on its way may take after the child's exit.</summary>
    public static readonly TimeSpan OutputGrace = TimeSpan.FromMilliseconds(100);

    private readonly SessionEnder _ender = new(time, processes);

    /// <summary>Runs a child. Cancelling kills its process group at once.</summary>
    /// <param name="spec">What to run.</param>
    /// <param name="started">Called with the process id as soon as there is one, before anything is awaited.</param>
    /// <param name="cancellation">Ends the child by SIGKILL.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; SIGKILL was sent and is not waited for.</exception>
    public async Task<ProcessResult> RunAsync(ProcessSpec spec, Action<int>? started, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var began = time.GetTimestamp();
        using var child = Start(spec, out var whyNot);
        if (child is null)
        {
            return new ProcessResult { End = new ProcessEnd.NotStarted(whyNot) };
        }

        started?.Invoke(child.Pid);
        await using var kill =
            cancellation.Register(() => processes.SignalSession(child.Pid, Libc.SigKill));
        var inTime = await WithinAsync(child.End, spec.Deadline, cancellation);
        var left = inTime ? [] : await _ender.EndAsync(child.Pid, spec.KillGrace);
        var ran = time.GetElapsedTime(began);
        await child.FinishOutputAsync(OutputGrace, time);
        return new ProcessResult
        {
            End = inTime ? await child.End : new ProcessEnd.TimedOut(),
            Pid = child.Pid,
            Output = child.Output.Text(),
            Error = child.Error.Text(),
            Ran = ran,
            Left = left,
        };
    }

    private static RunningChild? Start(ProcessSpec spec, out string whyNot)
    {
        try
        {
            return RunningChild.Start(spec, out whyNot);
        }
        catch (Win32Exception noDescriptors)
        {
            whyNot = $"cannot start {spec.Path}: {noDescriptors.Message}";
            return null;
        }
    }

    /// <summary>Whether the task completes before the limit.</summary>
    private async Task<bool> WithinAsync(Task task, TimeSpan limit, CancellationToken cancellation)
    {
        using var stopWaiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var first = await Task.WhenAny(task, Task.Delay(limit, time, stopWaiting.Token));
        await stopWaiting.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
        return first == task;
    }

    /// <summary>A child that was spawned, with what reads its output.</summary>
    private sealed class RunningChild : IDisposable
    {
        private readonly CancellationTokenSource _stopReading = new();
        private readonly Task _reading;
        private readonly PipeKeeper? _keeper;

        private RunningChild(int pid, ProcessSpec spec, Pipe? input, Pipe output, Pipe error, PipeKeeper? keeper)
        {
            Pid = pid;
            End = ChildReaper.Shared.EndOf(pid);
            _keeper = keeper;
            Output = new OutputCapture(spec.OutputLimit);
            Error = new OutputCapture(spec.OutputLimit);
            _reading = Task.WhenAll(
                ReadAsync(output.Reader(), Output),
                ReadAsync(error.Reader(), Error),
                input is null ? Task.CompletedTask : WriteAsync(input.Writer(), spec.StandardInput ?? ""));
        }

        internal int Pid { get; }

        internal Task<ProcessEnd> End { get; }

        internal OutputCapture Output { get; }

        internal OutputCapture Error { get; }

        internal static RunningChild? Start(ProcessSpec spec, out string whyNot)
        {
            var input = spec.StandardInput is null ? null : Pipe.Create();
            var output = Pipe.Create();
            var error = Pipe.Create();
            var keeper = spec.KeeperEnvironment is { } variables
                ? PipeKeeper.Start(output, error, spec.Deadline + spec.KillGrace, variables)
                : null;
            (var pid, var errorNumber) = Spawner.Spawn(
                spec.Path, spec.Arguments, spec.Environment, input?.ReadEnd, output.WriteEnd, error.WriteEnd);
            if (pid != 0)
            {
                whyNot = "";
                return new RunningChild(pid, spec, input, output, error, keeper);
            }

            whyNot = $"cannot run {spec.Path}: {Spawner.Explain(errorNumber)}";
            input?.Dispose();
            output.Dispose();
            error.Dispose();
            keeper?.Dispose();
            return null;
        }

        /// <summary>
        /// Waits a little for the end of the output, then takes what is there and stops reading; the captures do not change any
        /// more.
        /// </summary>
        internal async Task FinishOutputAsync(TimeSpan grace, TimeProvider time)
        {
            using var stopWaiting = new CancellationTokenSource();
            _ = await Task.WhenAny(_reading, Task.Delay(grace, time, stopWaiting.Token));
            await stopWaiting.CancelAsync();
            await _stopReading.CancelAsync();
            await _reading;
        }

        public void Dispose()
        {
            _stopReading.Cancel();
            _stopReading.Dispose();
            _keeper?.Dispose();
            ChildReaper.Shared.Release(Pid);
        }

        private async Task ReadAsync(AnonymousPipeClientStream stream, OutputCapture capture)
        {
            var buffer = ArrayPool<byte>.Shared.Rent(4096);
            await using (stream)
            {
                try
                {
                    int count;
                    while ((count = await stream.ReadAsync(buffer, _stopReading.Token)) > 0)
                    {
                        capture.Append(buffer.AsSpan(0, count));
                    }
                }
                catch (OperationCanceledException)
                {
                    // Somebody still holds the other end, after the child's exit, or this machine is too busy to tell us in time
                    // that nobody does.
                    Pipe.Drain(stream, capture);
                }
                finally
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                }
            }
        }

        private async Task WriteAsync(AnonymousPipeClientStream stream, string text)
        {
            await using (stream)
            {
                try
                {
                    await stream.WriteAsync(Encoding.UTF8.GetBytes(text), _stopReading.Token);
                }
                catch (IOException)
                {
                    // The child closed its standard input without reading all of it, which is its right.
                }
                catch (OperationCanceledException)
                {
                    // The child ended without reading it.
                }
            }
        }
    }
}
