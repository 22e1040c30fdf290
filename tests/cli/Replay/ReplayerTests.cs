using System.Net;
using Crm.Cli.Api;
using Crm.Cli.Replay;
using Spectre.Console;

namespace Crm.Cli.Tests.Replay;

public sealed class ReplayerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("crm-cli-");
    private readonly StringWriter _output = new();

    private string File => Path.Combine(_folder.FullName, "orders.ndjson");

    private string Place => Path.Combine(_folder.FullName, "place.json");

    public ReplayerTests() =>
        System.IO.File.WriteAllLines(File, Enumerable.Range(0, 1_200).Select(static i => Orders.Line($"o{i}", $"2017-01-{1 + (i / 60):00}T10:{i % 60:00}:00Z")));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Run_InterruptedHalfWay_GoesOnWithTheSameShift()
    {
        var broken = new FakeCollector();
        broken.TakesAndAnswers(static () => new(HttpStatusCode.OK) { Content = new StringContent("{}") });
        broken.Answers(static () => new(HttpStatusCode.BadRequest));
        await Assert.ThrowsAsync<CrmException>(() => Run(broken, now: "2026-11-24T23:59:59Z"));

        var second = new FakeCollector();
        await Run(second, now: "2026-12-02T00:00:00Z");

        Assert.Equal(Enumerable.Range(0, 1_200).Select(static i => $"order:o{i}"), broken.Taken.Concat(second.Taken));
        Assert.Equal(new Resume(Weeks(broken), 1_200, Done: true), new ResumeFile(Place).Read());
    }

    [Fact]
    public async Task Run_AgainAfterTheEnd_SendsNothing()
    {
        await Run(new FakeCollector(), now: "2026-11-24T12:00:00Z");
        var again = new FakeCollector();

        await Run(again, now: "2026-11-25T12:00:00Z");

        Assert.Empty(again.Taken);
    }

    [Fact]
    public async Task Run_WrongLine_IsNamedAndTheRestGoesOn()
    {
        System.IO.File.AppendAllText(File, "{\"orderId\":7}\n" + Orders.Line("last", "2017-02-01T00:00:00Z") + "\n");
        var collector = new FakeCollector();

        await Run(collector, now: "2026-11-24T12:00:00Z");

        Assert.Equal(1_201, collector.Taken.Count);
        Assert.Contains("line 1201 left out", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("1 wrong lines", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_StrictAndAWrongLine_EndsThere()
    {
        System.IO.File.WriteAllText(File, "nothing\n");

        var e = await Assert.ThrowsAsync<CrmException>(() => Run(new FakeCollector(), now: "2026-11-24T12:00:00Z", strict: true));

        Assert.Contains("line 1", e.Message, StringComparison.Ordinal);
    }

    private static int Weeks(FakeCollector collector)
    {
        var first = System.Text.Json.Nodes.JsonNode.Parse(collector.Bodies[0])!["batch"]![0]!["timestamp"]!.GetValue<DateTimeOffset>();
        return (int)((first - new DateTimeOffset(2017, 1, 1, 10, 0, 0, TimeSpan.Zero)).TotalDays / 7);
    }

    private async Task<int> Run(FakeCollector collector, string now, bool strict = false)
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(_output), Interactive = InteractionSupport.No });
        console.Profile.Width = 200;
        using var http = new HttpClient(collector) { BaseAddress = new("http://silo") };
        var options = new ReplayOptions { File = File, Keys = _folder.FullName, Resume = Place, ShiftToYesterday = true, Strict = strict };
        var connection = new Connection(http.BaseAddress, "write", "api", "admin");
        return await new Replayer(options, console, new FakeTime(now), http).Run(connection, CancellationToken.None);
    }
}
