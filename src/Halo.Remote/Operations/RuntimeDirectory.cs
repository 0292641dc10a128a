using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Halo.Remote.Operations;

/// <summary>
/// The directory with the records of the operations that run, locked for this remote. It lives in memory (<c>/run</c>): a
/// record is of use only until the next boot, and is not synced.
/// </summary>
internal sealed class RuntimeDirectory : IDisposable
{
    private const string LockName = "lock";
    private const string Suffix = ".operation";

    /// <summary>EWOULDBLOCK, which .NET passes on when another process has the file locked.</summary>
    private const int WouldBlock = 11;

    private const int MaximumRecordBytes = 16 * 1024;

    private readonly FileStream _lock;
    private readonly ILogger _log;

    private RuntimeDirectory(string path, FileStream directoryLock, ILogger log)
    {
        Location = path;
        _lock = directoryLock;
        _log = log;
    }

    /// <summary>Its absolute path.</summary>
    internal string Location { get; }

    /// <summary>Opens and locks the directory, making it where needed; null and why not.</summary>
    internal static RuntimeDirectory? Open(string path, ILogger log, out string fault, out bool isTaken)
    {
        isTaken = false;
        fault = "";
        try
        {
            _ = Directory.CreateDirectory(
                path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var held = new FileStream(
                Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new RuntimeDirectory(path, held, log);
        }
        catch (IOException locked) when (locked.HResult == WouldBlock)
        {
            isTaken = true;
            fault = $"another halo_remote uses the runtime directory {path}; stop it, or give this one its own " +
                "by --runtime-dir or HALO_RUNTIME_DIR";
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            fault = $"cannot keep records in the runtime directory {path}: {WhyUnusable(path, failure)}; without them a restart " +
                "would not find running operations, so name a directory that can be written (best below /run) by --runtime-dir or " +
                "HALO_RUNTIME_DIR";
            return null;
        }
    }

    private static string WhyUnusable(string path, Exception failure) => failure switch
    {
        _ when Path.Exists(path) && !Directory.Exists(path) => "it is no directory",
        FileNotFoundException or DirectoryNotFoundException => "no directory can be made there",
        UnauthorizedAccessException => "this program may not write there",
        _ => failure.Message.TrimEnd('.'),
    };

    /// <summary>Writes or replaces a record; null, or why that failed.</summary>
    internal string? Write(OperationRecord record)
    {
        var path = PathOf(record.Id);
        try
        {
            var text = JsonSerializer.SerializeToUtf8Bytes(record, RecordJson.Default.OperationRecord);
            File.WriteAllBytes(path + ".new", text);
            File.Move(path + ".new", path, overwrite: true);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"cannot record the operation in {Location}: {failure.Message.TrimEnd('.')}";
        }
    }

    /// <summary>Removes a record; one that is not there is no failure.</summary>
    internal void Remove(string id) => Delete(PathOf(id));

    /// <summary>
    /// Reads what an earlier remote left. What belongs to another boot or is no record is removed; what cannot be read stays,
    /// for it may tell of an operation that still runs.
    /// </summary>
    /// <returns>The records; null, with the fault in one sentence, when not all could be read.</returns>
    internal IReadOnlyList<OperationRecord>? ReadAll(string bootId, out string fault)
    {
        var records = new List<OperationRecord>();
        var reading = Location;
        try
        {
            foreach (var path in Directory.GetFiles(Location))
            {
                if (path.EndsWith($"/{LockName}", StringComparison.Ordinal))
                {
                    continue;
                }

                reading = path;
                var record = path.EndsWith(Suffix, StringComparison.Ordinal) ? ReadOne(path) : null;
                if (record is not null && string.Equals(record.BootId, bootId, StringComparison.Ordinal))
                {
                    records.Add(record);
                }
                else
                {
                    Delete(path);
                }
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            fault = $"cannot read {reading} ({failure.Message.TrimEnd('.')}), which may tell of an operation that an earlier " +
                "halo_remote left running; make it readable, or remove it when no resource agent runs any more";
            return null;
        }

        fault = "";
        return records;
    }

    public void Dispose() => _lock.Dispose();

    private OperationRecord? ReadOne(string path)
    {
        if (new FileInfo(path).Length > MaximumRecordBytes)
        {
            Log.BadRecord(_log, path, "it is too large");
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), RecordJson.Default.OperationRecord);
        }
        catch (JsonException failure)
        {
            Log.BadRecord(_log, path, failure.Message);
            return null;
        }
    }

    private void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.RecordStays(_log, path, failure.Message);
        }
    }

    /// <summary>Ids come from outside and may be long: the file is named by a hash.</summary>
    private string PathOf(string id) =>
        Path.Combine(Location, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, 16)) + Suffix);
}
