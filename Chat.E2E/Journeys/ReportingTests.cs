using Chat.Web.Conversations;
using Chat.Web.Reports;
using Chat.Web.Shell;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>A student reports what a teacher wrote: an admin deals with it, the student sees how it stands, the teacher never hears of it.</summary>
public sealed class ReportingTests(Stage stage, Site site) : Journey(stage, site), IClassFixture<Site>
{
    [Fact]
    public async Task A_report_goes_its_way_in_front_of_those_it_concerns_and_behind_the_back_of_the_one_it_is_about()
    {
        var (student, teacher, admin) = (await ArriveAsync(TestStudent), await ArriveAsync(TestTeacher), await ArriveAsync(Admin));
        var words = Unheard("Ничего у тебя не выйдет");
        foreach (var person in new[] { student, teacher })
        {
            await person.Chats.OpenAsync(Maths);
            await person.Thread.ReadyAsync();
        }

        await teacher.Thread.SendAsync(words);
        await Expect(student.Thread.Stored(words)).ToHaveCountAsync(1);
        await admin.GoAsync("/admin/reports");
        await admin.LiveAsync();

        // Two steps: what is wrong, and sending it.
        await student.Thread.ChooseAsync(student.Thread.Stored(words), "Report");
        await student.Thread.Dialog.GetByLabel(student.Word<ReportTexts>("Kind_Bullying")).CheckAsync();
        await student.Thread.Dialog.GetByRole(AriaRole.Button, new() { Name = student.Word<ReportTexts>("SendReport") }).ClickAsync();
        await Expect(student.Thread.Dialog).ToContainTextAsync(student.Word<ReportTexts>("ReportSent"));
        await student.Thread.Dialog.GetByRole(AriaRole.Link, new() { Name = student.Word<ReportTexts>("MyReports") }).ClickAsync();
        var own = student.Page.Locator(".own-reports .row");
        await Expect(own).ToContainTextAsync(student.Word<ReportTexts>("State_New"));

        // The queue was open already, and shows it without being asked again.
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = admin.Word<ReportTexts>("Kind_Bullying") }).ClickAsync();
        await Expect(admin.Page.Locator(".line.reported")).ToContainTextAsync(words);
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = admin.Word<ReportTexts>("TakeIt") }).ClickAsync();
        await Expect(own).ToContainTextAsync(student.Word<ReportTexts>("State_InWork"));

        await admin.Page.GetByRole(AriaRole.Button, new() { Name = admin.Word<ReportTexts>("RemoveMessage") }).ClickAsync();
        await admin.Thread.Dialog.GetByLabel(admin.Word<ConversationTexts>("Reason")).FillAsync("Оскорбление");
        await admin.Thread.Dialog.GetByRole(AriaRole.Button, new() { Name = admin.Word<ReportTexts>("RemoveMessage") }).ClickAsync();
        await Expect(teacher.Thread.Stored(words)).ToHaveCountAsync(0);
        await Expect(admin.Page.Locator(".line.reported")).ToContainTextAsync(words);

        await admin.Page.GetByLabel(admin.Word<ReportTexts>("AnswerLabel")).FillAsync("Мы поговорили");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = admin.Word<ReportTexts>("CloseDone") }).ClickAsync();
        await Expect(own).ToContainTextAsync(student.Word<ReportTexts>("State_Done"));
        await Expect(own).ToContainTextAsync("Мы поговорили");

        // Of all this the teacher is told that a message is gone, and nothing else.
        await teacher.GoAsync("/reports");
        await Expect(teacher.Page.Locator(".own-reports")).ToContainTextAsync(teacher.Word<ReportTexts>("NoReportsOwn"));
        teacher.Complaints.Pardon("status of 403");
        var refused = await teacher.Page.GotoAsync(new Uri(Site.Address, "/admin/reports").ToString());
        Assert.Equal(403, refused!.Status);
        await Expect(teacher.Page.Locator("h1")).ToHaveTextAsync(teacher.Word<ShellTexts>("ForbiddenTitle"));
    }

    [Fact]
    public async Task An_admin_whom_a_report_is_about_does_not_see_it_while_another_does()
    {
        var (admin, other, teacher) = (await ArriveAsync(Admin), await ArriveAsync(Administrator), await ArriveAsync(Ivan));
        await teacher.GoAsync("/chat/new");
        await teacher.LiveAsync();
        await teacher.Page.GetByRole(AriaRole.Button, new() { Name = Admin.FullName }).First.ClickAsync();
        await teacher.Thread.ReadyAsync();
        var (address, words) = (new Uri(teacher.Page.Url).AbsolutePath, Unheard("Вы уволены"));
        await admin.GoAsync(address);
        await admin.Thread.SendAsync(words);
        await admin.Thread.ShowsOnceAsync(words);
        foreach (var keeper in new[] { admin, other })
        {
            await keeper.GoAsync("/admin/reports");
            await keeper.LiveAsync();
        }

        await teacher.Thread.ChooseAsync(teacher.Thread.Stored(words), "Report");
        await teacher.Thread.Dialog.GetByLabel(teacher.Word<ReportTexts>("Kind_Other")).CheckAsync();
        await teacher.Thread.Dialog.GetByRole(AriaRole.Button, new() { Name = teacher.Word<ReportTexts>("SendReport") }).ClickAsync();

        await Expect(other.Page.Locator("tbody tr").Filter(new() { HasText = teacher.Word<ReportTexts>("Kind_Other") })).ToHaveCountAsync(1);
        await admin.GoAsync("/admin/reports");
        await admin.LiveAsync();
        await Expect(admin.Page.Locator("tbody tr").Filter(new() { HasText = teacher.Word<ReportTexts>("Kind_Other") })).ToHaveCountAsync(0);
    }
}
