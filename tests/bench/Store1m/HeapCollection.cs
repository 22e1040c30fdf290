using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;

namespace Crm.Bench.Store1m;

/// <summary>Lets another .NET process collect its whole heap, by the runtime's own diagnostics port.</summary>
internal static class HeapCollection
{
    private const long GcHeapCollect = 0x80_0000; // of the runtime's event source: a session with it begins with a collection

    private static readonly TimeSpan Collects = TimeSpan.FromSeconds(10);

    public static async Task Ask(int process)
    {
        using var session = await new DiagnosticsClient(process).StartEventPipeSessionAsync(
            new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, GcHeapCollect), requestRundown: false, token: CancellationToken.None);
        var events = session.EventStream.CopyToAsync(Stream.Null);
        await Task.Delay(Collects);
        await session.StopAsync(CancellationToken.None);
        await events;
    }
}
