using System.Text;

namespace Halo.Agents.Processes;

/// <summary>Keeps the beginning and the end of a stream of any length in a bounded buffer.</summary>
internal sealed class OutputCapture
{
    private readonly List<byte> _head = [];
    private readonly int _headLimit;
    private readonly int _tailLimit;
    private byte[] _tail = [];
    private long _tailWritten;

    /// <summary>A capture of at most <paramref name="limit"/> bytes, a sixteenth of it for the beginning.</summary>
    internal OutputCapture(int limit)
    {
        _headLimit = limit / 16;
        _tailLimit = limit - _headLimit;
    }

    /// <summary>Takes what was just read.</summary>
    internal void Append(ReadOnlySpan<byte> bytes)
    {
        var toHead = Math.Min(bytes.Length, _headLimit - _head.Count);
        _head.AddRange(bytes[..toHead]);
        bytes = bytes[toHead..];
        if (bytes.IsEmpty)
        {
            return;
        }

        if (_tail.Length == 0)
        {
            // Most agents write a line or two; the ring is made only for those that write more.
            _tail = new byte[_tailLimit];
        }

        foreach (var value in bytes)
        {
            _tail[_tailWritten++ % _tailLimit] = value;
        }
    }

    /// <summary>The text; where bytes were left out, a line says how many.</summary>
    internal string Text()
    {
        if (_tailWritten <= _tailLimit)
        {
            return Encoding.UTF8.GetString([.. _head, .. _tail.AsSpan(0, (int)_tailWritten)]);
        }

        var oldest = (int)(_tailWritten % _tailLimit);
        var head = Encoding.UTF8.GetString([.. _head]);
        var tail = Encoding.UTF8.GetString([.. _tail.AsSpan(oldest), .. _tail.AsSpan(0, oldest)]);
        return $"{head}\n[{_tailWritten - _tailLimit} bytes left out]\n{tail}";
    }
}
