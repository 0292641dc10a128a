namespace Halo.Daemons.Tls;

/// <summary>The two sides of every TLS connection.</summary>
public enum TlsRole
{
    /// <summary>The manager, which opens every connection.</summary>
    Manager,

    /// <summary>The remote, which listens.</summary>
    Remote,
}
