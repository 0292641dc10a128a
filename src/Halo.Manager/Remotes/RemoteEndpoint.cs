namespace Halo.Manager.Remotes;

/// <summary>Where a path leads.</summary>
/// <param name="Address">A name or an address.</param>
/// <param name="Port">The remote's TCP port.</param>
/// <param name="HostName">The host's name without a port, which its certificate must have whatever the address is.</param>
/// <param name="Tls">How to talk TLS there; null where it is talked plainly.</param>
internal sealed record RemoteEndpoint(string Address, int Port, string HostName, RemoteTls? Tls);
