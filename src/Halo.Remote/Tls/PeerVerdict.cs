using Halo.Daemons.Tls;

namespace Halo.Remote.Tls;

/// <summary>What was found out about the other end of a connection; a connection without a verdict is refused.</summary>
/// <param name="Refusal">Why nobody is served there; null when the other end is the manager.</param>
internal sealed record PeerVerdict(PeerRefusal? Refusal);
