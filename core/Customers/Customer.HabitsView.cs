using System.Collections.Immutable;
using Crm.Core.Profiles;
using Crm.Core.Time;

namespace Crm.Core.Customers;

public sealed partial class Customer
{
    private HabitsView ViewHabits() => new()
    {
        Channels = _mix is null ? [] : [.. _mix.All.ToArray().Select(static one => new CountView(one.Channel.Name(), one.Count))],
        UsualChannel = _mix?.Usual.Name(),
        UsualHour = _hours?.Usual,
        FirstTouch = _touches is null ? null : View(_touches.First, _touches.FirstAt),
        LastTouch = _touches is null ? null : View(_touches.Last, _touches.LastAt),
        Devices = _devices is null ? []
            : [.. _devices.All.ToArray().OrderByDescending(static device => device.LastAt).Select(static device => new DeviceView(device.Name, device.Type, device.LastAt))],
        Categories = View(_categories),
        Brands = View(_brands),
    };

    private static TouchView View(Touch touch, Instant at) =>
        new(at, touch.Channel == SalesChannel.None ? null : touch.Channel.Name(), touch.Source, touch.Medium, touch.Campaign, touch.Term, touch.Content);

    private static ImmutableArray<CountView> View(Tastes? tastes) => tastes is null ? []
        : [.. tastes.All.ToArray().OrderByDescending(static taste => taste.Points).ThenBy(static taste => taste.Name, StringComparer.Ordinal)
            .Select(static taste => new CountView(taste.Name, taste.Points))];
}
