namespace Halo.Simulator.ManagerProcess;

/// <summary>One connection to one instance of a remote, as the manager holds it. What was sent over it dies with it, or arrives late.</summary>
internal sealed class Connection
{
    private readonly ManagerLife _life;
    private readonly SimulatedHost _host;
    private readonly SimulatedRemote _remote;
    private readonly Link _link;
    private readonly List<Question> _questions = [];

    public Connection(ManagerLife life, SimulatedHost host, SimulatedRemote remote, Link link, long number)
    {
        _life = life;
        _host = host;
        _remote = remote;
        _link = link;
        Number = number;
        remote.Resets.Add(Reset);
    }

    public long Number { get; }

    public bool IsOpen { get; set; } = true;

    /// <summary>Whether the host's kernel has said that nobody has this connection any more.</summary>
    public bool IsReset { get; private set; }

    /// <summary>Asks the remote; either an answer is taken within the deadline, or the question fails, once.</summary>
    public void Ask(long deadline, Action<SimulatedRemote, Action<Action>> ask, Action failed)
    {
        if (IsReset || !IsOpen)
        {
            failed();
            return;
        }

        var question = new Question(failed);
        _questions.Add(question);
        _life.After(deadline, () => Fail(question));
        ToRemote(remote => ask(remote, taken => _link.Send(toHost: false, () => _life.Do(() => Take(question, taken)))));
    }

    /// <summary>The manager gives the connection up; whatever was asked over it fails.</summary>
    public void Drop()
    {
        IsOpen = false;
        _life.Connections.Remove(Number);
        FailAll();
    }

    private void ToRemote(Action<SimulatedRemote> what) => _link.Send(toHost: true, () => _host.Do(() =>
    {
        if (_host.Remote == _remote)
        {
            _remote.Do(() => what(_remote));
        }
        else
        {
            Reset();
        }
    }));

    private void Reset() => _link.Send(toHost: false, () => _life.Do(() =>
    {
        IsReset = true;
        FailAll();
    }));

    private void FailAll()
    {
        foreach (var question in _questions.ToArray())
        {
            Fail(question);
        }
    }

    private void Fail(Question question)
    {
        if (_questions.Remove(question))
        {
            question.Failed();
        }
    }

    /// <summary>An answer that is repeated, or comes when nobody waits any more, is told all the same: it must change nothing.</summary>
    private void Take(Question question, Action taken)
    {
        _ = _questions.Remove(question);
        taken();
    }

    private sealed record Question(Action Failed);
}
