using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace Crm.Core.Tests.Rules.Evaluation.Random;

/// <summary>
/// Runs a property for many seeds and names the one that failed. CRM_PROPERTY_CASES sets how many, or CRM_PROPERTY_MINUTES how long,
/// CRM_PROPERTY_SEED the first; without it every run starts elsewhere.
/// </summary>
internal static class Cases
{
    public static void Run(ITestOutputHelper output, int count, Action<Draw> property)
    {
        count = Setting("CRM_PROPERTY_CASES") ?? count;
        var first = Setting("CRM_PROPERTY_SEED") ?? Environment.TickCount & 0xFFFFFF;
        var (minutes, start, seed) = (Setting("CRM_PROPERTY_MINUTES"), Stopwatch.GetTimestamp(), first);
        for (; minutes is { } most ? Stopwatch.GetElapsedTime(start).TotalMinutes < most : seed < first + count; seed++)
        {
            try
            {
                property(new Draw(seed));
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"CRM_PROPERTY_SEED={seed} CRM_PROPERTY_CASES=1: {exception.Message}", exception);
            }
        }

        output.WriteLine($"seeds {first} to {seed - 1}, {seed - first} cases");
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
