namespace Halo.Daemons.Tls;

/// <summary>
/// What the files held when they were read. Files are compared by what is in them: a time that a copy kept, or a new file with
/// an old size, says nothing.
/// </summary>
internal sealed record TlsPems(string Authorities, string Certificate, string Key)
{
    private const int MaximumBytes = 1024 * 1024;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Reads the files; null and why, in one sentence, where one cannot be used.</summary>
    public static TlsPems? Read(TlsFiles files, out string fault)
    {
        fault = "";
        return ReadFile(files.Authorities, isKey: false, ref fault) is { } authorities
            && ReadFile(files.Certificate, isKey: false, ref fault) is { } certificate
            && ReadFile(files.Key, isKey: true, ref fault) is { } key
                ? new TlsPems(authorities, certificate, key)
                : null;
    }

    private static string? ReadFile(string path, bool isKey, ref string fault)
    {
        try
        {
            // One handle for the mode and for the text: what is looked at is what is read.
            using var file = File.OpenHandle(path);
            var mode = File.GetUnixFileMode(file);
            if (isKey && (mode & Others) != UnixFileMode.None)
            {
                fault = $"others than its owner may use the key {path} (mode {Convert.ToString((int)mode, 8)}); change that with chmod 600 {path}";
                return null;
            }

            if (RandomAccess.GetLength(file) > MaximumBytes)
            {
                fault = $"{path} is too large to hold certificates or a key";
                return null;
            }

            var bytes = new byte[RandomAccess.GetLength(file)];
            return System.Text.Encoding.Latin1.GetString(bytes, 0, RandomAccess.Read(file, bytes, 0));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            fault = $"{path} is not there; docs/tls.md tells how to make it";
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            fault = $"{path} cannot be read: {e.Message.TrimEnd('.')}";
            return null;
        }
    }
}
