using System.CommandLine;
using Halo.CommandLine;

namespace Halo.Daemons.Tls;

/// <summary>The flag with which the manager and the remote talk TLS with each other, and nothing else.</summary>
public static class MtlsOption
{
    /// <summary>The option.</summary>
    public static Option<bool> Create(Func<string, string?> environment) => SettingOption.Switch(
        "--mtls", "HALO_MTLS", "Talk mutual TLS only; HALO_CA_CERT and others name the certificates", environment);
}
