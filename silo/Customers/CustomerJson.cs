using System.Text.Json.Serialization;
using Crm.Core.Customers.Json;
using Crm.Silo.Http;

namespace Crm.Silo.Customers;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Page<Membership>))]
[JsonSerializable(typeof(TraitsBody))]
[JsonSerializable(typeof(TagsBody))]
[JsonSerializable(typeof(MergeBody))]
[JsonSerializable(typeof(PutConsentBody))]
[JsonSerializable(typeof(Page<TimelineItem>))]
[JsonSerializable(typeof(Page<NoteBody>))]
[JsonSerializable(typeof(PostNoteBody))]
[JsonSerializable(typeof(WriteAnswer))]
internal sealed partial class CustomerJson : JsonSerializerContext;
