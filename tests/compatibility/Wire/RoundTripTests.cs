using Crm.Compatibility.Tests.Contracts;
using Crm.Core.Customers;
using Crm.GrainInterfaces.Customers;

namespace Crm.Compatibility.Tests.Wire;

/// <summary>Every type of the contracts survives the way to another silo: nothing else leaves the process.</summary>
public sealed class RoundTripTests
{
    public static TheoryData<Type, bool> Messages()
    {
        var data = new TheoryData<Type, bool>();
        foreach (var type in Code.Messages)
        {
            data.Add(type, true);
            data.Add(type, false);
        }

        return data;
    }

    [Fact]
    public void Messages_Contracts_AreAmongThem() =>
        Assert.Superset(new HashSet<Type> { typeof(RecordBatch), typeof(ApplyResult), typeof(CustomerView), typeof(CustomerSnapshot) }, Code.Messages.ToHashSet());

    [Theory]
    [MemberData(nameof(Messages))]
    public void Serialize_EveryMessage_ComesBackWhole(Type type, bool full)
    {
        var value = full ? Samples.Full(type) : Samples.Empty(type);
        var copy = Wired.Value(Wired.Bytes(value));
        Assert.IsType(type, copy);
        Assert.Equal(Content.Text(value), Content.Text(copy));
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Copy_EveryMessage_IsHandedOverAsItIs(Type type, bool full)
    {
        var value = full ? Samples.Full(type) : Samples.Empty(type);
        Assert.Same(value, Wired.Copier.Copy(value));
    }

    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(ArgumentException))]
    [InlineData(typeof(KeyNotFoundException))]
    [InlineData(typeof(TimeoutException))]
    public void Serialize_ExceptionOfAGrain_KeepsItsTypeAndMessage(Type type)
    {
        var copy = Wired.Value(Wired.Bytes(Activator.CreateInstance(type, "Said the grain.")!));
        Assert.IsType(type, copy);
        Assert.Equal("Said the grain.", ((Exception)copy!).Message);
    }

    [Fact]
    public void Serialize_HistoryThatIsNotGiven_StaysSo()
    {
        var record = (CustomerRecord)Samples.Full(typeof(CustomerRecord)) with { History = default };
        Assert.True(Wired.Of<CustomerRecord>().Deserialize(Wired.Of<CustomerRecord>().SerializeToArray(record)).History.IsDefault);
    }
}
