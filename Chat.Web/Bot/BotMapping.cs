using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chat.Web.Bot;

internal sealed class ArticleMapping : IEntityTypeConfiguration<Article>
{
    public void Configure(EntityTypeBuilder<Article> article)
    {
        article.HasMany(a => a.Revisions).WithOne().HasForeignKey(r => r.ArticleId).OnDelete(DeleteBehavior.Cascade);
        article.HasIndex(a => a.ChangedAt);
    }
}

internal sealed class ArticleRevisionMapping : IEntityTypeConfiguration<ArticleRevision>
{
    public void Configure(EntityTypeBuilder<ArticleRevision> revision)
    {
        revision.ToTable("ArticleRevisions").HasKey(r => new { r.ArticleId, r.Version });
        revision.ComplexProperty(r => r.Ru, Text);
        revision.ComplexProperty(r => r.En, Text);
        revision.HasOne(r => r.WrittenBy).WithMany().HasForeignKey(r => r.WrittenById).OnDelete(DeleteBehavior.Restrict);
        revision.HasOne(r => r.ApprovedBy).WithMany().HasForeignKey(r => r.ApprovedById).OnDelete(DeleteBehavior.Restrict);
    }

    private static void Text(ComplexPropertyBuilder<ArticleText> text)
    {
        text.Property(t => t.Title).HasMaxLength(ArticleText.MaxTitleLength);
        text.Property(t => t.Body).HasMaxLength(ArticleText.MaxBodyLength);
        text.Property(t => t.Keywords).HasMaxLength(ArticleText.MaxKeywordsLength);
    }
}

internal sealed class QuickPromptMapping : IEntityTypeConfiguration<QuickPrompt>
{
    public void Configure(EntityTypeBuilder<QuickPrompt> prompt)
    {
        prompt.Property(p => p.Language).HasMaxLength(2);
        prompt.Property(p => p.Title).HasMaxLength(QuickPrompt.MaxTitleLength);
        prompt.Property(p => p.Text).HasMaxLength(QuickPrompt.MaxTextLength);
        prompt.HasIndex(p => new { p.Language, p.Order });
    }
}
