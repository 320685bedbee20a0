using System.Text.RegularExpressions;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Admin;
using Chat.Web.Reports;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>Every page, looked through by axe in both languages, in both lights and at both widths.</summary>
public sealed class AccessibilityTests(Stage stage, Site site) : Journey(stage, site), IClassFixture<Site>
{
    private static readonly Look Inspected = new() { IsInspected = true };
    private static readonly Regex AnyTitle = new(".", RegexOptions.None, Patience.Limit);

    [Theory]
    [InlineData("ru")]
    [InlineData("en")]
    public async Task Pages_for_everybody(string language)
    {
        var visitor = await VisitorAsync(Inspected with { Language = language });

        await LooksGoodAsync(visitor, "/register", "/signed-out", "/error", "/not-found");
        await LooksGoodAsync(visitor, "/sign-in");
        await visitor.Page.GetByText(visitor.Word<AccountTexts>("DemoTitle")).ClickAsync();
        await LooksGoodAsync(visitor);
        await visitor.SignIn.EnterAsync("nobody@example.com", "nothing");
        await Expect(visitor.Alert).ToBeVisibleAsync();
        await LooksGoodAsync(visitor);
    }

    [Theory]
    [InlineData("ru")]
    [InlineData("en")]
    public async Task Pages_of_somebody_who_writes(string language)
    {
        var student = await ArriveAsync(TestStudent, Inspected);
        await student.SpeakAsync(language);

        await LooksGoodAsync(student, "/settings", "/account/devices", "/account/password", "/sign-out", "/chat");
        await student.Page.Locator(".user-menu summary").ClickAsync();
        await LooksGoodAsync(student);
        await LooksGoodAsync(student, "/chat/new", "/help", "/help/1");
        await student.GoAsync($"/chat/{await Site.NumberOfAsync(TestStudent, TestTeacher)}");
        await student.Thread.SendAsync(Unheard("Hello"));
        await LooksGoodAsync(student);
    }

    [Theory]
    [InlineData("ru")]
    [InlineData("en")]
    public async Task Pages_of_somebody_who_only_reads_and_of_an_admin(string language)
    {
        var (parent, admin) = (await ArriveAsync(TestParent, Inspected), await ArriveAsync(Administrator, Inspected));
        await parent.SpeakAsync(language);
        await admin.SpeakAsync(language);
        var chat = $"/chat/{await Site.NumberOfAsync(TestStudent, TestTutor)}";

        await LooksGoodAsync(parent, chat, "/chat/new");
        await LooksGoodAsync(admin, chat, "/admin/audit", "/admin/backups", "/admin", "/admin/settings", "/admin/reports", "/admin/knowledge", "/admin/knowledge/new", "/admin/knowledge/1", "/admin/prompts", "/admin/conversations", "/admin/people/invite");
        await admin.Account.InviteAsync("Ольга", "olga@school.example", nameof(Role.Tutor));
        await Expect(admin.Account.InvitationLink).ToBeVisibleAsync();
        await LooksGoodAsync(admin);
        await parent.GoAsync(new Uri(await admin.Account.InvitationLink.InputValueAsync()).PathAndQuery);
        await LooksGoodAsync(parent);
    }

    [Fact]
    public async Task A_chat_with_something_new_in_it_and_a_line_that_is_down()
    {
        var (teacher, student) = (await ArriveAsync(Ivan, Inspected), await ArriveAsync(Dmitry));
        await student.Chats.OpenAsync(DmitrysPhysics);
        await teacher.Page.EvaluateAsync("() => document.querySelector('.connection').hidden = false");
        await student.Thread.SendAsync(Unheard("Здравствуйте!"));
        await Expect(teacher.Chats.Badge(DmitrysPhysics)).ToBeVisibleAsync();
        await LooksGoodAsync(teacher);

        await teacher.Chats.OpenAsync(DmitrysPhysics);
        await Expect(teacher.Page.Locator(".unread-line")).ToBeVisibleAsync();
        await LooksGoodAsync(teacher);
    }

    [Theory]
    [InlineData("ru")]
    [InlineData("en")]
    public async Task Pages_about_people(string language)
    {
        var admin = await ArriveAsync(Administrator, Inspected);
        await admin.SpeakAsync(language);

        await LooksGoodAsync(admin, "/admin/people", "/admin/people?q=nobody%20at%20all", "/admin/people?columns=Capabilities&columns=Created&sort=-created", "/admin/people/import");
        await admin.People.OpenAsync("Test Student");
        await LooksGoodAsync(admin);
        await admin.People.PressAsync("ResetPassword");
        await Expect(admin.Account.InvitationLink).ToBeVisibleAsync();
        await LooksGoodAsync(admin);

        await admin.People.ImportAsync("people.csv", $"email,name,role\n{Guid.NewGuid():N}@school.example,X Y,student\nbad,X Y,student\n");
        await LooksGoodAsync(admin);
        await admin.People.CommitAsync();
        await Expect(admin.People.State).ToHaveTextAsync(admin.Word<PeopleTexts>("JobEnded"));
        await LooksGoodAsync(admin);
        await admin.People.PressAsync("LinksAsCards");
        await Expect(admin.Page.Locator(".card")).ToHaveCountAsync(1);
        await LooksGoodAsync(admin);

        await admin.GoAsync("/admin/people/new");
        await admin.LiveAsync();
        await LooksGoodAsync(admin);
        await admin.GoAsync("/admin/people");
        await admin.LiveAsync();
        await admin.People.ChooseAllAsync();
        await LooksGoodAsync(admin);
        await admin.People.PressAsync("Do");
        await Expect(admin.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await LooksGoodAsync(admin);
    }

    [Theory]
    [InlineData("ru")]
    [InlineData("en")]
    public async Task A_report_on_its_way_and_a_chat_as_the_office_sees_it(string language)
    {
        var (student, teacher, admin) = (await ArriveAsync(TestStudent, Inspected), await ArriveAsync(TestTeacher), await ArriveAsync(Administrator, Inspected));
        await student.SpeakAsync(language);
        await admin.SpeakAsync(language);
        var (chat, words) = (await Site.NumberOfAsync(TestStudent, TestTeacher), Unheard("You will never learn it"));
        await teacher.GoAsync($"/chat/{chat}");
        await teacher.Thread.SendAsync(words);
        await student.GoAsync($"/chat/{chat}");
        await student.Thread.ReadyAsync();
        await student.Thread.ChooseAsync(student.Thread.Stored(words), "Report");
        await student.Thread.Dialog.GetByLabel(student.Word<ReportTexts>("Kind_Danger")).CheckAsync();
        await Expect(student.Thread.Dialog.GetByRole(AriaRole.Alert).Or(student.Thread.Dialog.Locator(".alert"))).ToBeVisibleAsync();
        await LooksGoodAsync(student);
        await student.Thread.Dialog.GetByRole(AriaRole.Button, new() { Name = student.Word<ReportTexts>("SendReport") }).ClickAsync();
        await Expect(student.Thread.Dialog).ToContainTextAsync(student.Word<ReportTexts>("ReportSent"));
        await LooksGoodAsync(student);
        await LooksGoodAsync(student, "/reports");

        await admin.GoAsync("/admin/reports");
        await admin.GoAsync((await admin.Page.GetByRole(AriaRole.Link, new() { Name = admin.Word<ReportTexts>("Kind_Danger") }).First.GetAttributeAsync("href"))!);
        await Expect(admin.Page.Locator(".line.reported")).ToBeVisibleAsync();
        await LooksGoodAsync(admin);

        await admin.GoAsync($"/admin/conversations/{chat}");
        await admin.LiveAsync();
        await LooksGoodAsync(admin);
        await admin.Page.Locator("section[aria-labelledby=read] input").FillAsync("A parent asked");
        await admin.Page.Locator("section[aria-labelledby=read] button").ClickAsync();
        await Expect(admin.Page.GetByText(words)).ToBeVisibleAsync();
        await LooksGoodAsync(admin);
    }

    [Fact]
    public async Task The_set_up_of_a_school()
    {
        await using var unpeopled = new Site { IsPeopled = false };
        await unpeopled.InitializeAsync();
        await using var visitor = await Person.ComeAsync(Browser, unpeopled, Inspected);

        await LooksGoodAsync(visitor, "/set-up");
    }

    private static async Task LooksGoodAsync(Person person, params string[] addresses)
    {
        if (addresses is [])
        {
            await person.InspectAsync();
        }

        foreach (var address in addresses)
        {
            await person.GoAsync(address);
            // Just while a page becomes live its title is taken over, and for a moment there is none.
            await person.LiveAsync();
            await Expect(person.Page).ToHaveTitleAsync(AnyTitle);
            await Expect(person.Page.Locator("h1, h2").First).ToBeAttachedAsync();
            await person.InspectAsync();
        }
    }
}
