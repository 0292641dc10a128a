namespace Halo.Daemons.Tls;

/// <summary>Where a program's certificates lie (design §2).</summary>
/// <param name="Role">Whose they are.</param>
/// <param name="Authorities">The absolute path of the certificates of the authorities that are trusted.</param>
/// <param name="Certificate">The absolute path of the program's own certificate, and of what leads from it to an authority.</param>
/// <param name="Key">The absolute path of its key.</param>
public sealed record TlsFiles(TlsRole Role, string Authorities, string Certificate, string Key)
{
    /// <summary>What the environment names, else the files in <c>/etc/halo</c>. An empty variable counts as none.</summary>
    public static TlsFiles FromEnvironment(TlsRole role, Func<string, string?> environment)
    {
        var own = role == TlsRole.Manager ? "client" : "server";
        return new TlsFiles(role, Named("ca", "cert"), Named(own, "cert"), Named(own, "key"));

        string Named(string whose, string what) =>
            environment($"HALO_{whose.ToUpperInvariant()}_{what.ToUpperInvariant()}") is { Length: > 0 } path
                ? Path.GetFullPath(path)
                : $"/etc/halo/{whose}.{(what is "key" ? "key" : "crt")}";
    }
}
