using System.Globalization;
using Chat.Web.Admin;
using Microsoft.EntityFrameworkCore;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>An admin knows when somebody was at the log by hand. Nothing else can be shown in a school whose log is broken: it has one of its own.</summary>
public sealed class TamperingTests(Stage stage, Site site) : Journey(stage, site), IClassFixture<Site>
{
    [Fact]
    public async Task The_log_is_filtered_by_its_address_and_checked_and_names_the_row_somebody_changed_in_the_file()
    {
        var chat = await Site.NumberOfAsync(Dmitry, Ivan);
        var admin = await ArriveAsync(Admin);
        await admin.GoAsync($"/chat/{chat}");
        await admin.LiveAsync();

        await admin.GoAsync("/admin/audit?action=conversation.opened");
        await admin.LiveAsync();
        await Expect(admin.Page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(admin.Page.Locator("tbody tr")).ToContainTextAsync(DmitrysPhysics);
        await Expect(admin.Page.Locator("select[name=action]")).ToHaveValueAsync("conversation.opened");

        await admin.Page.GetByRole(AriaRole.Button, new() { Name = admin.Word<AuditTexts>("Check") }).ClickAsync();
        await Expect(admin.Page.Locator(".alert.good")).ToBeVisibleAsync();

        await Site.WriteAsync($"DROP TRIGGER AuditEntries_never_change");
        var opened = await OpeningAsync();
        await Site.WriteAsync($"UPDATE AuditEntries SET Target = 'conversation:1' WHERE Id = {opened}");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = admin.Word<AuditTexts>("Check") }).ClickAsync();
        await Expect(admin.Page.Locator(".alert.bad")).ToContainTextAsync(admin.Word<AuditTexts>("Action_conversation.opened"));
        await Expect(admin.Page.Locator(".alert.bad")).ToContainTextAsync(string.Create(CultureInfo.InvariantCulture, $"№ {opened}:"));
    }

    private async Task<long> OpeningAsync()
    {
        await using var db = Site.OpenDb();
        return await db.AuditEntries.Where(e => e.Action == "conversation.opened").Select(e => e.Id).SingleAsync(TestContext.Current.CancellationToken);
    }
}
