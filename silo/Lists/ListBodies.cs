using System.Text.Json.Serialization;
using Crm.Core.Time;
using Crm.Silo.Http;
using Crm.Silo.Segments;

namespace Crm.Silo.Lists;

/// <param name="Name">What people call it, 1 to 200 characters.</param>
internal sealed record PutListBody(string? Name);

/// <summary>A static list and how it stands.</summary>
/// <param name="Id">By which <c>in list</c> of a rule names it.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Version">Also the ETag.</param>
/// <param name="Count">Customers on it at the instant asOf.</param>
internal sealed record ListBody(string Id, string Name, int Version, long Count, Instant AsOf);

/// <param name="Add">Customers, u:… or a:…, to put on the list; those who are on it stay.</param>
/// <param name="Remove">Customers to take off it.</param>
internal sealed record ListMembersBody(IReadOnlyList<string>? Add = null, IReadOnlyList<string>? Remove = null)
{
    /// <summary>Customers of one request.</summary>
    public const int Most = 1000;

    public List<FieldError> Check()
    {
        var errors = new List<FieldError>();
        if ((Add?.Count ?? 0) + (Remove?.Count ?? 0) is 0 or > Most)
        {
            errors.Add(new("add", $"\"add\" and \"remove\" together name 1 to {Most} customers."));
        }

        foreach (var (name, ids) in (ReadOnlySpan<(string, IReadOnlyList<string>?)>)[("add", Add), ("remove", Remove)])
        {
            var wrong = (ids ?? []).Select(static (id, index) => (Id: id, Index: index)).Where(static one => one.Id is null || !CustomerId.IsValid(one.Id));
            errors.AddRange(wrong.Select(one => new FieldError($"{name}[{one.Index}]", "Must be u: and a user id, or a: and an anonymous id.")));
        }

        return errors;
    }
}

/// <summary>The log has the records of the customers that are known.</summary>
/// <param name="Applied">With <c>?wait=applied</c>: whether their effects could be read when this was answered; else null.</param>
/// <param name="Unknown">Customers who were never heard of, or were erased: nothing was done about them.</param>
internal sealed record ListMembersAnswer(bool? Applied, IReadOnlyList<string> Unknown);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PutListBody))]
[JsonSerializable(typeof(Page<ListBody>))]
[JsonSerializable(typeof(ListMembersBody))]
[JsonSerializable(typeof(ListMembersAnswer))]
[JsonSerializable(typeof(MembersPage))]
internal sealed partial class ListJson : JsonSerializerContext;
