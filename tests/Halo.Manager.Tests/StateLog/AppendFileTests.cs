using System.Text;
using Halo.Engine.StateLog;
using Halo.Manager.StateLog;

namespace Halo.Manager.Tests.StateLog;

public sealed class AppendFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("halo-log-");

    private string Log => Path.Combine(_folder.FullName, "sub", "halo.state");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Makes_the_file_and_its_folder_for_the_owner_alone()
    {
        Append("one\n");

        Assert.Equal("one\n", File.ReadAllText(Log));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Log));
    }

    [Fact]
    public void Appends_to_what_is_there()
    {
        Append("one\n");
        Append("two\n");

        Assert.Equal("one\ntwo\n", File.ReadAllText(Log));
    }

    [Fact]
    public void Ends_a_torn_line_first_so_that_it_never_counts_and_the_next_does()
    {
        Append("t\treset\toss0");
        Append("t\tunmanage\tpool0\n");

        var past = LogReplay.Of(LogText.Lines(File.ReadAllBytes(Log)));
        Assert.Empty(past.Hosts);
        Assert.NotNull(past.Groups["pool0"].Unmanaged);
    }

    [Fact]
    public void Ends_a_torn_line_even_where_there_is_nothing_to_write()
    {
        Append("torn");
        Append("");

        Assert.EndsWith("\n", File.ReadAllText(Log), StringComparison.Ordinal);
    }

    [Fact]
    public void Makes_a_file_anew_that_was_moved_away()
    {
        Append("one\n");
        File.Move(Log, Log + ".old");
        Append("two\n");

        Assert.Equal("two\n", File.ReadAllText(Log));
    }

    [Fact]
    public void Says_what_is_wrong_with_a_folder_that_cannot_be_made()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "sub"), "");

        Assert.Contains("sub", Assert.ThrowsAny<IOException>(() => Append("one\n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_what_is_wrong_with_a_file_that_cannot_be_opened()
    {
        Directory.CreateDirectory(Log);

        Assert.Contains("Is a directory", Assert.Throws<IOException>(() => Append("one\n")).Message, StringComparison.Ordinal);
    }

    private void Append(string text) => new AppendFile(Log).Append(Encoding.UTF8.GetBytes(text));
}
