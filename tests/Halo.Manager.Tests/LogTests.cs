using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Halo.Manager.Tests;

public sealed class LogTests
{
    [Fact]
    public void Gives_every_message_an_id_of_its_own()
    {
        var ids = typeof(Log).GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId)
            .Where(id => id is not null)
            .ToList();

        Assert.NotEmpty(ids);
        Assert.Distinct(ids);
    }
}
