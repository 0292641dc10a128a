using System.Diagnostics;
using System.Text;

namespace Halo.Configuration.Tests;

public sealed class FileAtItsWorst : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("halo-configuration-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Says_that_a_missing_file_does_not_exist() =>
        Assert.Equal(
            "/no/such/halo.conf: cannot read the configuration: it does not exist; name another file with --config",
            FaultOf("/no/such/halo.conf"));

    [Fact]
    public void Says_that_a_directory_is_one() =>
        Assert.EndsWith("it is a directory; name the file in it", FaultOf(_folder), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void Refuses_a_path_that_is_none(string path) =>
        Assert.Contains("cannot read the configuration: ", FaultOf(path), StringComparison.Ordinal);

    [Fact]
    public void Says_that_a_file_may_not_be_read()
    {
        var path = Written("hosts: [{ hostname: a }]");
        File.SetUnixFileMode(path, UnixFileMode.None);
        var result = ConfigurationFile.Read(path);

        // No mode keeps root from reading.
        Assert.Equal(
            Environment.IsPrivilegedProcess ? string.Empty : $"{path}: cannot read the configuration: user {Environment.UserName} may not read it",
            string.Join('\n', result.Faults));
    }

    [Fact]
    public void Says_that_reading_failed() =>
        Assert.StartsWith("/proc/self/mem: cannot read the configuration: ", FaultOf("/proc/self/mem"), StringComparison.Ordinal);

    [Fact]
    public void Refuses_a_file_of_a_hundred_megabytes_without_reading_it()
    {
        var path = Path.Combine(_folder, "large");
        using (var file = File.Create(path))
        {
            file.SetLength(100_000_000);
        }

        Assert.EndsWith("it is larger than 16 MB", FaultOf(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_device_that_never_ends() =>
        Assert.EndsWith("it is larger than 16 MB", FaultOf("/dev/zero"), StringComparison.Ordinal);

    [Fact]
    public void Does_not_hang_on_a_pipe_that_nobody_writes_to()
    {
        var path = Path.Combine(_folder, "pipe");
        using (var mkfifo = Process.Start("mkfifo", path))
        {
            Assert.True(mkfifo.WaitForExit(TimeSpan.FromSeconds(10)));
        }

        var result = ConfigurationFile.Read(path, TimeSpan.FromSeconds(0.3));

        // Lets the reader that was left behind end.
        File.OpenHandle(path, FileMode.Open, FileAccess.Write).Dispose();
        Assert.EndsWith("it was not read within 0.3 seconds; is it a file, and does its disk answer?", Assert.Single(result.Faults).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Says_where_text_stops_being_UTF_8()
    {
        var path = Path.Combine(_folder, "latin1");
        File.WriteAllBytes(path, [.. "# ä\nhosts: "u8, 0xFC]);

        Assert.Equal($"{path}:2:8: this is not UTF-8 text", FaultOf(path));
    }

    [Fact]
    public void Reads_past_a_byte_order_mark()
    {
        var path = Path.Combine(_folder, "bom");
        File.WriteAllText(path, "hosts: [{ hostname: a }]", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        Assert.Empty(ConfigurationFile.Read(path).Faults);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n  \n")]
    [InlineData("# nothing but a comment")]
    [InlineData("---\n...\n")]
    [InlineData("null")]
    public void Says_that_a_file_is_empty(string text) => Assert.Equal(
        "1:1: the file is empty: a configuration has at least one host under the key hosts", Sample.Fault(text));

    [Theory]
    [InlineData("hello", "1:1: a configuration must be a mapping (name: value), not text")]
    [InlineData("- a", "1:1: a configuration must be a mapping (name: value), not a list")]
    [InlineData("hosts: []", "1:8: hosts is empty: a configuration has at least one host")]
    [InlineData("hosts:", "1:7: a configuration needs a value for the key hosts")]
    [InlineData("hosts: {}", "1:8: hosts must be a list, not a mapping")]
    [InlineData("hosts: [~]", "1:9: a host must be a mapping (name: value), not null")]
    [InlineData("[a]: b", "1:1: a key must be text, not a list")]
    [InlineData("a: 1\n---\nb: 2", "2:1: a second document begins here; a configuration is a single one")]
    [InlineData("a: !!str b", "1:4: a tag ('!') has no meaning here; a text that begins with '!' must stand in quotes")]
    [InlineData("a: b\nc\0: d", "2:2: the character U+0000 cannot be in a configuration; remove it")]
    [InlineData("a: b\nc: *d", "2:4: no such anchor is defined before this alias; a text that begins with '*' must stand in quotes")]
    [InlineData("a: &b [ c, *b ]", "1:12: this alias stands inside the value that it names")]
    [InlineData("a: \"b", "1:4: this is not YAML: while scanning a quoted scalar, found unexpected end of stream")]
    [InlineData("a:\n  b: c\n\td: e", "3:1: this line is indented with a tab; YAML wants spaces")]
    [InlineData("a: b: c", "1:5: this is not YAML: while scanning a plain scalar value, found invalid mapping")]
    public void Says_what_is_wrong_and_where(string text, string fault) => Assert.Equal(fault, Sample.Fault(text));

    [Theory]
    [InlineData("[1, 2")]
    [InlineData("hosts: [1, 2")]
    [InlineData("hosts: [1, 2\n")]
    public void Says_which_bracket_is_not_closed(string text)
    {
        var fault = Sample.Fault(text);

        Assert.Contains("this is not YAML: ", fault, StringComparison.Ordinal);
        Assert.EndsWith("; the '[' in line 1 is still open", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("- ")]
    [InlineData("{a: ")]
    public void Refuses_deep_nesting_without_following_it(string opening) => Assert.EndsWith(
        "values are nested more than 64 deep; a configuration needs only a few levels",
        Sample.Fault(string.Concat(Enumerable.Repeat(opening, 500_000))),
        StringComparison.Ordinal);

    [Fact]
    public void Refuses_aliases_that_multiply()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 60; i++)
        {
            var above = string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10));
            text.Append($"a{i}: &a{i} [{above}]\n");
        }

        Assert.EndsWith(
            "the file has more than 1000000 values, aliases counted as often as they are used",
            Sample.Fault(text.ToString()),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Stops_listing_faults_after_a_thousand()
    {
        var faults = Sample.Parse(string.Concat(Enumerable.Range(0, 5000).Select(i => $"key{i}: 1\n"))).Faults;

        Assert.Equal(1001, faults.Length);
        Assert.Equal("halo.conf: these are 1000 faults; more are not shown", faults[^1].ToString());
    }

    [Fact]
    public void Survives_any_damage_to_a_good_file()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var good = File.ReadAllText(Sample.Example("shape-b.yaml"));
        for (var i = 0; i < 500; i++)
        {
            var at = random.Next(good.Length);
            var until = Math.Min(good.Length, at + random.Next(20));
            const string damage = "[]{}:,&*!|>'\"%@`#-?\n\t \0a0";
            var damaged = $"{good[..at]}{damage[random.Next(damage.Length)]}{good[until..]}";

            var thrown = Record.Exception(() => ConfigurationText.Parse(Sample.File, damaged));
            Assert.True(thrown is null, $"seed {seed}: {thrown}");
        }
    }

    private string Written(string text)
    {
        var path = Path.Combine(_folder, "halo.conf");
        File.WriteAllText(path, text);
        return path;
    }

    private static string FaultOf(string path)
    {
        var result = ConfigurationFile.Read(path);
        Assert.Null(result.Config);
        return Assert.Single(result.Faults).ToString();
    }
}
