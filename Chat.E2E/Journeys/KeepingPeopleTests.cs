using System.Globalization;
using System.Text;
using Chat.Web.Accounts;
using Chat.Web.Admin;
using Microsoft.EntityFrameworkCore;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>An admin keeps the people of the school, and what is done to somebody is seen where they are.</summary>
public sealed class KeepingPeopleTests(Stage stage, Site site) : Journey(stage, site), IClassFixture<Site>
{
    /// <summary>Promised: an open page is gone this soon.</summary>
    private const float AtOnce = 2_000;

    [Fact]
    public async Task Whoever_is_suspended_is_gone_from_their_open_page_at_once_and_back_when_it_is_undone()
    {
        var (admin, student) = (await ArriveAsync(Administrator), await ArriveAsync(Dmitry));
        await student.Chats.OpenAsync(DmitrysPhysics);
        await student.Thread.ReadyAsync();
        await admin.People.OpenAsync(Dmitry.FullName);
        await Expect(admin.Page.Locator("section[aria-labelledby=sessions] .row")).ToHaveCountAsync(1);

        await admin.People.PressAsync("Suspend");

        await Expect(student.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/signed-out$"), new() { Timeout = AtOnce });
        await Expect(admin.People.Toast).ToBeVisibleAsync();
        await student.GoAsync("/sign-in");
        await student.SignIn.EnterAsync(Dmitry.Email, Dmitry.Password);
        await Expect(student.Alert).ToHaveTextAsync(student.Word(AccountRefusals.InvalidCredentials));

        await admin.People.Toast.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(admin.People.Answer).ToHaveTextAsync(admin.Word<PeopleTexts>("Restored"));
        await student.SignInAsync(Dmitry);
    }

    [Fact]
    public async Task The_last_admin_is_refused_in_words_and_stays()
    {
        var admin = await ArriveAsync(Administrator);
        await admin.People.OpenAsync("Admin");
        await admin.People.PressAsync("Suspend");
        await Expect(admin.People.Toast).ToBeVisibleAsync();

        await admin.People.OpenAsync(Administrator.FullName);
        await admin.People.PressAsync("Suspend");

        await Expect(admin.Alert).ToHaveTextAsync(admin.Word(AccountRefusals.LastAdmin));
        await admin.People.OpenAsync("Admin");
        await admin.People.PressAsync("Restore");
        await Expect(admin.People.Answer).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_forgotten_password_is_set_by_a_link_that_is_shown_once()
    {
        var (admin, parent) = (await ArriveAsync(Administrator), await VisitorAsync());
        await admin.People.OpenAsync(Elena.FullName);
        await admin.People.PressAsync("ResetPassword");
        var link = await admin.Account.InvitationLink.InputValueAsync();
        await Expect(admin.Page.Locator("svg.qr")).ToBeVisibleAsync();

        await parent.GoAsync(link);
        await parent.Page.Locator("[name='Form.Password']").FillAsync("correct horse");
        await parent.Page.Locator("[name='Form.Repeated']").FillAsync("correct horse");
        await parent.Page.GetByRole(AriaRole.Button, new() { Name = parent.Word<AccountTexts>("SetPassword") }).ClickAsync();
        await Expect(parent.Chats.Pane).ToContainTextAsync(Elena.FullName);

        await admin.GoAsync(new Uri(admin.Page.Url).PathAndQuery);
        await Expect(admin.Account.InvitationLink).ToHaveCountAsync(0);
        await parent.GoAsync(link);
        await Expect(parent.Alert).ToHaveTextAsync(parent.Word(AccountRefusals.PasswordLinkInvalid));
    }

    [Fact]
    public async Task A_thousand_people_come_from_a_file_of_which_seven_rows_are_bad_and_all_are_shut_out_and_let_in_again()
    {
        var admin = await ArriveAsync(Administrator);
        await admin.People.ImportAsync("new-year.csv", ThousandRows());
        await Expect(admin.People.Rows.Filter(new() { Has = admin.Page.Locator("ul") })).ToHaveCountAsync(7);
        await Expect(admin.Page.Locator("tr[data-line='102']")).ToContainTextAsync(admin.Word(AccountRefusals.EmailInvalid));

        await admin.People.CommitAsync();
        await Expect(admin.People.State).ToBeVisibleAsync();
        // It goes on while one is elsewhere, and is found again.
        await admin.GoAsync("/admin/people");
        await admin.Page.Locator("section[aria-labelledby=jobs] a").First.ClickAsync();
        await Expect(admin.People.State).ToHaveTextAsync(admin.Word<PeopleTexts>("JobEnded"));
        await using (var db = Site.OpenDb())
        {
            Assert.Equal(993, await db.Users.CountAsync(u => u.Status == AccountStatus.Invited && u.Email!.EndsWith("@pupils.example"), Stop));
        }

        var links = await admin.Page.RunAndWaitForDownloadAsync(() => admin.People.PressAsync("LinksAsFile"));
        Assert.Equal(994, (await File.ReadAllLinesAsync(await links.PathAsync(), Stop)).Length);
        await Expect(admin.Page.Locator("section[aria-labelledby=links]")).ToHaveCountAsync(0);

        await admin.GoAsync("/admin/people?q=pupils.example");
        await admin.LiveAsync();
        await admin.People.ChooseAllAsync();
        await admin.People.DoAsync(JobKind.Suspend, typed: 993);
        await Expect(admin.People.State).ToHaveTextAsync(admin.Word<PeopleTexts>("JobEnded"));
        await admin.People.PressAsync("UndoJob");
        await Expect(admin.Page.Locator("h1")).ToHaveTextAsync(admin.Word<PeopleTexts>("Job_Restore"));
        await Expect(admin.People.State).ToHaveTextAsync(admin.Word<PeopleTexts>("JobEnded"));
        await using (var db = Site.OpenDb())
        {
            Assert.Equal(993, await db.Users.CountAsync(u => u.Status == AccountStatus.Invited && u.Email!.EndsWith("@pupils.example"), Stop));
        }
    }

    [Fact]
    public async Task What_is_ticked_stays_so_from_page_to_page_and_the_filter_stands_in_the_address()
    {
        var admin = await ArriveAsync(Administrator);
        await admin.GoAsync("/admin/people?q=.com&role=Student&sort=-email");
        await admin.LiveAsync();
        Assert.Equal(["Test Student", "Дмитрий Смирнов", "Анна Иванова"], (await admin.People.Rows.Locator("th").AllInnerTextsAsync()).Take(3));

        await admin.People.Rows.First.GetByRole(AriaRole.Checkbox).CheckAsync();
        await admin.Page.Locator("th .sort").First.ClickAsync();

        await Expect(admin.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("role=Student.*sort=name|sort=name.*role=Student"));
        await Expect(admin.Page.Locator("tbody input:checked")).ToHaveCountAsync(1);
        await admin.Page.ReloadAsync();
        await Expect(admin.Page.Locator("select[name=role]")).ToHaveValueAsync("Student");
    }

    private static byte[] ThousandRows()
    {
        var lines = Enumerable.Range(0, 1_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"p{i}@pupils.example;Ученик {i};ученик;ru")).ToList();
        foreach (var (line, row) in new[]
        {
            (102, "no-address;Ученик;ученик;ru"), (203, "p201@pupils.example;;ученик;ru"), (304, "p302@pupils.example;Ученик;директор;ru"), (405, "p403@pupils.example;Ученик;ученик;tlh"),
            (506, "P0@pupils.example;Ученик;ученик;ru"), (607, $"p605@pupils.example;{new string('я', 101)};ученик;ru"), (708, "p706@pupils.example;Учен\"ик;ученик;ru"),
        })
        {
            lines[line - 2] = row;
        }

        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes("E-mail;ФИО;Роль;Язык\r\n" + string.Join("\r\n", lines))];
    }
}
