using Crm.Core.Storage;

namespace Crm.Core.Customers;

/// <summary>Parts that a snapshot has a bit for each, so that what a customer does not have costs nothing.</summary>
public sealed partial class Customer
{
    private const ulong HasProblems = 1, HasConsents = 2, HasMix = 4, HasHours = 8, HasTouches = 16, HasDevices = 32, HasCategories = 64, HasBrands = 128, HasStages = 256, HasGroups = 512;

    private void WriteRareParts(SnapshotWriter writer)
    {
        writer.Unsigned(
            Bit(_problems, HasProblems) | Bit(_consents, HasConsents) | Bit(_mix, HasMix) | Bit(_hours, HasHours)
            | Bit(_touches, HasTouches) | Bit(_devices, HasDevices) | Bit(_categories, HasCategories) | Bit(_brands, HasBrands) | Bit(_stages, HasStages) | Bit(_groups, HasGroups));
        _problems?.Write(writer);
        _consents?.Write(writer);
        _mix?.Write(writer);
        _hours?.Write(writer);
        _touches?.Write(writer);
        _devices?.Write(writer);
        _categories?.Write(writer);
        _brands?.Write(writer);
        _stages?.Write(writer);
        if (_groups is not null)
        {
            GroupHistory.Write(_groups, writer);
        }
    }

    private void ReadRareParts(byte format, ref SnapshotReader reader)
    {
        var parts = format < 3 ? 0 : reader.Unsigned();
        _problems = (parts & HasProblems) != 0 ? FieldProblems.Read(ref reader) : null;
        _consents = (parts & HasConsents) != 0 ? Consents.Read(ref reader) : null;
        _mix = (parts & HasMix) != 0 ? ChannelMix.Read(ref reader) : null;
        _hours = (parts & HasHours) != 0 ? HourCounts.Read(ref reader) : null;
        _touches = (parts & HasTouches) != 0 ? Touches.Read(ref reader) : null;
        _devices = (parts & HasDevices) != 0 ? Devices.Read(ref reader) : null;
        _categories = (parts & HasCategories) != 0 ? Tastes.Read(ref reader) : null;
        _brands = (parts & HasBrands) != 0 ? Tastes.Read(ref reader) : null;
        _stages = (parts & HasStages) != 0 ? StageHistory.Read(ref reader) : null;
        _groups = (parts & HasGroups) != 0 ? GroupHistory.Read(ref reader) : null;
        if (!Exists)
        {
            return; // a part of another
        }

        SettleStage(Position.WokenThrough); // one of an older format has none yet; of any other this only finds when the next is due
    }

    private static ulong Bit(object? part, ulong bit) => part is null ? 0 : bit;
}
