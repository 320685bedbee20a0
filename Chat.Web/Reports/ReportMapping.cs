using Chat.Web.Conversations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chat.Web.Reports;

internal sealed class ReportMapping : IEntityTypeConfiguration<Report>
{
    public void Configure(EntityTypeBuilder<Report> report)
    {
        report.Property(r => r.Words).HasMaxLength(Message.MaxReasonLength);
        report.Property(r => r.Answer).HasMaxLength(Message.MaxReasonLength);
        report.HasOne(r => r.Conversation).WithMany().HasForeignKey(r => r.ConversationId).OnDelete(DeleteBehavior.Restrict);
        report.HasOne<Message>().WithMany().HasForeignKey(r => r.MessageId).OnDelete(DeleteBehavior.Restrict);
        report.HasOne(r => r.Reporter).WithMany().HasForeignKey(r => r.ReporterId).OnDelete(DeleteBehavior.Restrict);
        report.HasOne(r => r.About).WithMany().HasForeignKey(r => r.AboutId).OnDelete(DeleteBehavior.Restrict);
        report.HasOne(r => r.Assignee).WithMany().HasForeignKey(r => r.AssigneeId).OnDelete(DeleteBehavior.Restrict);
        report.HasMany(r => r.Lines).WithOne().HasForeignKey(l => l.ReportId);
        report.HasMany(r => r.Notes).WithOne().HasForeignKey(n => n.ReportId);
        report.HasIndex(r => r.State);
    }
}

internal sealed class ReportLineMapping : IEntityTypeConfiguration<ReportLine>
{
    public void Configure(EntityTypeBuilder<ReportLine> line)
    {
        line.HasKey(l => new { l.ReportId, l.Seq });
        line.Property(l => l.Author).HasMaxLength(Accounts.AppUser.MaxFullNameLength);
        line.Property(l => l.Text).HasMaxLength(Message.MaxLength);
    }
}

internal sealed class ReportNoteMapping : IEntityTypeConfiguration<ReportNote>
{
    public void Configure(EntityTypeBuilder<ReportNote> note)
    {
        note.Property(n => n.Text).HasMaxLength(Message.MaxReasonLength);
        note.HasOne(n => n.Author).WithMany().HasForeignKey(n => n.AuthorId).OnDelete(DeleteBehavior.Restrict);
    }
}
