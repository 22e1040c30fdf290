using System.Text.Json;
using Crm.Core.Automations;
using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Rfm;

namespace Crm.Core.Tests.Automations;

public sealed class AutomationJsonTests
{
    private const string Everything = """
        {"name":"All of it","trigger":{"event":["Order Completed","Order Updated"],"where":"total >= 100 and currency = \"BRL\""},
         "condition":"orders >= 2","exit":{"tag":"stop"},"again":"P30D",
         "steps":[{"id":"a","wait":"PT2H"},{"waitUntil":"orders > 3","orAfter":"P2D"},{"webhook":{"url":"https://shop.example/hook?x=1"}},
                  {"tag":{"add":["x"],"remove":["y"]}},{"log":"done"}]}
        """;

    [Fact]
    public void Read_EveryElement_WritesTheSameAgain()
    {
        var automation = Read(Everything);
        Assert.Equal(["a", "2", "3", "4", "5"], automation.Steps.Select(static step => step.Id));
        var text = AutomationJson.ToText(automation);
        Assert.Equal(text, AutomationJson.ToText(Read(text)));
        Assert.True(AutomationJson.SameContent(automation, Read(text) with { Name = "another", State = AutomationState.Active, Version = 9 }));
        Assert.False(AutomationJson.SameContent(automation, automation with { Exit = null }));
    }

    [Fact]
    public void Definitions_WithAutomations_AreReadBackWhole()
    {
        var automation = Read(Everything) with { Version = 3, State = AutomationState.Paused };
        var set = new DefinitionSet(new("demo", StoreClock.Wall), 4, [], RfmSettings.Default) { Automations = [automation] };
        var read = DefinitionJson.Read(DefinitionJson.Write(set));
        var back = Assert.Single(read.Automations);
        Assert.Equal((3, AutomationState.Paused, "All of it"), (back.Version, back.State, back.Name));
        Assert.True(AutomationJson.SameContent(automation, back));
    }

    [Fact]
    public void Definitions_OfTheFormBeforeAutomations_HaveNone()
    {
        const string first = """
            {"form":1,"version":1,"store":{"name":"demo","clock":"Wall","zone":"UTC","currency":"USD"},"segments":[],
             "rfm":{"version":1,"recencyDays":[30,90,180,365],"frequencyOrders":[2,3,5,8],"monetaryAmounts":[100,250,500,1000]}}
            """;
        Assert.Empty(DefinitionJson.Read(first).Automations);
        Assert.Throws<FormatException>(() => DefinitionJson.Read(first.Replace("\"form\":1", "\"form\":3", StringComparison.Ordinal)));
    }

    [Fact]
    public void Read_SeveralErrors_NamesThemAll()
    {
        using var json = JsonDocument.Parse("""{"name":"","trigger":{"event":"A","where":"total >"},"exit":"orderz = 1","again":"PT1S","steps":[{"wait":"x"},{"lok":1}],"extra":1}""");
        var read = AutomationReader.Read(json.RootElement, "Not A Slug");
        Assert.Null(read.Automation);
        Assert.Equal(["id", "extra", "name", "trigger.where", "steps[0].wait", "steps[1]", "exit", "again"], read.Errors.Select(static error => error.Field));
    }

    [Fact]
    public void Read_ErrorInTheTriggersCondition_CountsFromItsOwnStart()
    {
        using var json = JsonDocument.Parse("""{"name":"x","trigger":{"event":"A","where":"total ?? 3"},"steps":[{"log":"x"}]}""");
        var error = Assert.Single(AutomationReader.Read(json.RootElement, "x").Errors);
        Assert.Equal(("trigger.where", 6), (error.Field, error.Rule!.Position));
    }

    [Fact]
    public void ActionKey_SameCause_IsTheSameAndTellsNothing()
    {
        var key = ActionKey.Of(new("demo", "u:ann@example.com"), "cart", 3, 1, "remind");
        Assert.Equal(key, ActionKey.Of(new CustomerKey("demo/u:ann@example.com"), "cart", 3, 1, "remind"));
        Assert.Matches("^act_[0-9a-f]{32}$", key);
        Assert.NotEqual(key, ActionKey.Of(new("demo", "u:ann@example.com"), "cart", 3, 2, "remind"));
    }

    private static AutomationDefinition Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var read = AutomationReader.Read(document.RootElement, "all");
        Assert.Empty(read.Errors);
        return read.Automation!;
    }
}
