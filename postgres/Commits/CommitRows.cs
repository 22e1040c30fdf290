using Crm.Ingest.Commits;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Postgres.Commits;

/// <summary>One kind of rows that a commit writes: a single statement that takes them as arrays, however many they are.</summary>
internal abstract class CommitRows
{
    private readonly List<IColumn> _columns = [];

    protected CommitRows(string sql) => Command = new NpgsqlBatchCommand(sql);

    public NpgsqlBatchCommand Command { get; }

    /// <returns>False where the commit has none: then the statement is left out.</returns>
    public abstract bool Fill(PartitionCommit commit);

    /// <summary>Lets go of what the commit handed over.</summary>
    public void Clear()
    {
        foreach (var column in _columns)
        {
            column.Clear();
        }
    }

    protected Column<T> Column<T>(NpgsqlDbType type)
    {
        var column = new Column<T>(type);
        _columns.Add(column);
        Command.Parameters.Add(column.Parameter);
        return column;
    }

    protected NpgsqlParameter<T> Scalar<T>(NpgsqlDbType type)
    {
        var parameter = new NpgsqlParameter<T> { NpgsqlDbType = type };
        Command.Parameters.Add(parameter);
        return parameter;
    }
}
