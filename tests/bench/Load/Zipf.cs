namespace Crm.Bench.Load;

/// <summary>
/// Draws 0 to n−1 so that rank k comes with probability proportional to 1/(k+1): few are hot, most are rare. By rejection-inversion
/// (W. Hörmann, G. Derflinger, Rejection-inversion to generate variates from monotone discrete distributions, 1996), which needs no table.
/// </summary>
internal sealed class Zipf(int n)
{
    private readonly double _first = Math.Log(1.5) - 1;
    private readonly double _last = Math.Log(n + 0.5);
    private readonly double _sure = 2 - Math.Exp(Math.Log(2.5) - 0.5);

    public int Next(Random random)
    {
        while (true)
        {
            var u = _last + random.NextDouble() * (_first - _last);
            var x = Math.Exp(u);
            var rank = Math.Clamp((int)(x + 0.5), 1, n);
            if (rank - x <= _sure || u >= Math.Log(rank + 0.5) - 1.0 / rank)
            {
                return rank - 1;
            }
        }
    }
}
