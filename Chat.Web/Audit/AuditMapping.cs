using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chat.Web.Audit;

internal sealed class AuditEntryMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        // AuditGuard's triggers: on SQL Server a table that has any cannot answer an insert with OUTPUT.
        entry.ToTable(table => table.HasTrigger("AuditEntries_never_change"));
        entry.Property(e => e.Id).ValueGeneratedNever();
        entry.Property(e => e.Action).HasMaxLength(64);
        entry.Property(e => e.Target).HasMaxLength(100);
        entry.Property(e => e.Reason).HasMaxLength(500);
        entry.Property(e => e.Before).HasMaxLength(500);
        entry.Property(e => e.After).HasMaxLength(500);
        entry.Property(e => e.Address).HasMaxLength(64);
        entry.HasIndex(e => e.At);
        entry.HasIndex(e => e.ActorId);
        entry.HasIndex(e => e.Target);
        entry.HasIndex(e => e.Action);
        entry.Property(e => e.PreviousHash).HasMaxLength(64);
        entry.Property(e => e.Hash).HasMaxLength(64);
    }
}

internal sealed class AuditHeadMapping : IEntityTypeConfiguration<AuditHead>
{
    public void Configure(EntityTypeBuilder<AuditHead> head)
    {
        head.ToTable(table => table.HasTrigger("AuditHeads_never_go_back"));
        head.Property(h => h.Id).ValueGeneratedNever();
        head.Property(h => h.LastHash).HasMaxLength(64);
        head.HasData(new AuditHead { Id = AuditLog.HeadId, LastId = 0, LastHash = "" });
    }
}
