using Halo.Daemons.Tls;
using Halo.Remote.Tls;
using Halo.Testing;

namespace Halo.Remote.Tests;

public sealed class RefusalLogTests
{
    private static readonly PeerRefusal Expired = new(RefusalKind.Expired, "has the certificate CN=halo-manager, which expired");

    private readonly RecordedLog _log = new();
    private readonly SettableTime _time = new();
    private readonly RefusalLog _refusals;

    public RefusalLogTests() => _refusals = new RefusalLog(_log, _time);

    [Fact]
    public void A_refusal_is_told_with_the_address_and_the_reason()
    {
        _refusals.Tell("10.0.0.1", Expired);

        Assert.Equal(
            "refused a connection: who opened it from 10.0.0.1 has the certificate CN=halo-manager, which expired",
            Assert.Single(_log.Lines).Text);
    }

    [Fact]
    public void The_same_reason_is_told_once_a_minute_for_each_address()
    {
        _refusals.Tell("10.0.0.1", Expired);
        _refusals.Tell("10.0.0.1", Expired);
        _refusals.Tell("10.0.0.2", Expired);

        Assert.Equal(2, _log.Lines.Length);
    }

    [Fact]
    public void Another_reason_is_told_at_once()
    {
        _refusals.Tell("10.0.0.1", Expired);
        _refusals.Tell("10.0.0.1", new PeerRefusal(RefusalKind.NoCertificate, "has shown no certificate"));

        Assert.Equal(2, _log.Lines.Length);
    }

    [Fact]
    public void After_a_minute_it_is_told_again_and_how_many_were_not()
    {
        _refusals.Tell("10.0.0.1", Expired);
        _refusals.Tell("10.0.0.1", Expired);
        _time.Skip(TimeSpan.FromMinutes(1));
        _refusals.Tell("10.0.0.1", Expired);

        Assert.Equal(3, _log.Lines.Length);
        Assert.Equal("refused 1 more connections for the reasons that were told", _log.Lines[1].Text);
    }

    [Fact]
    public void A_flood_from_many_addresses_is_told_in_few_lines()
    {
        for (var i = 0; i < 1000; i++)
        {
            _refusals.Tell($"10.0.{i / 250}.{i % 250}", Expired);
        }

        Assert.Equal(RefusalLog.MostLines, _log.Lines.Length);
    }
}
