using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Shell;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>An account comes from an invitation, and an invitation from an admin.</summary>
public sealed class JoiningTests(Stage stage) : Journey(stage)
{
    [Fact]
    public async Task Whoever_is_invited_joins_once_in_the_role_the_admin_gave()
    {
        var (admin, invited, late) = (await ArriveAsync(Administrator), await VisitorAsync(), await VisitorAsync());
        var (name, email) = (Unheard("Ольга"), $"{Guid.NewGuid():N}@example.com");
        await admin.GoAsync("/admin/people/invite");
        await admin.Account.InviteAsync(name, email, nameof(Role.Teacher));
        var link = await admin.Account.InvitationLink.InputValueAsync();

        await invited.GoAsync(link);
        await late.GoAsync(link);
        await Expect(invited.Page.Locator("main")).ToContainTextAsync(invited.Word<AccountTexts>("InvitedAs", invited.Word<AccountTexts>("Role_Teacher")));
        await Expect(invited.Account.Email).ToHaveValueAsync(email);
        await invited.Account.RegisterAsync("correct horse");
        await Expect(invited.Chats.Pane).ToContainTextAsync(name);
        await Expect(invited.Chats.Pane).ToContainTextAsync(invited.Word<AccountTexts>("Role_Teacher"));

        await late.Account.RegisterAsync("battery staple", email: $"{Guid.NewGuid():N}@example.com");
        await Expect(late.Alert).ToHaveTextAsync(late.Word(AccountRefusals.InvitationInvalid));
        await admin.GoAsync("/admin/people/invite");
        await Expect(admin.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = email })).ToBeVisibleAsync();
        await Expect(admin.Account.InvitationLink).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Others_are_told_that_inviting_is_not_for_them()
    {
        var teacher = await ArriveAsync(TestTeacher);
        teacher.Complaints.Pardon("403 (Forbidden)");

        var answer = await teacher.GoAsync("/admin/people/invite");

        Assert.Equal(403, answer!.Status);
        await Expect(teacher.Page.GetByRole(AriaRole.Heading)).ToHaveTextAsync(teacher.Word<ShellTexts>("ForbiddenTitle"));
    }
}
