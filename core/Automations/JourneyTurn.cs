using Crm.Core.Customers;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Time;

namespace Crm.Core.Automations;

/// <summary>One customer's runs at one moment: decides how each goes on, and says what that brings about.</summary>
/// <param name="Customer">As of the moment.</param>
/// <param name="Rules">Its rules.</param>
/// <param name="Moment">When, and why.</param>
/// <param name="Effects">Takes what comes about.</param>
internal readonly record struct JourneyTurn(Customer Customer, RuleState Rules, Moment Moment, List<Effect> Effects)
{
    private Instant Now => Moment.Now;

    public string SegmentAt(int index) => Rules.SegmentAt(index);

    /// <summary>A first or further run if everything allows it; else what there was.</summary>
    public Run Start(CompiledAutomation automation, Run last)
    {
        if (!automation.IsActive || (last.Number > 0 && Now < automation.AgainAt(last.Started))
            || !Holds(automation.Condition, otherwise: true) || Holds(automation.Exit, otherwise: false))
        {
            return last;
        }

        var run = new Run(NumberAfter(last), Now, 0, Now, Instant.Never);
        Add(EffectKind.RunStarted, automation, run);
        return Move(automation, run);
    }

    /// <summary>The number of the run after this one.</summary>
    public long NumberAfter(Run last) => Math.Max(last.Number, Customer.NumbersBefore) + 1;

    /// <summary>A run that began with another customer, who is the same person.</summary>
    public Run GoOn(CompiledAutomation automation, Run run)
    {
        Add(EffectKind.RunStarted, automation, run);
        return run;
    }

    /// <summary>Takes a run under way as far as it comes now.</summary>
    public Run Move(CompiledAutomation automation, Run run)
    {
        if (!automation.IsActive)
        {
            return run with { Next = Instant.Never };
        }

        var next = Instant.Never;
        if (automation.Exit is { } exit)
        {
            var truth = Ask(exit);
            if (truth.Holds)
            {
                return End(automation, run, RunEnd.Exited);
            }

            next = truth.Until;
        }

        while (run.Step < automation.Steps.Length)
        {
            if (Waits(automation.Steps[run.Step], run.Since) is { } until)
            {
                return run with { Next = Instant.Earlier(next, until) };
            }

            if (automation.Steps[run.Step].Step is ActionStep action)
            {
                Add(EffectKind.ActionDue, automation, run, action);
            }

            run = run with { Step = run.Step + 1, Since = Now };
        }

        return End(automation, run, RunEnd.Completed);
    }

    public Run End(CompiledAutomation automation, Run run, RunEnd end)
    {
        Add(EffectKind.RunEnded, automation, run, end: end);
        return run.Ended;
    }

    /// <summary>When the wait may be over; null if it is, and for an action.</summary>
    private Instant? Waits(CompiledStep step, Instant since)
    {
        var end = step.EndOf(since);
        if (step.Step is ActionStep || Now >= end)
        {
            return null;
        }

        if (step.Until is not { } until)
        {
            return end;
        }

        var truth = Ask(until);
        return truth.Holds ? null : Instant.Earlier(end, truth.Until);
    }

    private bool Holds(RuleNode? rule, bool otherwise) => rule is null ? otherwise : Ask(rule).Holds;

    private Truth Ask(RuleNode rule) => rule.Evaluate(new Evaluation(Rules, Customer, Now));

    private void Add(EffectKind kind, CompiledAutomation automation, in Run run, ActionStep? action = null, RunEnd end = RunEnd.None)
    {
        if (kind is EffectKind.RunStarted or EffectKind.RunEnded)
        {
            Rules.JourneyChanged(automation.Definition.Id);
        }

        Effects.Add(Describe(kind, automation, run, action, end));
    }

    private Effect Describe(EffectKind kind, CompiledAutomation automation, in Run run, ActionStep? action, RunEnd end) => new()
    {
        Kind = kind,
        Offset = Moment.Offset,
        At = Now,
        EventAt = Moment.EventAt,
        Cause = Moment.Cause,
        Automation = automation.Definition.Id,
        Version = automation.Definition.Version,
        Number = run.Number,
        Step = action?.Id,
        End = end,
        Customer = action is WebhookStep ? Customer.View() with { AsOf = Now } : null,
    };
}
