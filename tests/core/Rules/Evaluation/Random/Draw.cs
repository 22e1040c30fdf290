namespace Crm.Core.Tests.Rules.Evaluation.Random;

/// <summary>Choices that follow from a seed.</summary>
internal sealed class Draw(int seed)
{
#pragma warning disable CA5394 // It is to be repeatable, not secret.
    private readonly System.Random _random = new(seed);

    public int Below(int limit) => _random.Next(limit);

    public bool Chance(int percent) => Below(100) < percent;

    public T One<T>(params T[] of) => of[Below(of.Length)];

    public T[] Some<T>(int from, int to, Func<T> draw) => [.. Enumerable.Range(0, from + Below(to - from + 1)).Select(_ => draw())];
}
