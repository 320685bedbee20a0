using Chat.Web.Admin;
using Chat.Web.Operations;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>An admin answers for what happened, and has a copy of everything.</summary>
public sealed class AuditingTests(Stage stage, Site site) : Journey(stage, site), IClassFixture<Site>
{
    [Fact]
    public async Task A_download_brings_what_the_filter_shows()
    {
        var admin = await ArriveAsync(Admin);
        await admin.GoAsync("/admin/audit?action=session.started");
        await admin.LiveAsync();

        var download = await admin.Page.RunAndWaitForDownloadAsync(() => admin.Page.GetByRole(AriaRole.Link, new() { Name = admin.Word<AuditTexts>("ExportComma"), Exact = true }).ClickAsync());

        Assert.Equal("chat-audit.csv", download.SuggestedFilename);
        var lines = await File.ReadAllLinesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.True(lines.Length > 1);
        Assert.All(lines[1..], line => Assert.Contains(admin.Word<AuditTexts>("Action_session.started"), line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_teacher_is_told_that_the_log_and_the_copies_are_not_for_them()
    {
        var teacher = await ArriveAsync(Ivan);
        foreach (var page in new[] { "/admin/audit", "/admin/backups", AuditEndpoints.Address })
        {
            Assert.Equal(403, (await teacher.Browser.APIRequest.GetAsync(page)).Status);
        }
    }

    [Fact]
    public async Task A_copy_is_made_at_a_click_and_another_admin_who_looks_on_sees_it()
    {
        var (admin, other) = (await ArriveAsync(Admin), await ArriveAsync(Administrator));
        foreach (var person in new[] { admin, other })
        {
            await person.GoAsync("/admin/backups");
            await person.LiveAsync();
        }

        var before = await other.Page.Locator("tbody tr").CountAsync();
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = admin.Word<BackupTexts>("Make") }).ClickAsync();

        await Expect(admin.Page.Locator(".alert.good")).ToHaveTextAsync(admin.Word<BackupTexts>("Made"));
        await Expect(other.Page.Locator("tbody tr")).ToHaveCountAsync(before + 1);
        await using var check = Site.Command("restore-check", Directory.GetDirectories(Path.Combine(Site.DataDirectory, "backups"), "chat-*").Single());
        Assert.True(await check.EndsAsync() == 0, check.Said);
    }
}
