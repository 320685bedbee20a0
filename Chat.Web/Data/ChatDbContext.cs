using Chat.Web.Accounts;
using Chat.Web.Audit;
using Chat.Web.Bot;
using Chat.Web.Conversations;
using Chat.Web.Reports;
using Chat.Web.School;
using Chat.Web.Search;
using Chat.Web.Settings;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Chat.Web.Data;

/// <summary>The one model of the house. Services know only this type; which twin stands behind it is a setting.</summary>
public abstract class ChatDbContext(DbContextOptions options) : IdentityUserContext<AppUser, int>(options)
{
    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    public DbSet<Subject> Subjects => Set<Subject>();

    public DbSet<Enrollment> Enrollments => Set<Enrollment>();

    public DbSet<TutorAssignment> TutorAssignments => Set<TutorAssignment>();

    public DbSet<GuardianLink> GuardianLinks => Set<GuardianLink>();

    public DbSet<Conversation> Conversations => Set<Conversation>();

    public DbSet<Participant> Participants => Set<Participant>();

    public DbSet<Message> Messages => Set<Message>();

    public DbSet<Revision> Revisions => Set<Revision>();

    public DbSet<Reaction> Reactions => Set<Reaction>();

    public DbSet<Mention> Mentions => Set<Mention>();

    public DbSet<Attachment> Attachments => Set<Attachment>();

    public DbSet<SearchTerm> SearchTerms => Set<SearchTerm>();

    public DbSet<SearchMark> SearchMarks => Set<SearchMark>();

    public DbSet<Article> Articles => Set<Article>();

    public DbSet<ArticleRevision> ArticleRevisions => Set<ArticleRevision>();

    public DbSet<QuickPrompt> QuickPrompts => Set<QuickPrompt>();

    public DbSet<Report> Reports => Set<Report>();

    public DbSet<Setting> Settings => Set<Setting>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<AuditHead> AuditHeads => Set<AuditHead>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(ChatDbContext).Assembly);

        // Identity's tables under names that read like ours.
        builder.Entity<AppUser>().ToTable("Users");
        builder.Entity<IdentityUserClaim<int>>().ToTable("UserClaims");
        builder.Entity<IdentityUserLogin<int>>().ToTable("UserLogins");
        builder.Entity<IdentityUserToken<int>>().ToTable("UserTokens");
    }
}

/// <summary>One machine, one file.</summary>
public sealed class SqliteChatDbContext(DbContextOptions<SqliteChatDbContext> options) : ChatDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);

        // SQLite has no type for instants and cannot order DateTimeOffset: a number can be ordered and compared.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();
    }

    private sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(at => at.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}

/// <summary>Several machines, one server.</summary>
public sealed class SqlServerChatDbContext(DbContextOptions<SqlServerChatDbContext> options) : ChatDbContext(options)
{
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);

        // Terms are compared by their characters, as SQLite does it: to a server's usual collation different ones are the same.
        builder.Entity<SearchTerm>().Property(t => t.Term).UseCollation("Latin1_General_100_BIN2");
    }
}
