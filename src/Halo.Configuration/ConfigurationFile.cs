using System.Buffers;
using System.Text.Unicode;

namespace Halo.Configuration;

/// <summary>Reads a configuration from a file, and has a sentence for every way in which that can fail.</summary>
public static class ConfigurationFile
{
    private const int MostBytes = 16 * 1024 * 1024;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Reads a configuration. Never throws because of what is in the file or because it cannot be read, and ends within
    /// seconds even where the path is a pipe or its file system does not answer.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="whyAgentIsMissing">
    /// Why a fence agent cannot be run here, in one clause, or null where it can; null where nobody knows about fence agents.
    /// </param>
    public static ConfigurationResult Read(string path, Func<string, string?>? whyAgentIsMissing = null) =>
        Read(path, Deadline, whyAgentIsMissing);

    /// <summary>As the other <c>Read</c>, with a deadline of its own.</summary>
    public static ConfigurationResult Read(string path, TimeSpan deadline, Func<string, string?>? whyAgentIsMissing = null)
    {
        var attempt = new Attempt(path);

        // Opening a pipe or a file on a dead server blocks for as long as it likes, and cannot be given up. So a thread
        // of its own does it, which is left behind at the deadline and ends with the program.
        var reader = new Thread(attempt.Run) { IsBackground = true, Name = "configuration reader" };
        reader.Start();
        if (!reader.Join(deadline))
        {
            return Unusable(
                path,
                $"it was not read within {deadline.TotalSeconds:0.#} seconds; is it a file, and does its disk answer?");
        }

        return attempt.Problem is { } problem ? Unusable(path, problem) : Decode(path, attempt.Bytes, whyAgentIsMissing);
    }

    private static ConfigurationResult Decode(string path, byte[] bytes, Func<string, string?>? whyAgentIsMissing)
    {
        var characters = new char[bytes.Length];
        if (Utf8.ToUtf16(bytes, characters, out _, out var written, replaceInvalidSequences: false) == OperationStatus.Done)
        {
            return ConfigurationText.Parse(path, new string(characters, 0, written), whyAgentIsMissing);
        }

        var faults = new FaultList(path);
        faults.Add(Position.Of(characters, written), "this is not UTF-8 text");
        return new ConfigurationResult { File = path, Faults = faults.Faults() };
    }

    private static ConfigurationResult Unusable(string path, string problem)
    {
        var faults = new FaultList(path);
        faults.Add(Position.WholeFile, $"cannot read the configuration: {problem}");
        return new ConfigurationResult { File = path, Faults = faults.Faults() };
    }

    /// <summary>One attempt to read all bytes; ends with a problem or with the bytes.</summary>
    private sealed class Attempt(string path)
    {
        public string? Problem { get; private set; }

        public byte[] Bytes { get; private set; } = [];

        public void Run()
        {
            try
            {
                Problem = Directory.Exists(path) ? "it is a directory; name the file in it" : ReadAll();
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
            {
                Problem = "it does not exist; name another file with --config";
            }
            catch (UnauthorizedAccessException)
            {
                Problem = $"user {Environment.UserName} may not read it";
            }
            catch (Exception exception) when (exception is IOException or ArgumentException or NotSupportedException)
            {
                Problem = exception.Message.ReplaceLineEndings(" ");
            }
        }

        private string? ReadAll()
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

            // Pipes have no length and devices say 0, so it refuses a large file early but bounds nothing by itself.
            var length = file.CanSeek ? file.Length : 0;
            var bytes = new MemoryStream();
            var buffer = new byte[64 * 1024];
            for (var read = 1; read > 0 && length <= MostBytes; length = Math.Max(length, bytes.Length))
            {
                read = file.Read(buffer);
                bytes.Write(buffer, 0, read);
            }

            Bytes = bytes.ToArray();
            return length > MostBytes ? $"it is larger than {MostBytes / 1024 / 1024} MB" : null;
        }
    }
}
