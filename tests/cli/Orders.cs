using System.Text;
using System.Text.Json.Nodes;
using Crm.Cli.Replay;

namespace Crm.Cli.Tests;

/// <summary>Lines of an orders file, and events read back.</summary>
internal static class Orders
{
    public const string Simple =
        """{"orderId":"31198705046","customer":"906","at":"2017-01-01T12:30:27Z","store":"319","total":"1.50","discount":"0.29","products":[{"id":"1075313","category":"SEAFOOD","brand":"National","quantity":1,"price":"1.50"}]}""";

    public static string Line(string id, string at, string customer = "1") =>
        $$"""{"orderId":"{{id}}","customer":"{{customer}}","at":"{{at}}","total":"3.00","products":[{"id":"p1","quantity":1,"price":"1.00"},{"id":"p2","quantity":1,"price":"2.00"}]}""";

    public static List<ReplayEvent> Events(IEnumerable<string> lines, bool browse = false, int weeks = 0, Action<WrongLine>? wrong = null) =>
        new EventStream(new(weeks), browse, wrong ?? (line => Assert.Fail($"{line.Line}: {line.Reason}"))).Read(lines).ToList();

    public static JsonNode Json(this ReplayEvent one) => JsonNode.Parse(Encoding.UTF8.GetString(one.Json))!;

    public static string Name(this ReplayEvent one) => one.Json()["event"]!.GetValue<string>();

    public static string MessageId(this ReplayEvent one) => one.Json()["messageId"]!.GetValue<string>();
}
