using Crm.Ingest.Commits;
using Crm.Postgres.Commits;
using NpgsqlTypes;

namespace Crm.Postgres.Archive;

/// <summary>Notes that leave the archive. After the archive's own rows, for a note may come and go in one commit.</summary>
internal sealed class DeletedNoteRows : CommitRows
{
    private readonly Column<string> _store;
    private readonly Column<string> _customer;
    private readonly Column<int> _partition;
    private readonly Column<long> _offset;

    public DeletedNoteRows() : base("select crm.delete_notes($1, $2, $3, $4)")
    {
        _store = Column<string>(NpgsqlDbType.Text);
        _customer = Column<string>(NpgsqlDbType.Text);
        _partition = Column<int>(NpgsqlDbType.Integer);
        _offset = Column<long>(NpgsqlDbType.Bigint);
    }

    public override void Fill(PartitionCommit commit)
    {
        foreach (var (customer, note) in commit.DeletedNotes)
        {
            _store.Add(customer.Store);
            _customer.Add(customer.Id);
            _partition.Add(note.Partition);
            _offset.Add(note.Offset);
        }
    }
}
