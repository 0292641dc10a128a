using System.Text;

namespace Halo.Engine.StateLog;

/// <summary>What is wrong with a line before anybody has read it.</summary>
public enum LineFlaw
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is longer than <see cref="LogText.LongestLine"/>; its text was not kept.</summary>
    TooLong,

    /// <summary>It is the last one and has no newline: the power went while it was written.</summary>
    Torn,
}

/// <summary>A line of the state log as it stands in the file.</summary>
/// <param name="Number">The line's number, from 1.</param>
/// <param name="Text">Its text; empty where it is flawed. What is not UTF-8 in it became U+FFFD.</param>
/// <param name="Flaw">What is wrong with it.</param>
public readonly record struct TextLine(long Number, string Text, LineFlaw Flaw);

/// <summary>
/// Splits the bytes of a state log into lines, wherever they were cut into pieces. It keeps one line at a time, and of that no
/// more than <see cref="LongestLine"/>, whatever the file holds.
/// </summary>
public static class LogText
{
    /// <summary>The longest line that is read, in bytes.</summary>
    public const int LongestLine = 1 << 20;

    private const byte Newline = (byte)'\n';

    /// <summary>The lines of a file that is held in one piece.</summary>
    public static IEnumerable<TextLine> Lines(ReadOnlyMemory<byte> text) => Lines([text]);

    /// <summary>The lines of a file that comes in pieces; a piece may be reused once the next one is asked for.</summary>
    public static IEnumerable<TextLine> Lines(IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        var line = new LineBuffer();
        foreach (var piece in pieces)
        {
            var rest = piece;
            while (rest.Span.IndexOf(Newline) is >= 0 and var end)
            {
                yield return line.End(rest.Span[..end]);
                rest = rest[(end + 1)..];
            }

            line.Add(rest.Span);
        }

        if (!line.IsEmpty)
        {
            yield return line.Torn();
        }
    }

    /// <summary>What there is of a line whose end has not come yet.</summary>
    private sealed class LineBuffer
    {
        private byte[] _bytes = new byte[1024];
        private int _length;
        private bool _tooLong;
        private long _number = 1;

        public bool IsEmpty => _length == 0 && !_tooLong;

        public void Add(ReadOnlySpan<byte> bytes)
        {
            if (_tooLong || _length + bytes.Length > LongestLine)
            {
                _tooLong = true;
                return;
            }

            if (_length + bytes.Length > _bytes.Length)
            {
                Array.Resize(ref _bytes, Math.Max(_length + bytes.Length, 2 * _bytes.Length));
            }

            bytes.CopyTo(_bytes.AsSpan(_length));
            _length += bytes.Length;
        }

        public TextLine End(ReadOnlySpan<byte> last)
        {
            if (_length == 0 && !_tooLong && last.Length <= LongestLine)
            {
                return new TextLine(_number++, Encoding.UTF8.GetString(last), LineFlaw.None);
            }

            Add(last);
            var line = _tooLong
                ? new TextLine(_number, "", LineFlaw.TooLong)
                : new TextLine(_number, Encoding.UTF8.GetString(_bytes.AsSpan(0, _length)), LineFlaw.None);
            _number++;
            _length = 0;
            _tooLong = false;
            return line;
        }

        public TextLine Torn() => new(_number, "", LineFlaw.Torn);
    }
}
