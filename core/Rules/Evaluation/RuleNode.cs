using Crm.Core.Rules.Why;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Rules.Evaluation;

/// <summary>A rule's tree, compiled; each node answers with the instant at which it may change by itself.</summary>
internal abstract class RuleNode
{
    public abstract Truth Evaluate(in Evaluation at);

    /// <summary>In the order of the rule's parts.</summary>
    public virtual RuleNode[] Parts => [];

    /// <summary>Adds the figures by which it holds or not; asked after <see cref="Evaluate"/>.</summary>
    public virtual void Explain(in Evaluation at, FigureList figures)
    {
    }
}

/// <summary>One customer at one now.</summary>
internal readonly record struct Evaluation(RuleState State, IFieldSource Fields, Instant Now);

/// <summary>
/// All parts, or any of them. While parts that decide the result (the false ones of "all", the true ones of "any") are
/// there, it cannot change before the last of them does; else it can as soon as any part does.
/// </summary>
internal sealed class CombinedNode(RuleNode[] parts, bool all) : RuleNode
{
    public override RuleNode[] Parts => parts;

    public override Truth Evaluate(in Evaluation at)
    {
        var earliest = Instant.Never;
        var (decided, latest) = (false, Instant.Min);
        foreach (var part in parts)
        {
            var truth = part.Evaluate(at);
            earliest = Instant.Earlier(earliest, truth.Until);
            if (truth.Holds != all)
            {
                (decided, latest) = (true, Instant.Later(latest, truth.Until));
                if (latest == Instant.Never)
                {
                    break; // nothing that the other parts say can matter
                }
            }
        }

        return decided ? new(!all, latest) : new(all, earliest);
    }
}

internal sealed class NotNode(RuleNode part) : RuleNode
{
    public override RuleNode[] Parts => [part];

    public override Truth Evaluate(in Evaluation at) => part.Evaluate(at).Negated;
}

internal sealed class EveryoneNode : RuleNode
{
    public override Truth Evaluate(in Evaluation at) => Truth.Always;
}

internal sealed class EventNode(int leaf) : RuleNode
{
    public override Truth Evaluate(in Evaluation at) => at.State.EvaluateLeaf(leaf, at.Now);

    public override void Explain(in Evaluation at, FigureList figures) => at.State.ExplainLeaf(leaf, at.Now, figures);
}

internal sealed class FieldNode(int field, ValueComparison comparison) : RuleNode
{
    public override Truth Evaluate(in Evaluation at) => comparison.Evaluate(at.Fields.Field(field), at.Now);

    public override void Explain(in Evaluation at, FigureList figures) => figures.Known(at.Fields.Field(field));
}

internal sealed class TraitNode(string name, ValueComparison comparison) : RuleNode
{
    public override Truth Evaluate(in Evaluation at) => comparison.Evaluate(at.Fields.Trait(name), at.Now);

    public override void Explain(in Evaluation at, FigureList figures) => figures.Known(at.Fields.Trait(name));
}

internal sealed class TagNode(string tag) : RuleNode
{
    public override Truth Evaluate(in Evaluation at) => Truth.Constant(at.Fields.HasTag(tag));

    public override void Explain(in Evaluation at, FigureList figures) => figures.Case = at.Fields.HasTag(tag) ? null : "none";
}
