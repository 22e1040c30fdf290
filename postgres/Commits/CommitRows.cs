using Crm.Ingest.Commits;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Postgres.Commits;

/// <summary>One kind of rows that commits write: a single statement that takes them as arrays, however many they are.</summary>
internal abstract class CommitRows
{
    private readonly List<IColumn> _columns = [];

    protected CommitRows(string sql) => Command = new NpgsqlBatchCommand(sql);

    public NpgsqlBatchCommand Command { get; }

    /// <summary>Where there are none the statement is left out.</summary>
    public bool Any => _columns.Exists(static column => column.Count > 0);

    /// <summary>Adds those of a commit to those of the others that share its transaction.</summary>
    public abstract void Fill(PartitionCommit commit);

    /// <summary>Lets go of what the commits handed over.</summary>
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
}
