using Chat.Web.Conversations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chat.Web.Search;

internal sealed class SearchTermMapping : IEntityTypeConfiguration<SearchTerm>
{
    public void Configure(EntityTypeBuilder<SearchTerm> term)
    {
        term.HasKey(t => new { t.ConversationId, t.Term, t.MessageId });
        term.Property(t => t.Term).HasMaxLength(Words.MaxLength);
        term.HasOne<Message>().WithMany().HasForeignKey(t => t.MessageId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SearchMarkMapping : IEntityTypeConfiguration<SearchMark>
{
    public void Configure(EntityTypeBuilder<SearchMark> mark)
    {
        mark.Property(m => m.Id).ValueGeneratedNever();
        mark.HasData(new SearchMark { Id = SearchMark.OnlyId });
    }
}
