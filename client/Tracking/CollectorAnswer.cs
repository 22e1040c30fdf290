using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crm.Client.Tracking;

/// <summary>The log has the events of a batch, but for those named. Reading fails where an answer does not say so: it is somebody else's.</summary>
internal sealed record CollectorAnswer(bool Success, IReadOnlyList<Rejection>? Rejected = null, bool? Applied = null) : IJsonOnDeserialized
{
    public void OnDeserialized()
    {
        if (!Success)
        {
            throw new JsonException();
        }
    }
}

/// <param name="Index">In the batch, from 0.</param>
/// <param name="Reason">A name such as <c>missingIds</c>.</param>
internal sealed record Rejection(int Index, string Reason);
