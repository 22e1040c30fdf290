using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Crm.Core.Events;
using Crm.Core.Storage;
using Crm.Core.Time;

namespace Crm.Core.Customers;

/// <param name="Key">Hash of the device's id, or of model and type where it has none.</param>
/// <param name="Name">Its model, or its name.</param>
/// <param name="Type">Such as ios.</param>
internal readonly record struct Device(ulong Key, string? Name, string? Type, Instant LastAt)
{
    /// <summary>From <c>context.device</c>; null where it tells nothing.</summary>
    public static Device? Read(ReadOnlySpan<byte> json, Instant at)
    {
        var id = 0ul;
        string? model = null, name = null, type = null;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var which = reader.Is("id"u8) ? 1 : reader.Is("model"u8) ? 2 : reader.Is("name"u8) ? 3 : reader.Is("type"u8) ? 4 : 0;
            reader.Read();
            switch (which)
            {
                case 1: id = reader.TokenType == JsonTokenType.String ? JsonText.HashOf(ref reader) : 0; break;
                case 2: model = SharedText.Read(ref reader); break;
                case 3: name = SharedText.Read(ref reader); break;
                case 4: type = SharedText.Read(ref reader); break;
            }

            reader.Skip();
        }

        model ??= name;
        var key = id != 0 ? id : model is null && type is null ? 0 : StableHash.Mix(HashOf(model) ^ StableHash.Mix(HashOf(type)));
        return key == 0 ? null : new(key, model, type, at);
    }

    private static ulong HashOf(string? text)
    {
        Span<byte> utf8 = stackalloc byte[3 * SharedText.MaxLength];
        return StableHash.Of(utf8[..Encoding.UTF8.GetBytes(text ?? "", utf8)]);
    }
}

/// <summary>The devices that a customer came with, to <see cref="CustomerLimits.Devices"/>: beyond it the one not seen for longest goes.</summary>
internal sealed class Devices
{
    private readonly List<Device> _devices = new(1);

    public ReadOnlySpan<Device> All => CollectionsMarshal.AsSpan(_devices);

    public void See(in Device device)
    {
        var oldest = 0;
        for (var i = 0; i < _devices.Count; i++)
        {
            if (_devices[i].Key == device.Key)
            {
                _devices[i] = device.LastAt >= _devices[i].LastAt ? device : _devices[i];
                return;
            }

            oldest = _devices[i].LastAt < _devices[oldest].LastAt ? i : oldest;
        }

        if (_devices.Count < CustomerLimits.Devices)
        {
            _devices.Add(device);
        }
        else if (device.LastAt >= _devices[oldest].LastAt)
        {
            _devices[oldest] = device;
        }
    }

    /// <summary>Takes in another customer's.</summary>
    public void Absorb(Devices other)
    {
        foreach (ref readonly var device in other.All)
        {
            See(device);
        }
    }

    public void Write(SnapshotWriter writer)
    {
        writer.Count(_devices.Count);
        foreach (var (key, name, type, lastAt) in _devices)
        {
            writer.Fixed64(key);
            writer.Text(name);
            writer.Text(type);
            writer.Instant(lastAt);
        }
    }

    public static Devices Read(ref SnapshotReader reader)
    {
        var devices = new Devices();
        for (var left = reader.Count(); left > 0; left--)
        {
            var (key, name, type, lastAt) = (reader.Fixed64(), reader.Text(), reader.Text(), reader.Instant());
            devices._devices.Add(new(key, SharedText.Of(name), SharedText.Of(type), lastAt));
        }

        return devices;
    }
}
