namespace Halo.Engine.Tests.World;

/// <summary>What the referee learns from inputs and events.</summary>
internal sealed partial class Referee
{
    private void Learn(EngineInput input)
    {
        switch (input)
        {
            case HostInput host when !_contacts.ContainsKey((host.Host.Domain, host.Host.Host)):
                break;
            case PathProbed probed:
                PowerOf(probed.Host).Probed(probed, ContactOf(probed));
                ContactOf(probed).Probed(probed);
                break;
            case PathOpened opened:
                PowerOf(opened.Host).Opened(opened, ContactOf(opened));
                if (ContactOf(opened).Opened(opened))
                {
                    ForEach(opened.Host, evidence =>
                    {
                        evidence.Forget();
                        evidence.Sequence = 0;
                    });
                }

                break;
            case PathClosed closed:
                ContactOf(closed).Closed(closed);
                ForEach(closed.Host, evidence => evidence.InFlight =
                    evidence is { IsChanging: false, InFlight.Connection: var c } && c == closed.Connection ? null : evidence.InFlight);
                break;
            case SessionRefused refused when ContactOf(refused).Asked == (refused.Connection, refused.Session):
                ContactOf(refused).Foreign |= refused.OtherManager is not null;
                (ContactOf(refused).IsAsking, ContactOf(refused).SessionOver) = (false, null);
                break;
            case SessionOpened opened when ContactOf(opened) is { IsAsking: true } contact
                && contact.Asked == (opened.Connection, opened.Session):
                LearnOfMonitors(opened, contact);
                (contact.Foreign, contact.IsAsking, contact.SessionOver) = (false, false, opened.Connection);
                Adopt(opened);
                break;
            case OperationEnded ended:
                Learn(ended);
                break;
            case OperationNotRun notRun when Find(notRun.Host, notRun.Operation) is { } evidence
                && (!evidence.IsChanging || ContactOf(notRun).IsInSession):
                evidence.InFlight = null;
                break;
            case OperationUnanswered unanswered when Find(unanswered.Host, unanswered.Operation) is { IsChanging: false } evidence:
                evidence.InFlight = null;
                break;
            case IntentRecorded recorded:
                Learn(recorded);
                break;
            case PowerAnswered answered:
                Learn(answered);
                break;
        }
    }

    private void Learn(OperationEnded ended)
    {
        if (Find(ended.Host, ended.Operation) is not { InFlight: { } operation } evidence)
        {
            return;
        }

        evidence.InFlight = null;
        if (operation.Kind == OperationKind.Monitor && ended.Outcome.Sequence != 0 && ended.Outcome.Sequence <= evidence.Sequence)
        {
            return;
        }

        evidence.Sequence = Math.Max(evidence.Sequence, ended.Outcome.Sequence);
        evidence.Ended(operation.Kind, operation.IsProbe, ended.Outcome, ended.At);
    }

    /// <summary>A session that only takes the place of another one of this manager lets monitors be; they may be asked afresh, though (K5, K6).</summary>
    private void LearnOfMonitors(SessionOpened opened, Contact contact)
    {
        var renews = contact.SessionOver == opened.Connection;
        ForEach(opened.Host, evidence =>
        {
            evidence.MayBeAskedAfresh |= renews;
            evidence.InFlight = renews || evidence.IsChanging ? evidence.InFlight : null;
        });
    }

    /// <summary>What the remote reports as in flight is in flight, whoever sent it (K6).</summary>
    private void Adopt(SessionOpened opened)
    {
        var resources = _config.Domains[opened.Domain].Resources;
        foreach (var operation in opened.InFlight.Where(operation => operation.Kind != OperationKind.Monitor))
        {
            for (var resource = 0; resource < resources.Length; resource++)
            {
                var evidence = _evidence[(opened.Domain, resource, opened.Host.Host)];
                if (string.Equals(resources[resource].Id, operation.Resource, StringComparison.Ordinal) && !evidence.IsChanging
                    && _config.Domains[opened.Domain].MayRunOn(resource, opened.Host.Host))
                {
                    evidence.Sent();
                    evidence.InFlight = (operation.Id, operation.Kind, opened.Connection, false);
                }
            }
        }
    }

    /// <summary>A verified power-off proves everything on the host stopped, and ends what was in flight there (K4, K6).</summary>
    private void Learn(PowerAnswered answered)
    {
        if (PowerOf(answered.Host).Answered(answered, ContactOf(answered)))
        {
            ContactOf(answered).Lose(answered.At);
            ForEach(answered.Host, evidence => evidence.PowerIsOff());

            // Sessions end with the power, another manager's too.
            ContactOf(answered).Foreign = false;
        }
    }

    /// <summary>What administrators decided is known by the events of it, and each of them was asked for.</summary>
    private void Learn(EngineInput input, ClusterEvent happened)
    {
        switch (happened.Kind)
        {
            case EventKind.Manage:
                DemandAsked(input, AdministratorVerb.Manage, happened);
                _unmanaged.Remove(happened.Object);
                ForgetGroup(_config.Domains[input.Domain], happened.Object);
                break;
            case EventKind.Unmanage:
                DemandAsked(input, AdministratorVerb.Unmanage, happened);
                _unmanaged.Add(happened.Object);
                break;
            case EventKind.Cleanup:
                DemandAsked(input, AdministratorVerb.Cleanup, happened);
                AskAfresh(_config.Domains[input.Domain], happened.Object);
                break;
            case EventKind.Activate:
                DemandAsked(input, AdministratorVerb.Activate, happened);
                _deactivated.Remove(happened.Object);
                break;
            case EventKind.Deactivate:
                DemandAsked(input, AdministratorVerb.Deactivate, happened);
                _deactivated.Add(happened.Object);
                break;
        }
    }

    private void ForgetGroup(FailoverDomain domain, string name)
    {
        var group = domain.Groups.First(g => string.Equals(g.Id, name, StringComparison.Ordinal));
        foreach (var member in group.Members)
        {
            foreach (var host in group.Hosts)
            {
                _evidence[(domain.Index, member, host)].Forget();
            }
        }
    }

    private void AskAfresh(FailoverDomain domain, string name)
    {
        foreach (var ((d, resource, _), evidence) in _evidence)
        {
            evidence.MayBeAskedAfresh |= d == domain.Index && string.Equals(domain.Resources[resource].Id, name, StringComparison.Ordinal);
        }
    }

    private static void DemandAsked(EngineInput input, AdministratorVerb verb, ClusterEvent happened) =>
        Demand(input is AdministratorAsked asked && asked.Verb == verb, $"nobody asked for this: {happened}");

    /// <summary>A host that is lost proves nothing any more (K3).</summary>
    private void JudgeContact(int domain, Instant now)
    {
        foreach (var ((_, host), contact) in _contacts.Where(c => c.Key.Domain == domain && _power[c.Key].Off is null))
        {
            if (contact.IsLost(now, _config.Settings.DetectionTimeout))
            {
                contact.Lose(now);
                ForEach(new HostRef(domain, host), evidence => evidence.Forget());
            }
            else if (contact.Foreign && !IsConnected(domain, host))
            {
                ForEach(new HostRef(domain, host), evidence => evidence.Forget());
            }

            contact.SettleAt(now);
        }
    }
}
