using Chat.Web.Accounts;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Audit;

/// <summary>What somebody calls themselves, their browser or a page cannot become a line of the log that nobody wrote.</summary>
public sealed class ForgedLinesTests : IAsyncLifetime
{
    private const string Forgery = "x\r\nfail: forged\u001b[31m\",\"level\":\"forged\"";
    private readonly Diary _diary = new();
    private readonly SchoolHouse _school;

    public ForgedLinesTests() => _school = new SchoolHouse
    {
        Diary = _diary,
        Settings = new Dictionary<string, string> { ["Logging:LogLevel:Microsoft"] = "Information", ["Logging:LogLevel:Default"] = "Debug" },
    };

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task Neither_a_name_nor_a_browser_nor_an_address_writes_a_line_of_its_own()
    {
        await _school.SignInAsync("test_student@example.com", "test123", device: Forgery);
        await _school.SignInAsync(Forgery, Forgery, device: Forgery);
        await _school.CallAs().GetAsync("/" + Uri.EscapeDataString(Forgery));
        await _school.CallAs().PostAsync("/api/auth/login/", new { email = Forgery, password = Forgery });
        (await _school.Registrations.RegisterAsync(null, new RegistrationDraft(Forgery, "x@example.com", "a long enough password", "en"), new Device(Forgery, "127.0.0.1"), Stop))
            .RefusedAs(AccountRefusals.RegistrationClosed);

        Assert.True(_diary.Lines.Count > 5, "the log says nothing at all");
        Assert.DoesNotContain(_diary.Lines, line => line.Contains("\nfail: forged", StringComparison.Ordinal) || line.Contains('\u001b'));
        await using var db = _school.OpenDb();
        Assert.DoesNotContain(await db.AuditEntries.AsNoTracking().ToListAsync(Stop), e => $"{e.Target}{e.Reason}{e.Before}{e.After}{e.Address}".Contains("forged", StringComparison.Ordinal));
    }
}
