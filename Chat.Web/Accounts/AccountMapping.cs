using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chat.Web.Accounts;

internal sealed class AppUserMapping : IEntityTypeConfiguration<AppUser>
{
    public void Configure(EntityTypeBuilder<AppUser> user)
    {
        user.Property(u => u.FullName).HasMaxLength(AppUser.MaxFullNameLength);
        user.Property(u => u.Language).HasMaxLength(2);
        user.Property(u => u.TimeZone).HasMaxLength(64);
        // Read from the property each time it is saved: that is what keeps it true to the name.
        user.Property(u => u.SearchName).HasMaxLength(AppUser.MaxFullNameLength + 257).UsePropertyAccessMode(PropertyAccessMode.Property);
        user.HasIndex(u => u.SearchName);
        user.HasIndex(u => new { u.Role, u.SearchName });
        user.HasIndex(u => new { u.Status, u.SearchName });
        user.HasIndex(u => u.CreatedAt);
        user.HasIndex(u => u.LastSeenAt);
        // Nearly all have one role and one status: without these, each table of them would be put in order anew.
        user.HasIndex(u => new { u.Role, u.NormalizedEmail });
        user.HasIndex(u => new { u.Role, u.CreatedAt });
        user.HasIndex(u => new { u.Role, u.LastSeenAt });
        user.HasIndex(u => new { u.Status, u.NormalizedEmail });
        user.HasIndex(u => new { u.Status, u.CreatedAt });
        user.HasIndex(u => new { u.Status, u.LastSeenAt });
        user.HasIndex(u => u.Capabilities);
        user.HasIndex(u => u.IsDemo);
    }
}

internal sealed class SessionMapping : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> session)
    {
        session.Property(s => s.Id).ValueGeneratedNever();
        session.Property(s => s.Device).HasMaxLength(Session.MaxDeviceLength);
        session.Property(s => s.Address).HasMaxLength(64);
        session.Property(s => s.TokenHash).HasMaxLength(64);
        session.HasIndex(s => s.TokenHash).IsUnique();
        session.HasOne(s => s.User).WithMany().HasForeignKey(s => s.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class InvitationMapping : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> invitation)
    {
        invitation.Property(i => i.CodeHash).HasMaxLength(64);
        invitation.Property(i => i.FullName).HasMaxLength(AppUser.MaxFullNameLength);
        invitation.Property(i => i.Email).HasMaxLength(256);
        invitation.HasIndex(i => i.CodeHash).IsUnique();
        invitation.HasOne<AppUser>().WithMany().HasForeignKey(i => i.InvitedById).OnDelete(DeleteBehavior.Restrict);
        invitation.HasOne<AppUser>().WithMany().HasForeignKey(i => i.UserId).OnDelete(DeleteBehavior.Restrict);
    }
}
