using Chat.Web.Accounts;
using Chat.Web.Conversations;
using Chat.Web.Shell;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>Russian and English. What an account speaks is changed here, so it is a school of its own.</summary>
public sealed class LanguagesTests(Stage stage, Site site) : Journey(stage, site), IClassFixture<Site>
{
    [Theory]
    [InlineData("ru", "Вход")]
    [InlineData("en", "Sign in")]
    public async Task A_visitor_is_spoken_to_in_the_language_of_their_browser(string language, string heading)
    {
        var visitor = await VisitorAsync(new Look { Language = language });

        var answer = await visitor.GoAsync("/sign-in");

        Assert.StartsWith($"<!DOCTYPE html>\n<html lang=\"{language}\"", await answer!.TextAsync(), StringComparison.Ordinal);
        await Expect(visitor.Page.GetByRole(AriaRole.Heading)).ToHaveTextAsync(heading);
        await Expect(visitor.Page).ToHaveTitleAsync(heading);
    }

    [Fact]
    public async Task Another_language_keeps_the_page_with_all_that_stands_in_its_address()
    {
        var visitor = await VisitorAsync();
        const string Address = "/sign-in?returnUrl=%2Fchat%2F1";
        await visitor.GoAsync(Address);

        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "English" }).ClickAsync();
        await Expect(visitor.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await Expect(visitor.Page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Sign in");
        await Expect(visitor.Page).ToHaveURLAsync(new Uri(Site.Address, Address).ToString());
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "English", Pressed = true })).ToBeVisibleAsync();

        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Русский" }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Вход");
        await Expect(visitor.Page).ToHaveURLAsync(new Uri(Site.Address, Address).ToString());
    }

    [Fact]
    public async Task An_account_takes_its_language_along_and_leaves_everybody_elses_alone()
    {
        var (student, teacher) = (await ArriveAsync(TestStudent), await ArriveAsync(TestTeacher));
        const string InEnglish = "Mathematics - Test Student ↔ Test Teacher";

        await student.SpeakAsync("en");
        await student.GoAsync("/chat");
        await student.Chats.OpenAsync(InEnglish);
        await teacher.Chats.OpenAsync(Maths);
        var hello = Unheard("Hello!");
        await student.Thread.SendAsync(hello);
        await teacher.Thread.ShowsOnceAsync(hello);

        await Expect(student.Chats.LastText(InEnglish)).ToContainTextAsync("You: ");
        await Expect(teacher.Chats.LastText(Maths)).Not.ToContainTextAsync("You: ");
        await Expect(student.Page.Locator(".thread-title p")).ToHaveTextAsync("online · Test Teacher, teacher");
        await Expect(teacher.Page.Locator(".thread-title p")).ToHaveTextAsync("в сети · Test Student, ученик");
        await Expect(teacher.Page.Locator("html")).ToHaveAttributeAsync("lang", "ru");

        var elsewhere = await ArriveAsync(TestStudent);
        await Expect(elsewhere.Chats.Row(InEnglish)).ToBeVisibleAsync();
        Assert.Equal("en", elsewhere.Language);
    }

    [Theory]
    [InlineData("ru")]
    [InlineData("en")]
    public async Task A_refusal_and_a_missing_page_are_worded_in_the_language_of_the_page(string language)
    {
        var (visitor, student) = (await VisitorAsync(new Look { Language = language }), await ArriveAsync(Dmitry));
        await visitor.GoAsync("/sign-in");
        await visitor.SignIn.EnterAsync("nobody@example.com", "nothing");
        await Expect(visitor.Alert).ToHaveTextAsync(visitor.Word(AccountRefusals.InvalidCredentials));

        student.Complaints.Pardon("404 (Not Found)");
        await student.SpeakAsync(language);
        await student.GoAsync("/chat/987654");
        await Expect(student.Page.GetByRole(AriaRole.Heading)).ToHaveTextAsync(student.Word<ShellTexts>("NotFoundTitle"));
        await Expect(student.Page).ToHaveTitleAsync(student.Word<ShellTexts>("NotFoundTitle"));
        await student.GoAsync("/chat");
        await Expect(student.Page.GetByText(student.Word<ConversationTexts>("ChooseChat"))).ToBeVisibleAsync();
    }
}
