namespace Crm.Core.Rules.Evaluation;

/// <summary>Items by small index, of which most are absent; sorted by index. A customer holds few of a store's leaves and segments.</summary>
internal struct SparseList<T>
    where T : struct
{
    private int[] _indices;
    private T[] _items;
    private int _count;

    public SparseList() => (_indices, _items) = ([], []);

    /// <param name="capacity">Items that will come in.</param>
    public SparseList(int capacity) => (_indices, _items) = capacity == 0 ? ([], []) : (new int[capacity], new T[capacity]);

    public readonly int Count => _count;

    public readonly int IndexAt(int place) => _indices[place];

    public readonly ref T ItemAt(int place) => ref _items[place];

    /// <returns>The item's place, or the complement of the place where it would stand.</returns>
    public readonly int Find(int index) => Array.BinarySearch(_indices, 0, _count, index);

    public readonly bool TryGet(int index, out T item)
    {
        var place = Find(index);
        item = place >= 0 ? _items[place] : default;
        return place >= 0;
    }

    /// <summary>Puts the item in its place; one that is not to be kept is removed or never comes in.</summary>
    public void Set(int index, in T item, bool keep)
    {
        var place = Find(index);
        if (place >= 0 && keep)
        {
            _items[place] = item;
        }
        else if (place >= 0)
        {
            RemoveAt(place);
        }
        else if (keep)
        {
            Insert(~place, index, item);
        }
    }

    private void Insert(int place, int index, in T item)
    {
        if (_count == _indices.Length)
        {
            var capacity = _count < 4 ? _count + 1 : _count + _count / 2;
            Array.Resize(ref _indices, capacity);
            Array.Resize(ref _items, capacity);
        }

        Array.Copy(_indices, place, _indices, place + 1, _count - place);
        Array.Copy(_items, place, _items, place + 1, _count - place);
        _indices[place] = index;
        _items[place] = item;
        _count++;
    }

    private void RemoveAt(int place)
    {
        _count--;
        Array.Copy(_indices, place + 1, _indices, place, _count - place);
        Array.Copy(_items, place + 1, _items, place, _count - place);
        _items[_count] = default; // lets go of what it held
    }
}
