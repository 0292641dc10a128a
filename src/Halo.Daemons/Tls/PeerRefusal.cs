namespace Halo.Daemons.Tls;

/// <summary>Why a certificate, or a connection, is refused.</summary>
/// <param name="Kind">Which of the reasons.</param>
/// <param name="Why">The facts and what to do, for people; of a certificate what follows after "the certificate".</param>
public sealed record PeerRefusal(RefusalKind Kind, string Why);

/// <summary>The reasons for which a connection is refused.</summary>
public enum RefusalKind
{
    /// <summary>The other side does not talk TLS.</summary>
    NoTls,

    /// <summary>The TLS handshake was not completed.</summary>
    NoHandshake,

    /// <summary>It has shown no certificate.</summary>
    NoCertificate,

    /// <summary>The certificate was not signed by an authority that is trusted.</summary>
    OtherAuthority,

    /// <summary>The certificate is not made for this side of a connection.</summary>
    OtherPurpose,

    /// <summary>The certificate is somebody else's.</summary>
    OtherName,

    /// <summary>Its time, or that of one that signed it, is over.</summary>
    Expired,

    /// <summary>Its time, or that of one that signed it, has not begun.</summary>
    NotYetValid,

    /// <summary>Anything else that is wrong with it.</summary>
    Unacceptable,
}
