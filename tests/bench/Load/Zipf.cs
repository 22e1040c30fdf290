namespace Crm.Bench.Load;

/// <summary>Draws 0 to n−1 so that rank k comes with probability proportional to 1/(k+1): few are hot, most are rare.</summary>
internal sealed class Zipf
{
    private readonly double[] _sums;

    public Zipf(int n)
    {
        _sums = new double[n];
        var sum = 0.0;
        for (var k = 0; k < n; k++)
        {
            _sums[k] = sum += 1.0 / (k + 1);
        }
    }

    public int Next(Random random)
    {
        var found = Array.BinarySearch(_sums, random.NextDouble() * _sums[^1]);
        return found < 0 ? Math.Min(~found, _sums.Length - 1) : found;
    }
}
