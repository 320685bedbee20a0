using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chat.Web.School;

internal sealed class SubjectMapping : IEntityTypeConfiguration<Subject>
{
    public void Configure(EntityTypeBuilder<Subject> subject)
    {
        subject.Property(s => s.NameRu).HasMaxLength(Subject.MaxNameLength);
        subject.Property(s => s.NameEn).HasMaxLength(Subject.MaxNameLength);
    }
}

internal sealed class EnrollmentMapping : IEntityTypeConfiguration<Enrollment>
{
    public void Configure(EntityTypeBuilder<Enrollment> enrollment)
    {
        enrollment.HasOne(e => e.Student).WithMany().HasForeignKey(e => e.StudentId).OnDelete(DeleteBehavior.Restrict);
        enrollment.HasOne(e => e.Teacher).WithMany().HasForeignKey(e => e.TeacherId).OnDelete(DeleteBehavior.Restrict);
        enrollment.HasOne(e => e.Subject).WithMany().HasForeignKey(e => e.SubjectId).OnDelete(DeleteBehavior.Restrict);
        enrollment.HasIndex(e => new { e.StudentId, e.TeacherId, e.SubjectId });
        enrollment.HasIndex(e => e.TeacherId);
    }
}

internal sealed class TutorAssignmentMapping : IEntityTypeConfiguration<TutorAssignment>
{
    public void Configure(EntityTypeBuilder<TutorAssignment> assignment)
    {
        assignment.HasOne(e => e.Student).WithMany().HasForeignKey(e => e.StudentId).OnDelete(DeleteBehavior.Restrict);
        assignment.HasOne(e => e.Tutor).WithMany().HasForeignKey(e => e.TutorId).OnDelete(DeleteBehavior.Restrict);
        assignment.HasOne(e => e.Subject).WithMany().HasForeignKey(e => e.SubjectId).OnDelete(DeleteBehavior.Restrict);
        assignment.HasIndex(e => new { e.StudentId, e.TutorId, e.SubjectId });
        assignment.HasIndex(e => e.TutorId);
    }
}

internal sealed class GuardianLinkMapping : IEntityTypeConfiguration<GuardianLink>
{
    public void Configure(EntityTypeBuilder<GuardianLink> link)
    {
        link.HasOne(e => e.Student).WithMany().HasForeignKey(e => e.StudentId).OnDelete(DeleteBehavior.Restrict);
        link.HasOne(e => e.Parent).WithMany().HasForeignKey(e => e.ParentId).OnDelete(DeleteBehavior.Restrict);
        link.HasIndex(e => new { e.ParentId, e.StudentId });
        link.HasIndex(e => e.StudentId);
    }
}
