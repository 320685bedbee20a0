using Chat.Web.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chat.Web.Settings;

/// <summary>Something the school has decided for itself, in the place of what the configuration says.</summary>
public class Setting
{
    public const int MaxValueLength = 100;

    /// <summary>The name the configuration has for it: <c>Registration:Mode</c>.</summary>
    public required string Key { get; init; }

    /// <summary>As the configuration would write it.</summary>
    public required string Value { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Who decided it; none once that account is gone.</summary>
    public int? ChangedById { get; set; }

    public AppUser? ChangedBy { get; init; }
}

internal sealed class SettingMapping : IEntityTypeConfiguration<Setting>
{
    public void Configure(EntityTypeBuilder<Setting> setting)
    {
        setting.HasKey(s => s.Key);
        setting.Property(s => s.Key).HasMaxLength(100);
        setting.Property(s => s.Value).HasMaxLength(Setting.MaxValueLength);
        setting.HasOne(s => s.ChangedBy).WithMany().HasForeignKey(s => s.ChangedById).OnDelete(DeleteBehavior.SetNull);
    }
}
