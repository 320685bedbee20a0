using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Admin;
using Chat.Web.Bot;
using Chat.Web.Conversations;
using Chat.Web.Outcomes;
using Chat.Web.Reports;
using Chat.Web.Search;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Bot;

/// <summary>The bot has an account and is nobody among people; what is said to it is nobody else's, whatever their office.</summary>
public class BeingNobodyTests(SchoolHouse school) : IClassFixture<SchoolHouse>
{
    [Fact]
    public async Task It_stands_in_no_list_of_people()
    {
        var people = school.The<PeopleService>();
        Assert.Equal(school.Cast.Count(), (await people.ListAsync(school.Admin, new PeopleFilter(), new TableQuery(null, null), Stop)).Granted().Total);
        Assert.Equal(0, (await people.ListAsync(school.Admin, PeopleFilter.Read("Помощник", nameof(Role.Bot), null, null), new TableQuery(null, null), Stop)).Granted().Total);
        (await people.FindAsync(school.Admin, school.Bot.Id, Stop)).RefusedAs(Refusal.NotFound);
        Assert.DoesNotContain((await people.ExportAsync(school.Admin, new PeopleFilter(), Stop)).Granted().ToBlockingEnumerable(Stop), p => p.Id == school.Bot.Id);
        Assert.Empty(await people.NamesAsync([school.Bot.Id], new PeopleFilter(), Stop));

        foreach (var actor in school.Cast)
        {
            Assert.DoesNotContain(await school.Conversations.ContactsAsync(actor, Stop), c => c.Person.Id == school.Bot.Id);
        }

        Assert.Empty((await school.The<EdgeListService>().FindPeopleAsync(school.Admin, EdgeEnd.Anybody, "Помощник", Stop)).Granted());
    }

    [Fact]
    public async Task It_cannot_be_changed_written_to_or_let_in()
    {
        (await school.Accounts.SuspendAsync(school.Admin, school.Bot.Id, Stop)).RefusedAs(Refusal.NotFound);
        (await school.Accounts.ChangeRoleAsync(school.Admin, school.Bot.Id, Role.Admin, Stop)).RefusedAs(Refusal.NotFound);
        (await school.The<AdmissionService>().IssueAsync(school.Admin, school.Bot.Id, Stop)).RefusedAs(Refusal.NotFound);
        (await school.Conversations.StartAsync(school.Admin, school.Bot.Id, aboutStudentId: null, Stop)).RefusedAs(ConversationRefusals.NotRelated);
        foreach (var login in new[] { "Помощник", " BOT ", "BOT", "bot", "Помощник / Assistant" })
        {
            (await school.SignInAsync(login, "")).RefusedAs(AccountRefusals.InvalidCredentials);
        }
    }

    [Fact]
    public async Task Nobody_is_given_its_role()
    {
        (await school.Accounts.ChangeRoleAsync(school.Admin, school.Anna.Id, Role.Bot, Stop)).RefusedAs(AccountRefusals.RoleUnknown);
        Assert.Contains(new AccountDraft("x@example.com", "X", Role.Bot, "ru").FindMistakes(), m => m.Refusal == AccountRefusals.RoleUnknown);
        Assert.DoesNotContain(Role.Bot, RolesOfPeople.All);
        Assert.Equal(Enum.GetValues<Role>().Length - 1, RolesOfPeople.All.Count);
    }

    [Fact]
    public async Task A_school_in_which_there_is_nobody_but_it_is_still_to_be_set_up()
    {
        await using var empty = await new SchoolHouse { IsPeopled = false }.OpenAsync();

        Assert.True(await empty.Registrations.NeedsSetUpAsync(Stop));
        await using var db = empty.OpenDb();
        Assert.Equal(Role.Bot, (await db.Users.SingleAsync(Stop)).Role);
    }

    [Fact]
    public async Task Made_again_it_is_the_same_one_under_the_name_it_has_now()
    {
        await using var house = await new SchoolHouse { Settings = new Dictionary<string, string> { ["Bot:Name"] = "Сова / Owl" } }.OpenAsync();
        await house.The<BotAccount>().PrepareAsync(Stop);

        await using var db = house.OpenDb();
        Assert.Equal("Сова / Owl", (await db.Users.Bots().SingleAsync(Stop)).FullName);
    }

    [Fact]
    public async Task What_is_said_to_it_is_found_by_nobody_else()
    {
        var lead = await school.AdmitAsync("Lead", Role.Admin, Capabilities.SafeguardingLead | Capabilities.Moderator);
        var asked = await school.AskAsync(school.TestStudent, "Баобабы, когда обед?");
        var chat = asked.Message.ConversationId;
        await school.HearAsync(chat, 1);

        foreach (var other in new[] { lead, school.Admin, school.TestParent, school.TestTeacher, school.Anna })
        {
            Assert.DoesNotContain(await school.Conversations.ListAsync(other, cancellation: Stop), c => c.Kind is ConversationKind.Bot);
            (await school.Conversations.OpenAsync(other, chat, Stop)).RefusedAs(Refusal.NotFound);
            (await school.Reader.BeforeAsync(other, chat, cancellation: Stop)).RefusedAs(Refusal.NotFound);
            (await school.Talks().FindAsync(other, asked.ConversationId, Stop)).RefusedAs(Refusal.NotFound);
            (await school.Talks().AnswerAsync(other, asked.ConversationId, Stop)).RefusedAs(Refusal.NotFound);
            Assert.Empty((await school.The<SearchService>().SearchAsync(other, new SearchQuery("баобабы", null), Stop)).Granted().Items);
        }

        var oversight = school.The<OversightService>();
        var overseen = (await oversight.ListAsync(lead, new OversightFilter(null, null, null), new TableQuery(null, null), Stop)).Granted();
        Assert.DoesNotContain(overseen.Rows, c => c.Id == chat);
        Assert.NotEmpty(overseen.Rows);
        Assert.Empty((await oversight.ListAsync(lead, new OversightFilter("Test Student", ConversationKind.Bot, null), new TableQuery(null, null), Stop)).Granted().Rows);
        (await oversight.FindAsync(lead, chat, Stop)).RefusedAs(Refusal.NotFound);
        (await oversight.ReadAsync(lead, chat, "Because", cancellation: Stop)).RefusedAs(Refusal.NotFound);
        // One's own is read as one's own, and by no office.
        (await oversight.ReadAsync(lead, (await school.AskAsync(lead, "Когда обед?")).Message.ConversationId, "Because", cancellation: Stop)).RefusedAs(Refusal.NotFound);
        (await school.The<WhyService>().AskAboutChatAsync(lead, school.TestStudent.Id, chat, Stop)).RefusedAs(Refusal.NotFound);

        // Only the one who has it can hand some of it on, by reporting it.
        (await school.The<ReportService>().FileAsync(lead, chat, 1, new ReportDraft(ReportKind.Other, null), Stop)).RefusedAs(Refusal.NotFound);
        (await school.The<ReportService>().FileAsync(school.TestStudent, chat, 1, new ReportDraft(ReportKind.Other, null), Stop)).Granted();
    }
}
