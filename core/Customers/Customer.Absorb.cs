using Crm.Core.Identity;
using Crm.Core.Time;

namespace Crm.Core.Customers;

/// <summary>How two states become one.</summary>
public sealed partial class Customer
{
    // Part by part: each follows the rule that events of both would have followed.
    private void Absorb(Customer other, Instant now)
    {
        _firstSeen = _firstSeen == NotSeen || (other._firstSeen != NotSeen && other._firstSeen < _firstSeen) ? other._firstSeen : _firstSeen;
        _lastSeen = Instant.Later(_lastSeen, other._lastSeen);
        _lastVisit = Instant.Later(_lastVisit, other._lastVisit);
        _sessions += other._sessions;
        if (IdentityHome.IsUser(Key.Id))
        {
            (_anonymousIds ??= new()).Absorb(other._anonymousIds, IdentityHome.IsUser(other.Key.Id) ? null : other.AnonymousId, other._lastSeen);
        }

        _profile = Both(_profile, other._profile, static (mine, its) => mine.Absorb(its));
        _traits = Both(_traits, other._traits, static (mine, its) => mine.Absorb(its));
        _tags = Both(_tags, other._tags, static (mine, its) => mine.Absorb(its));
        var before = Figures;
        _orders = Both(_orders, other._orders, static (mine, its) => mine.Absorb(its));
        _figuresChanged |= before != Figures;
        _cart = Both(_cart, other._cart, static (mine, its) => mine.Absorb(its));
        _messages = Both(_messages, other._messages, (mine, its) => mine.Absorb(its, now));
        _problems = Both(_problems, other._problems, static (mine, its) => mine.Absorb(its));
        _consents = Both(_consents, other._consents, static (mine, its) => mine.Absorb(its));
        _mix = Both(_mix, other._mix, static (mine, its) => mine.Absorb(its));
        _hours = Both(_hours, other._hours, static (mine, its) => mine.Absorb(its));
        _touches = Both(_touches, other._touches, static (mine, its) => mine.Absorb(its));
        _devices = Both(_devices, other._devices, static (mine, its) => mine.Absorb(its));
        _categories = Both(_categories, other._categories, static (mine, its) => mine.Absorb(its));
        _brands = Both(_brands, other._brands, static (mine, its) => mine.Absorb(its));
        _stages = Both(_stages, other._stages, static (mine, its) => mine.Absorb(its));
        _groups = GroupHistory.Both(_groups, other._groups);
    }

    private static T? Both<T>(T? mine, T? its, Action<T, T> absorb)
        where T : class
    {
        if (mine is not null && its is not null)
        {
            absorb(mine, its);
        }

        return mine ?? its;
    }
}
