using Chat.Web.Accounts;
using Chat.Web.Conversations;
using Chat.Web.Shell;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>The way in and out works with no script at all.</summary>
public sealed class SigningInTests(Stage stage) : Journey(stage)
{
    private static readonly Look WithoutScripts = new() { HasScripts = false };

    [Fact]
    public async Task A_wrong_password_gives_one_text_and_keeps_the_email_the_right_one_leads_in_and_sign_out_leads_out()
    {
        var student = await VisitorAsync(WithoutScripts);
        await student.GoAsync("/chat");
        await Expect(student.SignIn.Login).ToBeVisibleAsync();

        await student.SignIn.EnterAsync(TestStudent.Email, "not my password");
        await Expect(student.Alert).ToHaveTextAsync(student.Word(AccountRefusals.InvalidCredentials));
        await Expect(student.SignIn.Login).ToHaveValueAsync(TestStudent.Email);
        await Expect(student.SignIn.Password).ToHaveValueAsync("");

        await student.SignIn.EnterAsync(TestStudent.Email, TestStudent.Password);
        await student.Chats.OpenAsync(Maths);

        await student.Account.SignOutAsync();
        await student.GoAsync("/chat");
        await Expect(student.SignIn.Login).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_and_the_text_says_until_when()
    {
        var (somebody, password) = (await VisitorAsync(WithoutScripts), "correct horse");
        var email = $"{Guid.NewGuid():N}@example.com";
        await somebody.GoAsync("/register");
        await somebody.Account.RegisterAsync(password, "Somebody New", email);
        await somebody.Account.SignOutAsync();

        for (var tries = 1; tries <= 5; tries++)
        {
            await Expect(somebody.Alert).ToHaveCountAsync(tries == 1 ? 0 : 1);
            await somebody.SignIn.EnterAsync(email, $"wrong {tries}");
        }

        await Expect(somebody.Alert).ToHaveTextAsync(somebody.Word(AccountRefusals.AccountLocked, 15));
        await somebody.SignIn.EnterAsync(email, password);
        await Expect(somebody.Alert).ToHaveTextAsync(somebody.Word(AccountRefusals.AccountLocked, 15));
        await Expect(somebody.SignIn.Login).ToHaveValueAsync(email);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_form_that_is_out_of_date_says_so_and_signs_nobody_in(bool hasScripts)
    {
        var student = await VisitorAsync(new Look { HasScripts = hasScripts });
        student.Complaints.Pardon("400 (Bad Request)");
        await student.GoAsync("/sign-in");
        await student.Browser.ClearCookiesAsync();

        await student.SignIn.EnterAsync(TestStudent.Email, TestStudent.Password);

        await Expect(student.Page.GetByRole(AriaRole.Heading)).ToHaveTextAsync(student.Word<ShellTexts>("StaleFormTitle"));
        Assert.DoesNotContain(await student.Browser.CookiesAsync(), cookie => cookie.Name == "chat");
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example/chat")]
    [InlineData("/\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task Nobody_is_led_to_another_site_by_signing_in(string returnUrl)
    {
        var student = await VisitorAsync(WithoutScripts);
        await student.GoAsync($"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}");

        await student.SignIn.EnterAsync(TestStudent.Email, TestStudent.Password);

        await Expect(student.Page).ToHaveURLAsync(new Uri(Site.Address, "/chat").ToString());
        await Expect(student.Chats.Row(Maths)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_link_to_a_chat_survives_signing_in()
    {
        var student = await VisitorAsync(WithoutScripts);
        var address = $"/chat/{await Site.NumberOfAsync(TestStudent, TestTutor)}";
        await student.GoAsync(address);

        await student.SignIn.EnterAsync(TestStudent.Email, "not my password");
        await Expect(student.Alert).ToBeVisibleAsync();
        await student.SignIn.EnterAsync(TestStudent.Email, TestStudent.Password);

        await Expect(student.Page).ToHaveURLAsync(new Uri(Site.Address, address).ToString());
        await Expect(student.Thread.Title).ToHaveTextAsync(Tutoring);
    }

    [Fact]
    public async Task A_click_on_somebody_of_the_demo_school_signs_in_as_them()
    {
        var visitor = await VisitorAsync(WithoutScripts);
        await visitor.GoAsync("/sign-in");
        await visitor.Page.GetByText(visitor.Word<AccountTexts>("DemoTitle")).ClickAsync();

        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = Maria.FullName }).ClickAsync();

        await Expect(visitor.Chats.Row(AnnasTutoring)).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText(visitor.Word<ConversationTexts>("ChooseChat"))).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Another_language_on_the_way_out_takes_no_draft_away_and_signing_out_does()
    {
        var teacher = await ArriveAsync(Ivan);
        await teacher.Chats.OpenAsync(AnnasPhysics);
        await teacher.Thread.ReadyAsync();
        var draft = Unheard("Ещё не всё");
        await teacher.Thread.Field.FillAsync(draft);

        await teacher.GoAsync("/sign-out");
        await teacher.LeaveByAsync(() => teacher.Page.GetByRole(AriaRole.Button, new() { Name = "Русский" }).ClickAsync());
        await teacher.GoAsync("/chat");
        await teacher.Chats.OpenAsync(AnnasPhysics);
        await Expect(teacher.Thread.Field).ToHaveValueAsync(draft);

        await teacher.Account.SignOutAsync();
        await teacher.SignInAsync(Ivan);
        await teacher.Chats.OpenAsync(AnnasPhysics);
        await teacher.Thread.ReadyAsync();
        await Expect(teacher.Thread.Field).ToHaveValueAsync("");
    }
}
