using System.Security.Cryptography;

namespace Halo.Manager.Startup;

/// <summary>
/// The manager's random id, kept beside its state log: by it the remotes know a restarted manager from a second one. The file
/// stays locked while the manager runs, because two managers with one id would take the hosts from each other.
/// </summary>
internal sealed class ManagerIdentity : IDisposable
{
    private const int Bytes = 16;
    private readonly FileStream? _locked;

    private ManagerIdentity(string id, FileStream? locked, string? trouble)
    {
        Id = id;
        _locked = locked;
        Trouble = trouble;
    }

    /// <summary>The id: 32 hexadecimal digits.</summary>
    public string Id { get; }

    /// <summary>Why the id could not be kept, for people; null when it is.</summary>
    public string? Trouble { get; }

    /// <summary>The file that keeps the id of the manager with this state log.</summary>
    public static string FileOf(string stateFile) => $"{stateFile}.id";

    /// <summary>
    /// Reads the id or makes a new one. Where it cannot be kept it is good for this run only. Null when another manager
    /// holds the file.
    /// </summary>
    public static ManagerIdentity? Take(string stateFile)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(stateFile))!);

            // On Linux FileShare.None is an advisory lock (flock), which ends with the process.
            var file = new FileStream(FileOf(stateFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new ManagerIdentity(ReadOrMake(file), file, null);
        }
        catch (IOException e) when (IsLocked(e))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new ManagerIdentity(NewId(), null, e.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _locked?.Dispose();

    private static string ReadOrMake(FileStream file)
    {
        Span<byte> text = stackalloc byte[2 * Bytes];
        if (file.Length == text.Length)
        {
            file.ReadExactly(text);
            var id = System.Text.Encoding.ASCII.GetString(text);
            if (id.All(char.IsAsciiHexDigitLower))
            {
                return id;
            }
        }

        var made = NewId();
        file.SetLength(0);
        file.Position = 0;
        file.Write(System.Text.Encoding.ASCII.GetBytes(made));
        file.Flush(flushToDisk: true);
        return made;
    }

    private static string NewId() => RandomNumberGenerator.GetHexString(2 * Bytes, lowercase: true);

    // EWOULDBLOCK, as .NET passes it on.
    private static bool IsLocked(IOException exception) => exception.HResult == 11;
}
