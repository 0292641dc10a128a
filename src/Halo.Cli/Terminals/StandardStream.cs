using System.Runtime.InteropServices;
using System.Text;

namespace Halo.Cli.Terminals;

/// <summary>
/// Standard output or error. What is written after the reader has gone is dropped, so that <c>halo status | head -1</c> ends
/// quietly. (The console's own streams put a terminal into another keypad mode at the first write, and a file stream does not
/// move the offset that a shell's redirection shares with the next command.)
/// </summary>
internal sealed class StandardStream : Stream
{
    /// <summary>Standard output's descriptor.</summary>
    public const int Output = 1;

    /// <summary>Standard error's descriptor.</summary>
    public const int Error = 2;

    /// <summary>How long to wait for room in one go where the descriptor does not block (somebody set O_NONBLOCK on it).</summary>
    private const int WaitMilliseconds = 1000;

    private readonly int _descriptor;

    private StandardStream(int descriptor) => _descriptor = descriptor;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>
    /// A writer of UTF-8, whatever the locale says: names and reasons come from JSON. Who started us with the descriptor
    /// closed does not want to read it.
    /// </summary>
    public static StreamWriter Writer(int descriptor)
    {
        var isOpen = (LibC.Poll(descriptor, wanted: 0, timeoutMilliseconds: 0) & LibC.NotOpen) == 0;
        return new StreamWriter(isOpen ? new StandardStream(descriptor) : Null, new UTF8Encoding(false), 16 * 1024);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var written = LibC.Write(_descriptor, buffer, buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case LibC.BrokenPipe:
                    return;
                case LibC.Interrupted:
                    break;
                case LibC.TryAgain:
                    LibC.Poll(_descriptor, LibC.Writable, WaitMilliseconds);
                    break;
                case var error:
                    throw new IOException(Marshal.GetPInvokeErrorMessage(error));
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
