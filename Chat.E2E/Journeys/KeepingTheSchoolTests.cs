using Chat.Web.Admin;
using Chat.Web.Data;
using Microsoft.EntityFrameworkCore;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>What an admin changes between people is what these find on their open pages.</summary>
public sealed class KeepingTheSchoolTests(Stage stage, Site site) : Journey(stage, site), IClassFixture<Site>
{
    private const string Russian = "Русский язык - Дмитрий Смирнов ↔ Test Teacher";

    [Fact]
    public async Task A_chat_appears_and_is_archived_on_both_open_screens_and_why_says_the_reason()
    {
        var (student, teacher, admin) = (await ArriveAsync(Dmitry), await ArriveAsync(TestTeacher), await ArriveAsync(Administrator));
        await student.LiveAsync();
        await teacher.LiveAsync();
        var why = $"/admin/why?who={await IdOfAsync(Dmitry)}&whom={await IdOfAsync(TestTeacher)}";
        await admin.School.GoAsync(why);
        await Expect(admin.School.FirstWord).ToHaveTextAsync(admin.Word<WhyTexts>("No"));

        // Asking what would be changes nothing yet; confirming does, for both and without a reload.
        await admin.School.DraftAsync(Dmitry.FullName, TestTeacher.FullName, "Русский язык");
        await Expect(admin.School.Preview).ToContainTextAsync(Russian);
        await Expect(student.Chats.Row(Russian)).ToHaveCountAsync(0);
        await admin.School.PressAsync("Do_Enrollment");
        await Expect(student.Chats.Row(Russian)).ToBeVisibleAsync();
        await Expect(teacher.Chats.Row(Russian)).ToBeVisibleAsync();
        await Expect(admin.School.Saved).ToBeVisibleAsync();
        var edge = new Uri(admin.Page.Url).AbsolutePath;

        await admin.School.GoAsync(why);
        await Expect(admin.School.FirstWord).ToHaveTextAsync(admin.Word<WhyTexts>("Yes"));
        await student.Chats.OpenAsync(Russian);
        await teacher.Chats.OpenAsync(Russian);
        await student.Thread.SendAsync(Unheard("Здравствуйте"));

        await admin.School.GoAsync(edge);
        await admin.School.PressAsync("SeeEnd");
        await Expect(admin.School.Preview).ToContainTextAsync(Russian);
        await Expect(student.Thread.Field).ToBeVisibleAsync();
        await admin.School.PressAsync("Confirm_End");
        await Expect(student.Thread.Field).ToHaveCountAsync(0);
        await Expect(teacher.Thread.Field).ToHaveCountAsync(0);

        var chat = await Site.NumberOfAsync(Dmitry, TestTeacher);
        await admin.School.GoAsync($"/admin/why?who={await IdOfAsync(Dmitry)}&chat={chat}");
        await Expect(admin.School.Verdict(WhyAction.Read)).ToContainTextAsync(admin.Word<WhyTexts>("Yes"));
        await Expect(admin.School.Verdict(WhyAction.Post)).ToContainTextAsync(admin.Word<WhyTexts>("Rule_Archived"));
    }

    [Theory]
    [InlineData("ru")]
    [InlineData("en")]
    public async Task Its_pages_look_good_in_every_light_and_at_every_width(string language)
    {
        var admin = await ArriveAsync(Admin, new Look { IsInspected = true });
        await admin.SpeakAsync(language);
        var (elena, anna, chat) = (await IdOfAsync(Elena), await IdOfAsync(Anna), await Site.NumberOfAsync(Anna, Ivan));
        foreach (var address in new[]
        {
            "/admin/school", "/admin/school/enrollments", "/admin/school/tutors?q=анна", "/admin/school/guardians", "/admin/school/enrollments/new", "/admin/school/guardians/new",
            "/admin/school/guardians/1", "/admin/school/year-end", "/admin/why", $"/admin/why?who={elena}&whom={anna}", $"/admin/why?who={elena}&chat={chat}",
        })
        {
            await admin.School.GoAsync(address);
            await LooksGoodAsync(admin);
        }

        await admin.School.DraftAsync(Anna.FullName, TestTeacher.FullName, language is "ru" ? "Русский язык" : "Russian");
        await LooksGoodAsync(admin);
        await admin.School.GoAsync("/admin/school/guardians/1");
        await admin.School.PressAsync("SeeEnd");
        await Expect(admin.School.Preview).ToBeVisibleAsync();
        await LooksGoodAsync(admin);

        await admin.School.GoAsync("/admin/school/year-end");
        // That this field comes says that the page answers, and keeps what is filled in from here on.
        await admin.Page.Locator("input[name=renew]").First.CheckAsync();
        await admin.Page.Locator("input[name=renewFrom]").FillAsync("2099-09-01");
        await admin.Page.Locator("input[name=at]").FillAsync("2099-05-31");
        await admin.School.PressAsync("SeeWhat");
        await Expect(admin.Page.Locator("input[name=number]")).ToBeVisibleAsync();
        await LooksGoodAsync(admin);
    }

    private static async Task LooksGoodAsync(Person person)
    {
        await person.InspectAsync();
        foreach (var look in new[] { Look.Desk, Look.Phone })
        {
            await person.Page.SetViewportSizeAsync(look.Width, look.Height);
            await person.FitsAsync();
        }
    }

    private async Task<int> IdOfAsync(DemoPerson who)
    {
        await using var db = Site.OpenDb();
        return await db.Users.Where(u => u.Email == who.Email).Select(u => u.Id).SingleAsync();
    }
}
