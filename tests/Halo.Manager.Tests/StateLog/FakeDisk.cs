using System.Text;
using Halo.Manager.StateLog;

namespace Halo.Manager.Tests.StateLog;

/// <summary>A disk that is full or hangs when a test says so.</summary>
internal sealed class FakeDisk : IAppendFile, IDisposable
{
    private readonly ManualResetEventSlim _answers = new(initialState: true);
    private readonly Lock _gate = new();
    private readonly List<string> _writes = [];
    private int _begun;

    /// <summary>What every append fails with; null while they work.</summary>
    public volatile string? Fault;

    /// <summary>How many appends were begun, also such as had nothing to write.</summary>
    public int Begun => Volatile.Read(ref _begun);

    /// <summary>What was written, append by append.</summary>
    public string[] Writes
    {
        get
        {
            lock (_gate)
            {
                return [.. _writes];
            }
        }
    }

    public void Hang() => _answers.Reset();

    public void Answer() => _answers.Set();

    public void Append(ReadOnlySpan<byte> lines, Func<string, byte[]> anew)
    {
        Interlocked.Increment(ref _begun);
        _answers.Wait();
        if (Fault is { } fault)
        {
            throw new IOException(fault);
        }

        lock (_gate)
        {
            if (!lines.IsEmpty)
            {
                _writes.Add(Encoding.UTF8.GetString(lines));
            }
        }
    }

    public void Dispose() => _answers.Dispose();
}
