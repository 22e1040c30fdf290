using System.Text.Json;
using Crm.Core.Automations;
using Crm.Core.Definitions;
using Crm.Core.Rfm;
using Crm.Core.Rules;
using Crm.Core.Rules.Text;

namespace Crm.Core.Simulation;

public sealed partial class Simulator
{
    /// <inheritdoc cref="Define(string, Rule)"/>
    /// <exception cref="ArgumentException">The rule is not understood; the message says where.</exception>
    public Simulator Define(string segment, string rule) => Define(segment, ParseRule(rule));

    /// <summary>Defines a segment or changes its rule. Every customer takes the new definitions at once, with the whole history.</summary>
    public Simulator Define(string segment, Rule rule)
    {
        var known = _segments.FindIndex(definition => definition.Id == segment);
        if (known < 0)
        {
            _segments.Add(new(segment, segment, rule, 1));
        }
        else
        {
            _segments[known] = _segments[known] with { Rule = rule, Version = _segments[known].Version + 1 };
        }

        return Adopt(_definitions.Set.Rfm);
    }

    public Simulator Remove(string segment)
    {
        _segments.RemoveAll(definition => definition.Id == segment);
        return Adopt(_definitions.Set.Rfm);
    }

    /// <summary>Adds an automation, or changes it or its state.</summary>
    /// <exception cref="ArgumentException">It is not understood; the message says where.</exception>
    public Simulator Automate(string id, string json, AutomationState state = AutomationState.Active)
    {
        using var document = JsonDocument.Parse(json);
        var read = AutomationReader.Read(document.RootElement, id);
        var automation = read.Automation ?? throw new ArgumentException(string.Join("; ", read.Errors), nameof(json));
        var known = _automations.Find(automation => automation.Id == id);
        var same = known is not null && AutomationJson.SameContent(known, automation);
        _automations.RemoveAll(automation => automation.Id == id);
        _automations.Add(automation with { State = state, Version = same ? known!.Version : _definitions.Version + 1 });
        return Adopt(_definitions.Set.Rfm);
    }

    /// <summary>Takes an automation out; its runs end.</summary>
    public Simulator RemoveAutomation(string id)
    {
        _automations.RemoveAll(automation => automation.Id == id);
        return Adopt(_definitions.Set.Rfm);
    }

    /// <summary>Brings new cuts into force.</summary>
    public Simulator Score(RfmSettings rfm) => Adopt(rfm);

    private Simulator Adopt(RfmSettings rfm)
    {
        _definitions = StoreDefinitions.Compile(_definitions.Set with { Version = _definitions.Version + 1, Segments = [.. _segments], Rfm = rfm, Automations = [.. _automations] });
        _offset++;
        foreach (var customer in _customers.Values.ToArray().OrderBy(static customer => customer.State.Key.Id, StringComparer.Ordinal))
        {
            customer.State.Adopt(_definitions, Now, _offset, customer.History, _raised);
            Take(customer);
        }

        Forward();
        return this;
    }

    private static Rule ParseRule(string text) =>
        RuleText.Parse(text) is { Success: true } parsed
            ? parsed.Rule
            : throw new ArgumentException($"\"{text}\": {RuleText.Parse(text).Errors[0]}", nameof(text));
}
