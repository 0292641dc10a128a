using System.Text;

namespace Halo.Agents.Fencing;

/// <summary>What became of reading a password file: the password, or why there is none.</summary>
/// <param name="password">The password, or null.</param>
/// <param name="problem">Why there is none, in one sentence, or null.</param>
internal sealed class PasswordReading(string? password, string? problem)
{
    internal string? Password => password;

    internal string? Problem => problem;
}

/// <summary>
/// Reads the files that <c>password_file</c> names, anew for each call, so that a changed password needs no restart. Opening a
/// pipe, or a file on a dead server, may block for ever: a thread of its own does it, and one file never has two of them.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class PasswordFiles(TimeProvider time)
{
    /// <summary>How many bytes a password may have.</summary>
    internal const int MostBytes = 4096;

    /// <summary>How long a file may take to be read.</summary>
    internal static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Calls of several hosts come side by side; the lock keeps them from starting two readers of one file.
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task<PasswordReading>> _readings = new(StringComparer.Ordinal);

    /// <summary>The password in a file, without the end of its line.</summary>
    internal async Task<PasswordReading> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await ReaderOf(path).WaitAsync(Deadline, time, cancellation);
        }
        catch (TimeoutException)
        {
            return Failed(path, $"it was not read within {Deadline.TotalSeconds} s; is it a file, and does its disk answer?");
        }
    }

    private Task<PasswordReading> ReaderOf(string path)
    {
        lock (_lock)
        {
            if (!_readings.TryGetValue(path, out var reading) || reading.IsCompleted)
            {
                reading = Task.Factory.StartNew(
                    () => Read(path), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                _readings[path] = reading;
            }

            return reading;
        }
    }

    private static PasswordReading Read(string path)
    {
        try
        {
            return !path.StartsWith('/') ? Failed(path, "it is not an absolute path")
                : Directory.Exists(path) ? Failed(path, "it is a directory")
                : Decode(path, ReadBytes(path));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Failed(path, "it does not exist");
        }
        catch (UnauthorizedAccessException)
        {
            return Failed(path, $"user {Environment.UserName} may not read it");
        }
        catch (DecoderFallbackException)
        {
            return Failed(path, "it is not UTF-8 text");
        }
        catch (IOException exception)
        {
            return Failed(path, exception.Message.ReplaceLineEndings(" "));
        }
    }

    private static byte[] ReadBytes(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        var bytes = new byte[MostBytes + 1];
        var count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes[..count];
    }

    private static PasswordReading Decode(string path, byte[] bytes)
    {
        const string nothingElse = "it must hold the password and nothing else";
        if (bytes.Length > MostBytes)
        {
            return Failed(path, $"it is larger than {MostBytes} bytes; {nothingElse}");
        }

        var password = StrictUtf8.GetString(bytes).TrimEnd('\r', '\n');
        return password.Length == 0 ? Failed(path, "it is empty")
            : password.Any(char.IsControl) ? Failed(path, $"it has several lines or a control character; {nothingElse}")
            : new PasswordReading(password, null);
    }

    private static PasswordReading Failed(string path, string why) => new(null, $"cannot read the password_file {path}: {why}");
}
