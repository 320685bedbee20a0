using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Admin;
using Microsoft.EntityFrameworkCore;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>Whoever kept the school and does no longer is told to leave the page that was open. One who stays, in a browser altered for it, has nothing of it.</summary>
public sealed class HoldingOnTests(Stage stage, Site site) : Journey(stage, site), IClassFixture<Site>
{
    [Fact]
    public async Task An_admin_who_is_one_no_longer_changes_nobody_from_a_page_that_does_not_leave()
    {
        var (keeper, former) = (await ArriveAsync(Administrator), await ArriveAsync(Admin));
        former.Complaints.Pardon("net::ERR_ABORTED");
        var sentAway = 0;
        await former.Page.RouteAsync("**/signed-out", route =>
        {
            Interlocked.Increment(ref sentAway);
            return route.AbortAsync("aborted");
        });
        await former.People.OpenAsync(Dmitry.FullName);
        // The page answers, and would do it.
        await former.People.PressAsync("Suspend");
        await Expect(former.People.Toast).ToBeVisibleAsync();
        await former.People.Toast.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(former.People.Answer).ToHaveTextAsync(former.Word<PeopleTexts>("Restored"));

        await keeper.People.OpenAsync(Admin.FullName);
        await keeper.Page.Locator("select").Filter(new() { HasText = keeper.Word<AccountTexts>("Role_Teacher") }).SelectOptionAsync(nameof(Role.Teacher));
        await keeper.People.PressAsync("SaveRole");
        await Expect(keeper.People.Answer).ToBeVisibleAsync();
        await Expect(former.Page.GetByRole(AriaRole.Heading, new() { Name = Dmitry.FullName, Exact = true })).ToBeVisibleAsync();
        await Patience.UntilAsync(() => Task.FromResult(Volatile.Read(ref sentAway) > 0));
        var before = Volatile.Read(ref sentAway);

        await former.People.PressAsync("Suspend");

        await Patience.UntilAsync(() => Task.FromResult(Volatile.Read(ref sentAway) > before));
        await Expect(former.People.Toast).ToHaveCountAsync(0);
        await using var db = Site.OpenDb();
        Assert.Equal(AccountStatus.Active, await db.Users.Where(u => u.Email == Dmitry.Email).Select(u => u.Status).SingleAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, await db.AuditEntries.CountAsync(e => e.Action == "user.suspended", TestContext.Current.CancellationToken));
    }
}
