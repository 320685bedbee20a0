using Chat.Web.School;

namespace Chat.Web.Admin;

/// <summary>What a school wants of the end of its year.</summary>
/// <param name="At">When the year's teaching and tutoring end.</param>
/// <param name="Renewed">The subjects that go on with the same teacher; what is ended in them starts again.</param>
/// <param name="RenewFrom">From when on they do.</param>
/// <param name="DoubtsBefore">Parents' links that were verified before this are to be verified again; none to leave them all.</param>
public sealed record YearEndDraft(DateTimeOffset At, IReadOnlyCollection<int> Renewed, DateTimeOffset? RenewFrom, DateTimeOffset? DoubtsBefore);

/// <summary>What carrying a draft out would change, counted.</summary>
/// <param name="Subjects">What of it falls to each subject, for those who choose which go on.</param>
public sealed record YearEndPlan(int Enrollments, int Assignments, int Chats, int Renewals, int Links, IReadOnlyList<YearEndSubject> Subjects)
{
    /// <summary>How many edges there are to change: the number somebody types who means it.</summary>
    public int Total => Enrollments + Assignments + Renewals + Links;
}

public sealed record YearEndSubject(SubjectView Subject, int Enrollments);
