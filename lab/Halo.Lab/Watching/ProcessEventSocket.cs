using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Halo.Lab.Watching;

/// <summary>What became of a process.</summary>
internal enum ProcessChange
{
    /// <summary>It became another program.</summary>
    Program,

    /// <summary>It ended.</summary>
    End,

    /// <summary>Something else, or something of a single thread.</summary>
    Other,
}

/// <summary>A change of a process.</summary>
/// <param name="Change">Which.</param>
/// <param name="Process">The process, as the machine counts.</param>
/// <param name="At">When, by the kernel; <see cref="MonotonicClock"/>.</param>
internal readonly record struct ProcessEvent(ProcessChange Change, int Process, TimeSpan At);

/// <summary>The kernel's process events connector: a netlink socket, as <c>linux/netlink.h</c>, <c>connector.h</c> and <c>cn_proc.h</c> tell.</summary>
internal sealed unsafe class ProcessEventSocket : IDisposable
{
    private const short LastMessage = 3;
    private const int ProcessIndex = 1, ProcessValue = 1, ProcessGroup = 1, Listen = 1;
    private const uint Exec = 0x2, Exit = 0x80000000;
    private const int AddressBytes = 12, HeaderBytes = 16, MessageBytes = 20;
    // In an event, behind both headers: what, processor, time in nanoseconds, the thread, and its process.
    private const int What = HeaderBytes + MessageBytes, When = What + 8, Thread = What + 16, Process = What + 20, EventBytes = What + 24;
    private const int QueueBytes = 8 << 20;

    private readonly byte[] _buffer = new byte[4096];
    private readonly int _socket;

    /// <summary>Listens; throws <see cref="LaboratoryException"/> where the kernel does not tell.</summary>
    public ProcessEventSocket()
    {
        _socket = Libc.Socket(Libc.NetlinkFamily, Libc.DatagramCloseOnExec, Libc.ConnectorProtocol);
        var size = QueueBytes;
        _ = Libc.SetSocketOption(_socket, Libc.SocketLevel, Libc.ForceReceiveBuffer, &size, sizeof(int));
        if (_socket < 0 || !IsBound() || !IsSent())
        {
            throw new LaboratoryException($"the kernel does not tell of processes: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    /// <summary>
    /// The next event; null where there is none within that time. Throws <see cref="LaboratoryException"/> when more happened than could be
    /// kept until it was received.
    /// </summary>
    public ProcessEvent? Receive(TimeSpan patience)
    {
        var entry = new Libc.PollEntry { Descriptor = _socket, Wanted = Libc.Readable };
        if (Libc.Poll(&entry, 1, (int)patience.TotalMilliseconds) <= 0)
        {
            return null;
        }

        fixed (byte* bytes = _buffer)
        {
            var count = (int)Libc.Receive(_socket, bytes, _buffer.Length, 0);
            return count >= 0
                ? Parse(_buffer.AsSpan(0, count))
                : throw new LaboratoryException($"events of processes were lost: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _ = Libc.Close(_socket);

    private static ProcessEvent? Parse(ReadOnlySpan<byte> message)
    {
        if (message.Length < EventBytes)
        {
            return null;
        }

        var process = BinaryPrimitives.ReadInt32LittleEndian(message[Process..]);
        var isWhole = process == BinaryPrimitives.ReadInt32LittleEndian(message[Thread..]);
        var change = BinaryPrimitives.ReadUInt32LittleEndian(message[What..]) switch
        {
            Exec => ProcessChange.Program,
            Exit when isWhole => ProcessChange.End,
            _ => ProcessChange.Other,
        };
        return new ProcessEvent(
            change, process, TimeSpan.FromTicks(BinaryPrimitives.ReadInt64LittleEndian(message[When..]) / TimeSpan.NanosecondsPerTick));
    }

    private bool IsBound()
    {
        // Family, padding, a port that the kernel chooses, groups.
        var address = stackalloc byte[AddressBytes];
        new Span<byte>(address, AddressBytes).Clear();
        *(ushort*)address = Libc.NetlinkFamily;
        *(uint*)(address + 8) = ProcessGroup;
        return Libc.Bind(_socket, address, AddressBytes) == 0;
    }

    private bool IsSent()
    {
        const int Length = HeaderBytes + MessageBytes + sizeof(int);
        var request = stackalloc byte[Length];
        var span = new Span<byte>(request, Length);
        span.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(span, Length);
        BinaryPrimitives.WriteInt16LittleEndian(span[4..], LastMessage);
        BinaryPrimitives.WriteInt32LittleEndian(span[HeaderBytes..], ProcessIndex);
        BinaryPrimitives.WriteInt32LittleEndian(span[(HeaderBytes + 4)..], ProcessValue);
        BinaryPrimitives.WriteInt16LittleEndian(span[(HeaderBytes + 16)..], sizeof(int));
        BinaryPrimitives.WriteInt32LittleEndian(span[(HeaderBytes + MessageBytes)..], Listen);
        return Libc.Send(_socket, request, Length, 0) == Length;
    }
}
