using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Crm.Client.Automations;
using Crm.Client.Changes;
using Crm.Client.Customers;
using Crm.Client.Http;
using Crm.Client.Privacy;
using Crm.Client.Rfm;
using Crm.Client.Rules;
using Crm.Client.Segments;
using Crm.Client.Tracking;

namespace Crm.Client;

/// <summary>What is sent and read, without reflection. What the CRM says and this client does not know is left out.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NumberHandling = JsonNumberHandling.Strict,
    PropertyNameCaseInsensitive = false, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(CrmEvent))]
[JsonSerializable(typeof(CollectorAnswer))]
[JsonSerializable(typeof(Customer))]
[JsonSerializable(typeof(SegmentWhy))]
[JsonSerializable(typeof(TraitsBody))]
[JsonSerializable(typeof(MergeBody))]
[JsonSerializable(typeof(TagsBody))]
[JsonSerializable(typeof(ConsentBody))]
[JsonSerializable(typeof(WriteAnswer))]
[JsonSerializable(typeof(SegmentBody))]
[JsonSerializable(typeof(Page<Segment>))]
[JsonSerializable(typeof(MembersAnswer))]
[JsonSerializable(typeof(Change))]
[JsonSerializable(typeof(ParseBody))]
[JsonSerializable(typeof(ParsedRule))]
[JsonSerializable(typeof(CompleteBody))]
[JsonSerializable(typeof(RuleCompletion))]
[JsonSerializable(typeof(RfmDistribution))]
[JsonSerializable(typeof(RfmSettings))]
[JsonSerializable(typeof(AutomationDefinition))]
[JsonSerializable(typeof(Page<Automation>))]
[JsonSerializable(typeof(Page<AutomationRun>))]
[JsonSerializable(typeof(Page<AutomationAction>))]
[JsonSerializable(typeof(AutomationStats))]
[JsonSerializable(typeof(RetryAnswer))]
[JsonSerializable(typeof(EraseBody))]
[JsonSerializable(typeof(Erasure))]
internal sealed partial class CrmJson : JsonSerializerContext
{
    /// <summary>For what is sent: letters and quotes as they are, as it is read as JSON only; an event of other than Latin letters would else be twice as long.</summary>
    public static CrmJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
