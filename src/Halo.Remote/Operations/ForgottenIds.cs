using System.Security.Cryptography;
using System.Text;

namespace Halo.Remote.Operations;

/// <summary>
/// Ids whose answers are forgotten, as hashes, so that none of them runs again. It is bounded; an id that has fallen out
/// belongs to a session that is long over, or to a monitor.
/// </summary>
internal sealed class ForgottenIds
{
    /// <summary>So many ids are kept: an hour and more of a busy host.</summary>
    internal const int Limit = 131_072;

    private readonly HashSet<UInt128> _known = [];
    private readonly Queue<UInt128> _oldest = [];

    /// <summary>Remembers that this id was used.</summary>
    internal void Add(string id)
    {
        var hash = Hash(id);
        if (!_known.Add(hash))
        {
            return;
        }

        _oldest.Enqueue(hash);
        if (_oldest.Count > Limit)
        {
            _ = _known.Remove(_oldest.Dequeue());
        }
    }

    /// <summary>Whether this id was used.</summary>
    internal bool Contains(string id) => _known.Contains(Hash(id));

    private static UInt128 Hash(string id) =>
        System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}
