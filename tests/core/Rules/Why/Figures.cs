using Crm.Core.Rules.Why;
using Crm.Core.Time;

namespace Crm.Core.Tests.Rules.Why;

internal static class Figures
{
    public static decimal? Number(this Explanation part, string name) => Of(part, name)?.Value.AsNumber;

    public static Instant? At(this Explanation part, string name) => Of(part, name)?.Value.AsInstant;

    private static Figure? Of(Explanation part, string name) => part.Figures.Cast<Figure?>().SingleOrDefault(figure => figure!.Value.Name == name);
}
