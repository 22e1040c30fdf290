using Npgsql;
using NpgsqlTypes;

namespace Crm.Postgres;

/// <summary>One column of the rows that a statement takes as arrays; its list and parameter are used again and again.</summary>
internal sealed class Column<T> : IColumn
{
    private readonly List<T> _values = [];
    private readonly NpgsqlParameter<List<T>> _parameter;

    public Column(NpgsqlDbType type) =>
        _parameter = new NpgsqlParameter<List<T>> { TypedValue = _values, NpgsqlDbType = NpgsqlDbType.Array | type };

    public NpgsqlParameter Parameter => _parameter;

    public int Count => _values.Count;

    public void Add(T value) => _values.Add(value);

    public void Clear() => _values.Clear();
}

internal interface IColumn
{
    NpgsqlParameter Parameter { get; }

    int Count { get; }

    void Clear();
}
