using System.Globalization;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Admin;
using Chat.Web.Conversations;
using Chat.Web.Live;
using Chat.Web.School;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Admin;

/// <summary>What an admin is told before a change is what everybody around the student then finds, asked of the services they use.</summary>
public sealed class PreviewingChangesTests
{
    private const int Changes = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_is_told_before_is_what_is_so_after(int seed)
    {
        await using var school = await new SchoolHouse { RunsErrands = false, Clock = new HandClock() }.OpenAsync();
        var (chance, preview, told) = (new Random(seed), school.The<SchoolPreviewService>(), new HashSet<string>());
        var people = await PeopleAsync(school);
        for (var number = 0; number < Changes; number++)
        {
            var change = await AnyChangeAsync(school, people, chance);
            var student = await StudentOfAsync(school, change);
            var asked = await preview.PreviewAsync(school.Admin, change, Stop);
            var around = await AroundAsync(school, student, change);
            var before = await LookAsync(school, student, around);

            var done = await preview.DoAsync(school.Admin, change, Stop);
            Assert.Equal(asked.Refusal, done.Refusal);
            if (asked.Value is not { } expected)
            {
                continue;
            }

            // What is planned for later makes no difference yet.
            if (expected.IsLater)
            {
                continue;
            }

            var after = await LookAsync(school, student, around);
            Assert.Equal(Differences(before, after), Differences(expected));
            told.UnionWith(expected.Chats.Select(c => c.Turn.ToString()));
            told.UnionWith(expected.Ties.Select(t => t.IsGained ? "gained" : "lost"));
            school.Clock!.Turn(TimeSpan.FromMinutes(1));
        }

        // Somebody must have been let in, and somebody kept out, for this to mean anything.
        Assert.Superset(new HashSet<string> { "Opens", "Archives", "IsReadBy", "IsHiddenFrom", "gained", "lost" }, told);
    }

    [Fact]
    public async Task A_change_for_later_is_told_as_of_the_day_it_comes_true()
    {
        await using var school = await new SchoolHouse { RunsErrands = false, Clock = new HandClock() }.OpenAsync();
        var preview = school.The<SchoolPreviewService>();
        var monday = school.Clock!.Now.AddDays(7);
        var start = new EdgeStart(EdgeKind.Enrollment, school.Dmitry.Id, school.TestTeacher.Id, 3, monday, To: null);

        var told = (await preview.PreviewAsync(school.Admin, start, Stop)).Granted();
        Assert.Equal((monday, true), (told.At, told.IsLater));
        var opens = Assert.Single(told.Chats);
        Assert.Equal(ChatTurn.Opens, opens.Turn);
        Assert.Equal([school.TestTeacher.Id, school.Dmitry.Id], opens.Writers.Select(p => p.Id).Order());

        (await preview.DoAsync(school.Admin, start, Stop)).Granted();
        var around = await AroundAsync(school, school.Dmitry.Id, start);
        var before = await LookAsync(school, school.Dmitry.Id, around);
        school.Clock.Turn(TimeSpan.FromDays(7));
        await school.Office.FollowAsync([school.Dmitry.Id], Stop);
        Assert.Equal(Differences(before, await LookAsync(school, school.Dmitry.Id, around)), Differences(told));
    }

    [Fact]
    public async Task Of_two_plans_each_tells_only_what_it_changes_itself()
    {
        await using var school = await new SchoolHouse { RunsErrands = false, Clock = new HandClock() }.OpenAsync();
        var preview = school.The<SchoolPreviewService>();
        var dmitrys = (await school.The<EdgeListService>().ListAsync(school.Admin, EdgeKind.Enrollment, new EdgeFilter("дмитрий"), new TableQuery(null, null), Stop)).Granted().Rows.Single().Id;
        (await preview.DoAsync(school.Admin, new EdgeStart(EdgeKind.Enrollment, school.Dmitry.Id, school.TestTeacher.Id, 3, school.Clock!.Now.AddDays(7), To: null), Stop)).Granted();

        var told = (await preview.PreviewAsync(school.Admin, new EdgeDeed(EdgeKind.Enrollment, dmitrys, EdgeAct.End) { At = school.Clock.Now.AddDays(14) }, Stop)).Granted();

        Assert.Equal(ChatTurn.Archives, Assert.Single(told.Chats).Turn);
    }

    [Theory]
    [InlineData("ru", "Русский язык - Дмитрий Смирнов ↔ Test Teacher")]
    [InlineData("en", "Russian - Дмитрий Смирнов ↔ Test Teacher")]
    public async Task It_is_told_in_the_language_of_whoever_asks(string language, string name)
    {
        await using var school = await new SchoolHouse { RunsErrands = false }.OpenAsync();
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);

        var told = await school.The<SchoolPreviewService>().PreviewAsync(school.Admin, new EdgeStart(EdgeKind.Enrollment, school.Dmitry.Id, school.TestTeacher.Id, 3, null, null), Stop);

        Assert.Equal(name, Assert.Single(told.Granted().Chats).Name);
    }

    [Fact]
    public async Task Asking_leaves_nothing_behind()
    {
        await using var school = await new SchoolHouse { RunsErrands = false }.OpenAsync();
        var preview = school.The<SchoolPreviewService>();
        using var line = school.Feed.Open(school.Anna.Id);
        var before = await CountAsync(school);

        Assert.False((await preview.PreviewAsync(school.Admin, new EdgeStart(EdgeKind.Enrollment, school.Anna.Id, school.TestTeacher.Id, 3, null, null), Stop)).Granted().IsNothing);
        Assert.False((await preview.PreviewAsync(school.Admin, new EdgeDeed(EdgeKind.GuardianLink, 1, EdgeAct.Restrict) { Reason = "A court" }, Stop)).Granted().IsNothing);

        Assert.Equal(before, await CountAsync(school));
        Assert.Empty(line.HeardSoFar<ReachChanged>());
    }

    [Fact]
    public async Task Nobody_but_an_admin_asks_or_does()
    {
        await using var school = await new SchoolHouse { RunsErrands = false }.OpenAsync();
        var lead = await school.AdmitAsync("Vera", Role.Teacher, Capabilities.SafeguardingLead);
        var change = new EdgeDeed(EdgeKind.Enrollment, 1, EdgeAct.End);
        foreach (var actor in new[] { school.Ivan, school.Anna, school.Elena, school.Maria, lead })
        {
            (await school.The<SchoolPreviewService>().PreviewAsync(actor, change, Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await school.The<SchoolPreviewService>().DoAsync(actor, change, Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await school.The<EdgeListService>().ListAsync(actor, EdgeKind.Enrollment, new EdgeFilter(), new TableQuery(null, null), Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await school.The<EdgeListService>().FindPeopleAsync(actor, EdgeEnd.Student, "a", Stop)).RefusedAs(AccountRefusals.AdminsOnly);
        }
    }

    [Fact]
    public async Task Of_two_admins_who_end_the_same_edge_the_second_is_told_to_look_again()
    {
        await using var school = await new SchoolHouse { RunsErrands = false }.OpenAsync();
        var preview = school.The<SchoolPreviewService>();
        var seen = (await school.The<EdgeListService>().FindAsync(school.Admin, EdgeKind.Enrollment, 1, Stop)).Granted().Seen;
        var deed = new EdgeDeed(EdgeKind.Enrollment, 1, EdgeAct.End) { Seen = seen };

        var done = await Task.WhenAll(preview.DoAsync(school.Admin, deed, Stop), preview.DoAsync(school.Administrator, deed with { At = DateTimeOffset.UtcNow.AddDays(1) }, Stop));

        Assert.Single(done, d => d.Refusal is null);
        Assert.Single(done, d => d.Refusal == SchoolRefusals.EdgeChanged);
        (await preview.PreviewAsync(school.Admin, deed, Stop)).RefusedAs(SchoolRefusals.EdgeChanged);
    }

    [Fact]
    public async Task Whoever_restricts_or_lifts_says_why_and_it_is_kept()
    {
        await using var school = await new SchoolHouse { RunsErrands = false }.OpenAsync();
        var preview = school.The<SchoolPreviewService>();
        foreach (var act in new[] { EdgeAct.Restrict, EdgeAct.Lift })
        {
            var deed = new EdgeDeed(EdgeKind.GuardianLink, 1, act);
            (await preview.PreviewAsync(school.Admin, deed, Stop)).RefusedAs(ConversationRefusals.ReasonMissing);
            (await preview.DoAsync(school.Admin, deed with { Reason = " " }, Stop)).RefusedAs(ConversationRefusals.ReasonMissing);
            (await preview.DoAsync(school.Admin, deed with { Reason = $"Because of {act}" }, Stop)).Granted();
            await using var db = school.OpenDb();
            var entry = await db.AuditEntries.OrderByDescending(e => e.Id).FirstAsync(Stop);
            Assert.Equal(("guardian_link.restriction_changed", $"Because of {act}"), (entry.Action, entry.Reason));
        }
    }

    private sealed record Seen(IReadOnlyDictionary<string, Chat> Chats, IReadOnlyList<string> Ties);

    private sealed record Chat(bool IsOpen, SortedSet<int> Readers, SortedSet<int> Writers);

    /// <summary>What those around a student find when they open their list and look for whom they may write to.</summary>
    private static async Task<Seen> LookAsync(SchoolHouse school, int student, IReadOnlyCollection<int> around)
    {
        await using var db = school.OpenDb();
        var (chats, ties) = (new Dictionary<string, Chat>(), new List<string>());
        var conversations = await db.Conversations.Where(c => c.StudentId == student).Select(c => new { c.Id, c.Key }).ToListAsync(Stop);
        foreach (var actor in school.Cast.Where(a => around.Contains(a.Id)))
        {
            foreach (var view in await school.Conversations.ListAsync(actor, take: 1000, cancellation: Stop))
            {
                if (conversations.Find(c => c.Id == view.Id) is { } about)
                {
                    var chat = chats.TryGetValue(about.Key, out var known) ? known : chats[about.Key] = new Chat(view.State is not ConversationState.Archived, [], []);
                    chat.Readers.Add(actor.Id);
                    if (view.CanPost)
                    {
                        chat.Writers.Add(actor.Id);
                    }
                }
            }

            ties.AddRange((await school.Conversations.ContactsAsync(actor, Stop)).Where(c => around.Contains(c.Person.Id)).Select(c => $"{actor.Id} {c.Person.Id} {c.About?.Id}"));
        }

        ties.Sort(StringComparer.Ordinal);
        return new Seen(chats, ties);
    }

    private static async Task<HashSet<int>> AroundAsync(SchoolHouse school, int student, EdgeChange change)
    {
        await using var db = school.OpenDb();
        var around = (await SchoolService.PeopleAround(db, student).ToListAsync(Stop)).ToHashSet();
        around.Add(change is EdgeStart start ? start.OtherId : student);
        return around;
    }

    private static List<string> Differences(Seen before, Seen after)
    {
        var told = new List<string>();
        foreach (var (key, now) in after.Chats)
        {
            var was = before.Chats.GetValueOrDefault(key);
            if (now.IsOpen && was is not { IsOpen: true })
            {
                told.Add($"Opens {key}: {Ids(now.Writers)}; {Ids(now.Readers.Except(now.Writers))}");
            }
            else if (!now.IsOpen && was is { IsOpen: true })
            {
                told.Add($"Archives {key}: {Ids(was.Writers.Except(now.Writers))}; ");
            }
            else if (now.Readers.Except(was!.Readers).Any())
            {
                told.Add($"IsReadBy {key}: ; {Ids(now.Readers.Except(was.Readers))}");
            }
        }

        foreach (var (key, was) in before.Chats)
        {
            var lost = after.Chats.TryGetValue(key, out var now) ? was.Readers.Except(now.Readers) : was.Readers;
            if (lost.Any())
            {
                told.Add($"IsHiddenFrom {key}: ; {Ids(lost)}");
            }
        }

        told.AddRange(after.Ties.Except(before.Ties).Select(t => $"+ {t}"));
        told.AddRange(before.Ties.Except(after.Ties).Select(t => $"- {t}"));
        return [.. told.Order(StringComparer.Ordinal)];
    }

    private static List<string> Differences(SchoolPreview preview) =>
    [
        .. preview.Chats.Where(c => c.Turn is not ChatTurn.Lasts).Select(c => $"{c.Turn} {c.Key}: {Ids(c.Writers.Select(p => p.Id))}; {Ids(c.Readers.Select(p => p.Id))}")
            .Concat(preview.Ties.SelectMany(t => t.IsMutual ? new[] { Tie(t, t.From, t.To), Tie(t, t.To, t.From) } : [Tie(t, t.From, t.To)]))
            .Order(StringComparer.Ordinal),
    ];

    private static string Tie(TieDifference tie, PersonView from, PersonView to) => $"{(tie.IsGained ? '+' : '-')} {from.Id} {to.Id} {tie.About?.Id}";

    private static string Ids(IEnumerable<int> ids) => string.Join(' ', ids.Order().Select(id => id.ToString(CultureInfo.InvariantCulture)));

    private sealed record People(int[] Students, int[] Teachers, int[] Tutors, int[] Parents);

    private static async Task<People> PeopleAsync(SchoolHouse school)
    {
        var (teacher, parent) = (await school.AdmitAsync("Olga", Role.Teacher), await school.AdmitAsync("Pavel", Role.Parent));
        (await school.Conversations.StartAsync(school.Elena, school.Ivan.Id, school.Anna.Id, Stop)).Granted();
        (await school.Conversations.StartAsync(school.TestParent, school.TestTeacher.Id, school.TestStudent.Id, Stop)).Granted();
        return new People(
            [school.Anna.Id, school.Dmitry.Id, school.TestStudent.Id], [school.Ivan.Id, school.TestTeacher.Id, teacher.Id], [school.Maria.Id, school.TestTutor.Id], [school.Elena.Id, school.TestParent.Id, parent.Id]);
    }

    private static async Task<EdgeChange> AnyChangeAsync(SchoolHouse school, People people, Random chance)
    {
        var kind = (EdgeKind)chance.Next(1, 4);
        if (chance.Next(3) == 0)
        {
            DateTimeOffset? from = chance.Next(4) == 0 ? school.Clock!.Now.AddDays(chance.Next(1, 9)) : null;
            var other = kind switch { EdgeKind.Enrollment => people.Teachers, EdgeKind.TutorAssignment => people.Tutors, _ => people.Parents };
            int? subject = kind switch { EdgeKind.Enrollment => chance.Next(1, 4), EdgeKind.TutorAssignment when chance.Next(2) == 0 => chance.Next(1, 4), _ => null };
            return new EdgeStart(kind, One(people.Students), One(other), subject, from, chance.Next(3) == 0 ? school.Clock!.Now.AddDays(chance.Next(1, 20)) : null);
        }

        await using var db = school.OpenDb();
        var ids = await (kind switch
        {
            EdgeKind.Enrollment => db.Enrollments.Select(e => e.Id),
            EdgeKind.TutorAssignment => db.TutorAssignments.Select(e => e.Id),
            _ => db.GuardianLinks.Select(e => e.Id),
        }).ToListAsync(Stop);
        var act = kind is EdgeKind.GuardianLink ? (EdgeAct)chance.Next(1, 6) : EdgeAct.End;
        return new EdgeDeed(kind, One([.. ids]), act) { At = chance.Next(3) == 0 ? school.Clock!.Now.AddDays(chance.Next(1, 20)) : null, Reason = "So it was decided" };

        int One(int[] among) => among[chance.Next(among.Length)];
    }

    private static async Task<int> StudentOfAsync(SchoolHouse school, EdgeChange change)
    {
        await using var db = school.OpenDb();
        return change switch
        {
            EdgeStart start => start.StudentId,
            EdgeDeed { Kind: EdgeKind.Enrollment } deed => (await db.Enrollments.SingleAsync(e => e.Id == deed.EdgeId, Stop)).StudentId,
            EdgeDeed { Kind: EdgeKind.TutorAssignment } deed => (await db.TutorAssignments.SingleAsync(e => e.Id == deed.EdgeId, Stop)).StudentId,
            EdgeDeed deed => (await db.GuardianLinks.SingleAsync(e => e.Id == deed.EdgeId, Stop)).StudentId,
            _ => 0,
        };
    }

    private static async Task<string> CountAsync(SchoolHouse school)
    {
        await using var db = school.OpenDb();
        var head = await db.AuditHeads.SingleAsync(Stop);
        return $"{await db.Enrollments.CountAsync(Stop)} {await db.Conversations.CountAsync(Stop)} {await db.GuardianLinks.CountAsync(l => l.IsRestricted, Stop)} {await db.AuditEntries.CountAsync(Stop)} {head.LastHash}";
    }
}
