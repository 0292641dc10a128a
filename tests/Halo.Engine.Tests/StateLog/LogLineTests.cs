using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Halo.Engine.StateLog;
using Halo.Engine.Tests.Properties;

namespace Halo.Engine.Tests.StateLog;

public sealed class LogLineTests
{
    [Fact]
    public void Is_written_with_tabs_between_its_columns()
    {
        var happened = new ClusterEvent(EventKind.Fence, "oss00", "it is silent")
        {
            Fields = [new EventField(EventField.Stage, "intent")],
        };

        Assert.Equal(
            "2026-04-15T15:40:45.186271Z\tfence\toss00\tit is silent\tby=halo\tstage=intent", LogLine.Of(happened, LogOf.Time).Format());
    }

    [Fact]
    public void Escapes_whatever_would_end_a_column_or_act_upon_a_terminal()
    {
        var line = new LogLine("t", "manage", "pool0", "a\tb\nc\rd\\e\u001bf\u0085g\u202eh\u2028i\ud800");

        Assert.Equal(@"a\tb\nc\rd\\e\x1bf\x85g\u202eh\u2028i\ud800", line.Format().Split('\t')[3]);
    }

    [Fact]
    public void Leaves_other_languages_as_they_are() =>
        Assert.Equal("t\tmanage\tpool0\tfür später 𝄞", new LogLine("t", "manage", "pool0", "für später 𝄞").Format());

    [Fact]
    public void Comes_back_exactly_whatever_its_texts_are()
    {
        var texts = Gen.OneOf(
            ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""),
            Gen.Elements("\\", "\\t", "\t", "\n", "\r", "=", "a=b", "\\x3d", "\0", "\u007f", "\ud834\udd1e", "\udd1e", "\U000e0001", "(torn)", "…"),
            Gen.Choose(0, char.MaxValue).Select(code => (char)code).ArrayOf().Select(chars => new string(chars)));

        Prop.ForAll(Arb.From(texts.ArrayOf(8)), t => ComesBack(t)).Check(Cases.Config);
    }

    [Fact]
    public void Is_read_in_the_older_form_without_fields()
    {
        var line = Parse("2026-04-15T15:40:45Z\tunmanage\tpool0\tnew DIMM");

        Assert.Equal(("unmanage", "pool0", "new DIMM"), (line.Event, line.Object, line.Comment));
        Assert.Empty(line.Fields);
    }

    [Theory]
    [InlineData("unmanage", "an administrator")]
    [InlineData("fence", "an administrator")]
    [InlineData("clear", "an administrator")]
    [InlineData("running", "halo")]
    [InlineData("reboot", "halo")]
    public void Says_who_did_what_a_line_of_the_older_form_tells(string what, string who) => Assert.Equal(who, Parse($"t\t{what}\tpool0\twhy").By);

    [Fact]
    public void Says_who_did_it() =>
        Assert.Equal(("root", "halo"), (Parse("t\tmanage\tpool0\twhy\tby=root").By, Parse("t\tfence\toss00\twhy\tstage=intent\tattempt=1").By));

    [Fact]
    public void Is_read_without_a_comment() => Assert.Equal("", Parse("2026-04-15T15:40:45Z\tunmanage\tpool0").Comment);

    [Fact]
    public void Is_read_with_the_line_end_of_another_system() =>
        Assert.Equal("yes", Parse("t\tfence\toss00\twhy\tforce=yes\r")["force"]);

    [Fact]
    public void Takes_a_backslash_that_escapes_nothing_for_itself() =>
        Assert.Equal(@"c:\dir \x1 \u12", Parse(@"t" + "\tmanage\tpool0\t" + @"c:\dir \x1 \u12").Comment);

    [Theory]
    [InlineData("", "it has 1 of at least 3 columns")]
    [InlineData("some words", "it has 1 of at least 3 columns")]
    [InlineData("t\tmanage", "it has 2 of at least 3 columns")]
    [InlineData("t\tmanage\tpool0\twhy\tnothing", "one of its fields is not name=value")]
    [InlineData("t\tmanage\tpo\0l0\twhy", "it has control characters, which HALO never writes")]
    public void Says_what_is_wrong_with_a_line(string text, string problem)
    {
        Assert.Null(LogLine.Parse(text, out var said));
        Assert.Equal(problem, said);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-04-15T15:40:45Z\tunman")]
    [InlineData("2026-04-15T15:40:45Z\tunmanage\tpool0")]
    [InlineData("2026-04-15T15:40:45Z\tunmanage\tpool0\tnew \\x1")]
    [InlineData("2026-04-15T15:40:45Z\tfence\toss0\twhy\tstage=int")]
    [InlineData("2026-04-15T15:40:45Z\tfence\toss0\twhy\tstage=intent\tatt")]
    public void Is_never_read_once_it_was_marked_as_torn(string beginning) =>
        Assert.Null(LogLine.Parse(beginning + LogLine.TornEnd.TrimEnd('\n'), out _));

    [Fact]
    public void Cuts_a_comment_without_end() =>
        Assert.Equal(4_097, LogLine.Of(new ClusterEvent(EventKind.Failed, "ost0", new string('x', 100_000)), "t").Comment.Length);

    [Fact]
    public void Has_a_word_of_its_own_for_every_event()
    {
        var kinds = Enum.GetValues<EventKind>();

        Assert.Distinct(kinds.Select(EventNames.NameOf));
        Assert.All(kinds, kind => Assert.Equal(kind, EventNames.KindOf(EventNames.NameOf(kind))));
        Assert.All(kinds, kind => Assert.Matches("^[a-z]+(-[a-z]+)*$", EventNames.NameOf(kind)));
        Assert.Null(EventNames.KindOf("reboot"));
    }

    private static void ComesBack(string[] texts)
    {
        var line = new LogLine(texts[0], texts[1], texts[2], texts[3])
        {
            Fields = [new EventField(texts[4], texts[5]), new EventField(texts[6], texts[7])],
        };
        var written = line.Format();
        var read = LogLine.Parse(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(written)), out _)!;

        Assert.DoesNotContain('\n', written);
        string[] columns = [read.Timestamp, read.Event, read.Object, read.Comment];
        Assert.Equal(texts[..4], columns);
        Assert.Equal(line.Fields.AsEnumerable(), read.Fields);
    }

    private static LogLine Parse(string text)
    {
        var line = LogLine.Parse(text, out var problem);
        Assert.Null(problem);
        return line!;
    }
}
