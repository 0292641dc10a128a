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

    [Fact]
    public void Leaves_a_file_alone_that_has_all_that_was_written()
    {
        var file = new AppendFile(Log);
        Append(file, "one\n");
        File.AppendAllText(Log, "by hand\n");
        Append(file, "");
        Append(file, "two\n");

        Assert.Equal("one\nby hand\ntwo\n", File.ReadAllText(Log));
    }

    [Fact]
    public void Writes_anew_into_a_file_that_was_moved_away()
    {
        var file = new AppendFile(Log);
        Append(file, "one\n");
        File.Move(Log, Log + ".1");
        Append(file, "two\n");
        Append(file, "three\n");

        Assert.Equal("anew: the file was moved away or deleted\ntwo\nthree\n", File.ReadAllText(Log));
    }

    [Fact]
    public void Writes_anew_into_a_file_that_was_shortened_though_there_is_nothing_else_to_write()
    {
        var file = new AppendFile(Log);
        Append(file, "one\n");
        File.WriteAllText(Log, "");
        Append(file, "");

        Assert.Equal("anew: the file was shortened from 4 bytes to 0\n", File.ReadAllText(Log));
    }

    [Fact]
    public void Writes_anew_behind_a_file_that_was_put_in_its_place()
    {
        var file = new AppendFile(Log);
        Append(file, "one\n");
        File.WriteAllText(Log + ".new", "a longer one\nand torn");
        File.Move(Log + ".new", Log, overwrite: true);
        Append(file, "two\n");

        Assert.Equal(
            $"a longer one\nand torn{LogLine.TornEnd}anew: another file was put in its place\ntwo\n", File.ReadAllText(Log));
    }

    [Fact]
    public void Writes_anew_into_a_file_that_was_shortened_since_it_was_read()
    {
        Append("one\n");
        var file = new AppendFile(Log, FileStatus.Of(Log, followLinks: true));
        File.WriteAllText(Log, "");
        Append(file, "two\n");

        Assert.StartsWith("anew: ", File.ReadAllText(Log), StringComparison.Ordinal);
    }

    [Fact]
    public void Writes_nothing_anew_where_the_file_that_was_left_comes_back()
    {
        var file = new AppendFile(Log);
        Append(file, "one\n");
        File.Move(Log, Log + ".1");
        File.CreateSymbolicLink(Log, "/dev/full");
        Assert.ThrowsAny<IOException>(() => Append(file, "two\n"));
        File.Delete(Log);
        File.Move(Log + ".1", Log);
        Append(file, "two\n");

        Assert.Equal("one\ntwo\n", File.ReadAllText(Log));
    }

    private void Append(string text) => Append(new AppendFile(Log), text);

    private static void Append(AppendFile file, string text) =>
        file.Append(Encoding.UTF8.GetBytes(text), happened => Encoding.UTF8.GetBytes($"anew: {happened}\n"));
}
