using Halo.Cli.Connection;
using Halo.Cli.Status;
using Halo.Cli.Terminals;
using Halo.Cli.Text;
using static Halo.Cli.Tests.Answers;

namespace Halo.Cli.Tests;

public sealed class StatusWatchTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>Watches until <paramref name="done"/> says so of the pages shown so far.</summary>
    private static async Task<List<string>> PagesAsync(FakeManager manager, Func<List<string>, bool> done)
    {
        using var client = new ManagerClient(manager.Path);
        using var view = new Recorder(done);
        using var stop = new CancellationTokenSource(Deadline);
        var watch = new StatusWatch(client, view, TimeProvider.System) { Interval = TimeSpan.FromMilliseconds(1) };
        await watch.RunAsync(answer => [TextLine.Of(answer.Mode)], stop.Token);
        Assert.False(stop.IsCancellationRequested, $"only saw: {string.Join('|', view.Pages)}");
        return view.Pages;
    }

    [Fact]
    public async Task Ends_when_nobody_looks_any_more()
    {
        using var manager = FakeManager.Status(Of());

        Assert.Equal(["manage", "manage", "manage"], await PagesAsync(manager, pages => pages.Count == 3));
    }

    [Fact]
    public async Task Says_that_the_manager_is_gone_and_goes_on_when_it_is_back()
    {
        using var manager = FakeManager.Status(Of());
        var answer = manager.Answer;

        var pages = await PagesAsync(manager, seen =>
        {
            manager.Answer = seen[^1] is "manage" && seen.Count < 3 ? [] : answer;
            return seen.Count > 2 && seen[^1] is "manage";
        });

        Assert.Equal("manage", pages[0]);
        Assert.Contains(pages, p => p.StartsWith("halo: the manager on", StringComparison.Ordinal));
        Assert.Equal("manage", pages[^1]);
    }

    [Fact]
    public async Task Ends_at_once_when_told_to_while_the_manager_hangs()
    {
        using var manager = FakeManager.Silent();
        using var client = new ManagerClient(manager.Path);
        using var view = new Recorder(_ => false);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await new StatusWatch(client, view, TimeProvider.System).RunAsync(_ => [], stop.Token).WaitAsync(Deadline);

        Assert.Empty(view.Pages);
    }

    [Fact]
    public void Prints_a_page_in_a_pipe_only_when_it_differs()
    {
        using var output = new StringWriter();
        using var pipe = new PageStream(Run.Surroundings(output, TextWriter.Null));

        foreach (var page in new[] { "one", "one", "two", "two", "one" })
        {
            pipe.Show([TextLine.Of(page, Style.Bad)]);
        }

        Assert.Equal("one\n\ntwo\n\none\n", output.ToString());
    }

    [Fact]
    public void Draws_over_the_old_page_without_scrolling_and_restores_the_screen()
    {
        using var output = new StringWriter();
        using (var screen = new AlternateScreen(Run.Surroundings(output, TextWriter.Null, window: new WindowSize(60, 3))))
        {
            screen.Show([TextLine.Of("a"), TextLine.Of("b"), TextLine.Of("c"), TextLine.Of("d")]);
            screen.Show([TextLine.Of("e")]);
        }

        Assert.Equal(
            "~?1049h~?25l~?7l" +
            "~Ha~K\r\nb~K\r\n(2 more lines: make the window taller, or see less with -x)~K~J" +
            "~He~K~J" +
            "~?7h~?25h~?1049l",
            output.ToString().Replace("\e[", "~", StringComparison.Ordinal));
    }

    private sealed class Recorder(Func<List<string>, bool> done) : IPageView
    {
        public List<string> Pages { get; } = [];

        public bool IsAbandoned { get; private set; }

        public void Show(IReadOnlyList<TextLine> page)
        {
            Pages.Add(string.Join('\n', page));
            IsAbandoned = done(Pages);
        }

        public void Dispose()
        {
        }
    }
}
