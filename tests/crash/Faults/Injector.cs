using System.Diagnostics;
using Crm.Crash.Tests.Load;
using Crm.Crash.Tests.Servers;
using Xunit.Abstractions;

namespace Crm.Crash.Tests.Faults;

/// <summary>Lets one fault after the other happen, in an order and at instants that the seed gives, and watches how soon all is well again.</summary>
internal sealed class Injector
{
    private static readonly TimeSpan Hanging = TimeSpan.FromSeconds(60);

    private readonly Installation _installation;
    private readonly Random _random;
    private readonly ITestOutputHelper _output;
    private readonly Fault[] _faults;
    private readonly Fault[] _beside;

    public Injector(Installation installation, Random random, ITestOutputHelper output)
    {
        (_installation, _random, _output) = (installation, random, output);
        var others = new OtherFaults(installation, new(random.Next()));
        others.Unsettle();
        _faults = [.. new SiloFaults(installation, new(random.Next())).All, .. new PostgresFaults(installation, new(random.Next())).All, .. others.All];
        _beside = [.. new PostgresFaults(installation, new(random.Next())).All];
        var named = Environment.GetEnvironmentVariable("CRM_FAULT") ?? "";
        _faults = [.. _faults.Where(fault => fault.Name.Contains(named, StringComparison.Ordinal))];
        random.Shuffle(_faults);
    }

    /// <summary>The longest that it took from a fault's end until an event sent then was applied.</summary>
    public TimeSpan Longest { get; private set; }

    public async Task Run(int faults, IReadOnlyList<Client> clients, CancellationToken cancellationToken)
    {
        for (var i = 0; i < faults; i++)
        {
            await Task.Delay(_random.Next(100, 1_500), cancellationToken);
            var fault = _faults[i % _faults.Length];
            var beside = _random.Next(3) == 0 ? _beside[_random.Next(_beside.Length)] : null;
            var both = beside is null || beside.Name == fault.Name ? fault : new Fault($"{fault.Name} + {beside.Name}", () => Task.WhenAll(fault.Happen(), beside.Happen()));
            await both.Happen().WaitAsync(cancellationToken);
            var ended = Stopwatch.GetTimestamp();
            await Live(both.Name, Task.WhenAll(clients.Select(client => client.Probe($"probe-{i}", cancellationToken))));
            var took = Stopwatch.GetElapsedTime(ended);
            Longest = took > Longest ? took : Longest;
            _output.WriteLine($"{both.Name}: live again {took.TotalMilliseconds:N0} ms after its end");
        }
    }

    private async Task Live(string fault, Task probes)
    {
        try
        {
            await probes.WaitAsync(Hanging);
        }
        catch (TimeoutException)
        {
            var ready = await _installation.Ready();
            Assert.Fail($"After \"{fault}\" an event was not applied within {Hanging.TotalSeconds} s. It says: {ready} It wrote:\n{_installation.Output}");
        }
    }
}
