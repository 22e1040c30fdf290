using System.Text.Json.Serialization;
using Crm.Silo.Export;
using Crm.Silo.Http;

namespace Crm.Silo.Customers;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Page<MembershipBody>))]
[JsonSerializable(typeof(WhyBody))]
[JsonSerializable(typeof(TraitsBody))]
[JsonSerializable(typeof(TagsBody))]
[JsonSerializable(typeof(MergeBody))]
[JsonSerializable(typeof(PutConsentBody))]
[JsonSerializable(typeof(Page<TimelineItem>))]
[JsonSerializable(typeof(Page<NoteBody>))]
[JsonSerializable(typeof(ExportDocument))]
[JsonSerializable(typeof(PostNoteBody))]
[JsonSerializable(typeof(WriteAnswer))]
internal sealed partial class CustomerJson : JsonSerializerContext;
