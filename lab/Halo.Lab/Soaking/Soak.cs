using System.Diagnostics;
using System.Globalization;
using Halo.Testing;

namespace Halo.Lab.Soaking;

/// <summary>
/// Plays rounds of faults that a seed draws, under load, and checks all the time. After each round a simulated administrator does what HALO
/// says, until all is well again, and everything that was acknowledged is read.
/// </summary>
internal sealed class Soak
{
    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan CommandLimit = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    // Longer than detection_timeout and detection_interval: what HALO has not noticed yet is not well.
    private static readonly TimeSpan WellFor = TimeSpan.FromSeconds(5);

    private readonly Laboratory _laboratory;
    private readonly SoakDraw _draw;
    private readonly TextWriter _output;
    private readonly SoakWatch _watch;
    private readonly SoakSummary _summary;
    private readonly SimulatedAdministrator _administrator;
    private readonly List<(SoakFault Fault, Task<FinishedProgram> Command)> _asked = [];
    private readonly long _began = Stopwatch.GetTimestamp();

    private Soak(Laboratory laboratory, SoakDraw draw, TextWriter output)
    {
        (_laboratory, _draw, _output) = (laboratory, draw, output);
        _watch = new SoakWatch(laboratory);
        _summary = new SoakSummary(laboratory);
        _administrator = new SimulatedAdministrator(laboratory, Say);
    }

    /// <summary>Sets a laboratory up and plays rounds until the time is over. Returns the exit status: 1 where something was found.</summary>
    public static async Task<int> RunAsync(string name, int seed, TimeSpan length, TextWriter output)
    {
        var draw = new SoakDraw(seed);
        var plan = draw.Plan;
        output.WriteLine(
            $"soak with seed {seed}: {string.Join(' ', plan.Storage)}, {plan.Fence}, multiple-mount protection {(plan.MmpInterval > 0 ? "on" : "off")}, "
            + $"mutual TLS {(plan.MutualTls ? "on" : "off")}, {string.Join(' ', plan.Settings)}");
        await using var laboratory = await Laboratory.UpAsync(name, plan);
        await laboratory.AllIsWellAsync();
        return await new Soak(laboratory, draw, output).RunAsync(length);
    }

    private async Task<int> RunAsync(TimeSpan length)
    {
        await using var load = Load.Start(_laboratory);
        string? found = null;
        try
        {
            await CheckAsync(end => PlayRoundsAsync(load, length, end));
        }
        catch (Exception e) when (e is SoakFinding or LaboratoryException or TimeoutException or HttpRequestException or IOException)
        {
            found = e.Message;
            Say($"FOUND: {found}");
            Say(await _laboratory.DescribeAsync());
        }

        var stateLog = KeepStateLog();
        _output.WriteLine($"\n{_summary.Page(_laboratory.Plan.Targets.Sum(load.Acknowledged), _watch.StatusAnswers, stateLog)}");
        _output.WriteLine(found is null ? "the soak has passed: nothing acknowledged is lost" : $"the soak has found this: {found}\nthe logs are in {Path.Combine(_laboratory.Folder, "log")}");
        return found is null ? 0 : 1;
    }

    /// <summary>Plays with the checks beside it; whichever fails first ends both.</summary>
    private async Task CheckAsync(Func<CancellationToken, Task> play)
    {
        using var end = new CancellationTokenSource();
        Task[] both = [_watch.RunAsync(end.Token), play(end.Token)];
        var first = await Task.WhenAny(both);
        await end.CancelAsync();
        await Task.WhenAll(both).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
        await both[0];
    }

    private async Task PlayRoundsAsync(Load load, TimeSpan length, CancellationToken end)
    {
        while (Stopwatch.GetElapsedTime(_began) < length && !end.IsCancellationRequested)
        {
            var round = _draw.Next();
            Say($"round {round.Number}: {string.Join(", ", round.Faults)}");
            await PlayAsync(round, end);
            await RecoverAsync(round, end);
            await EndCommandsAsync();
            foreach (var target in _laboratory.Plan.Targets)
            {
                await load.GoesOnAsync(target);
            }

            await load.NothingIsLostAsync();
            _summary.Rounds++;
        }
    }

    private async Task PlayAsync(SoakRound round, CancellationToken end)
    {
        var began = Stopwatch.GetTimestamp();
        var steps = round.Faults.Select(fault => (fault.At, Act: (Func<Task>)(() => BeginAsync(fault))))
            .Concat(round.Faults.Where(fault => fault.Undo.Count > 0).Select(fault => (At: fault.At + fault.Lasts, Act: (Func<Task>)(() => EndAsync(fault)))))
            .OrderBy(step => step.At);
        foreach (var (at, act) in steps)
        {
            if (at - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } rest)
            {
                await Task.Delay(rest, end);
            }

            await act();
        }
    }

    private async Task BeginAsync(SoakFault fault)
    {
        Say($"  {fault}");
        if (fault.SilencesManager)
        {
            _watch.ManagerIsSilent();
        }

        if (fault.IsAsked)
        {
            _asked.Add((fault, _laboratory.RunAsync(CommandLimit, fault.Do[0])));
            _summary.Count(fault, wasPossible: true);
        }
        else
        {
            _summary.Count(fault, await DoAsync(fault, fault.Do));
        }
    }

    private async Task EndAsync(SoakFault fault)
    {
        Say($"  end of {fault}");
        await DoAsync(fault, fault.Undo);
        if (fault.SilencesManager)
        {
            await Eventually.BecomesTrueAsync("the manager answers again", ManagerAnswersAsync, AnswerLimit);
            _watch.ManagerAnswers();
        }
    }

    /// <summary>Whether it could be done: on a host without power little can.</summary>
    private async Task<bool> DoAsync(SoakFault fault, IReadOnlyList<IReadOnlyList<string>> commands)
    {
        foreach (var command in commands)
        {
            var ended = await _laboratory.RunAsync(command);
            if (ended.Status != 0)
            {
                Say($"    not possible: {ended.Error.Trim()}");
                return !fault.Subject.Split(' ').Any(word => !_laboratory.HasPower(word))
                    ? throw new SoakFinding($"lab/lab {string.Join(' ', command)} ended with {ended.Status}: {ended.Output}{ended.Error}")
                    : false;
            }
        }

        return true;
    }

    private async Task<bool> ManagerAnswersAsync()
    {
        try
        {
            _ = await _laboratory.StatusAsync();
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            return false;
        }
    }

    private async Task RecoverAsync(SoakRound round, CancellationToken end)
    {
        var began = Stopwatch.GetTimestamp();
        _administrator.Begin();
        var well = began;
        while (Stopwatch.GetElapsedTime(well) < WellFor)
        {
            if (await _administrator.TurnAsync() is { } trouble)
            {
                well = Stopwatch.GetTimestamp();
                if (Stopwatch.GetElapsedTime(began) > RecoveryLimit)
                {
                    throw new SoakFinding($"not all is well {RecoveryLimit.TotalMinutes} minutes after round {round.Number}: {trouble}");
                }
            }

            await Task.Delay(Turn, end);
        }

        var took = Stopwatch.GetElapsedTime(began, well);
        _summary.LongestRecovery = took > _summary.LongestRecovery ? took : _summary.LongestRecovery;
        Say(string.Create(CultureInfo.InvariantCulture, $"  all is well after {took.TotalSeconds:0} s"));
        if (round.FailsBack)
        {
            foreach (var host in _laboratory.Plan.Hosts)
            {
                await _laboratory.HaloAsync("failback", "--onto", host, "--reason", "soak");
            }

            await _laboratory.AllIsWellAsync();
            Say("  all is at home");
        }
    }

    /// <summary>What was asked has ended by now, done or refused, in a sentence.</summary>
    private async Task EndCommandsAsync()
    {
        foreach (var (fault, command) in _asked)
        {
            if (await Task.WhenAny(command, Task.Delay(AnswerLimit)) != command)
            {
                throw new SoakFinding($"all is well, and this has not ended: {fault}");
            }

            var ended = await command;
            Say($"  {fault} ended with {ended.Status}: {(ended.Output + ended.Error).Trim()}");
            if (ended.Status == 64 || string.IsNullOrWhiteSpace(ended.Output + ended.Error) || ended.Error.Contains("   at ", StringComparison.Ordinal))
            {
                throw new SoakFinding($"{fault} ended with {ended.Status}: {ended.Output}{ended.Error}");
            }
        }

        _asked.Clear();
    }

    /// <summary>With the logs, because the lab's end takes the disk it is on.</summary>
    private IReadOnlyList<string> KeepStateLog()
    {
        try
        {
            var lines = _laboratory.StateLog();
            File.WriteAllLines(Path.Combine(_laboratory.Folder, "log/halo.state"), lines);
            return lines;
        }
        catch (IOException e)
        {
            Say($"the state log cannot be read: {e.Message}");
            return [];
        }
    }

    private void Say(string text) =>
        _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(_began).TotalSeconds,6:0.0}  {text}"));
}
