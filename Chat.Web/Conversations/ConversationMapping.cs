using Chat.Web.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chat.Web.Conversations;

internal sealed class ConversationMapping : IEntityTypeConfiguration<Conversation>
{
    public void Configure(EntityTypeBuilder<Conversation> conversation)
    {
        conversation.Property(c => c.Key).HasMaxLength(100);
        conversation.Property(c => c.LastText).HasMaxLength(Conversation.PreviewLength);
        conversation.HasOne(c => c.Subject).WithMany().OnDelete(DeleteBehavior.Restrict);
        conversation.HasOne(c => c.Student).WithMany().OnDelete(DeleteBehavior.Restrict);
        conversation.HasMany(c => c.Participants).WithOne().HasForeignKey(p => p.ConversationId).OnDelete(DeleteBehavior.Cascade);
        conversation.HasIndex(c => c.Key).IsUnique();
        conversation.HasIndex(c => c.PublicId).IsUnique();
        conversation.HasIndex(c => new { c.Kind, c.LastActivityAt });
    }
}

internal sealed class ParticipantMapping : IEntityTypeConfiguration<Participant>
{
    public void Configure(EntityTypeBuilder<Participant> participant)
    {
        participant.HasKey(p => new { p.ConversationId, p.UserId });
        participant.HasOne(p => p.User).WithMany().HasForeignKey(p => p.UserId).OnDelete(DeleteBehavior.Restrict);
        participant.HasIndex(p => new { p.UserId, p.Role, p.ConversationId });
    }
}

internal sealed class MessageMapping : IEntityTypeConfiguration<Message>
{
    public void Configure(EntityTypeBuilder<Message> message)
    {
        message.Property(m => m.Text).HasMaxLength(Message.MaxLength);
        message.Property(m => m.Answer).HasMaxLength(BotAnswer.MaxStoredLength).HasConversion(answer => BotAnswer.Write(answer!), stored => BotAnswer.Read(stored));
        message.HasOne<Conversation>().WithMany().HasForeignKey(m => m.ConversationId).OnDelete(DeleteBehavior.Restrict);
        message.Property(m => m.RemovalReason).HasMaxLength(Message.MaxReasonLength);
        message.HasOne(m => m.ReplyTo).WithMany().HasForeignKey(m => m.ReplyToId).OnDelete(DeleteBehavior.Restrict);
        message.HasMany(m => m.Revisions).WithOne().HasForeignKey(r => r.MessageId).OnDelete(DeleteBehavior.Restrict);
        message.HasMany(m => m.Reactions).WithOne().HasForeignKey(r => r.MessageId).OnDelete(DeleteBehavior.Cascade);
        message.HasMany(m => m.Mentions).WithOne(m => m.Message).HasForeignKey(m => m.MessageId).OnDelete(DeleteBehavior.Cascade);
        message.HasMany(m => m.Attachments).WithOne().HasForeignKey(a => a.MessageId).OnDelete(DeleteBehavior.Cascade);
        message.HasOne<AppUser>().WithMany().HasForeignKey(m => m.RemovedById).OnDelete(DeleteBehavior.Restrict);
        message.HasOne(m => m.Sender).WithMany().HasForeignKey(m => m.SenderId).OnDelete(DeleteBehavior.Restrict);
        message.HasIndex(m => new { m.ConversationId, m.Seq }).IsUnique();
        message.HasIndex(m => new { m.SenderId, m.ClientMessageId }).IsUnique();
    }
}

internal sealed class RevisionMapping : IEntityTypeConfiguration<Revision>
{
    public void Configure(EntityTypeBuilder<Revision> revision)
    {
        revision.Property(r => r.Text).HasMaxLength(Message.MaxLength);
        revision.HasOne(r => r.ReplacedBy).WithMany().HasForeignKey(r => r.ReplacedById).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ReactionMapping : IEntityTypeConfiguration<Reaction>
{
    public void Configure(EntityTypeBuilder<Reaction> reaction)
    {
        reaction.HasKey(r => new { r.MessageId, r.UserId, r.Sign });
        reaction.Property(r => r.Sign).HasMaxLength(8);
        reaction.HasOne(r => r.User).WithMany().HasForeignKey(r => r.UserId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AttachmentMapping : IEntityTypeConfiguration<Attachment>
{
    public void Configure(EntityTypeBuilder<Attachment> attachment)
    {
        attachment.Property(a => a.Id).ValueGeneratedNever();
        attachment.Property(a => a.FileName).HasMaxLength(Attachment.MaxNameLength);
        attachment.Property(a => a.ContentType).HasMaxLength(100);
        attachment.Property(a => a.ThumbnailType).HasMaxLength(100);
        attachment.Property(a => a.Sha256).HasMaxLength(64);
        attachment.HasOne(a => a.Owner).WithMany().HasForeignKey(a => a.OwnerId).OnDelete(DeleteBehavior.Restrict);
        attachment.HasIndex(a => a.MessageId);
        attachment.HasIndex(a => new { a.OwnerId, a.MessageId });
    }
}

internal sealed class MentionMapping : IEntityTypeConfiguration<Mention>
{
    public void Configure(EntityTypeBuilder<Mention> mention)
    {
        mention.HasKey(m => new { m.MessageId, m.UserId });
        mention.HasIndex(m => new { m.UserId, m.MessageId });
        mention.HasOne(m => m.User).WithMany().HasForeignKey(m => m.UserId).OnDelete(DeleteBehavior.Restrict);
    }
}
