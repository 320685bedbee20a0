using System.Globalization;
using System.Text;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Admin;
using Chat.Web.Outcomes;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Admin;

/// <summary>Tables of people that come in as files: whatever made them, they are read, shown, and done once.</summary>
public sealed class ImportingPeopleTests : IAsyncLifetime
{
    private readonly SchoolHouse _school = new();

    private ImportService Imports => _school.The<ImportService>();

    private JobService Jobs => _school.The<JobService>();

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task A_thousand_rows_with_seven_bad_ones_make_993_people_and_nobody_twice()
    {
        var file = ThousandRows();
        var plan = await PlanAsync(file);
        Assert.Equal((993, 7, 0), (plan.Count(PlannedEnd.New), plan.Count(PlannedEnd.Bad), plan.Count(PlannedEnd.Changed)));
        Assert.Equal(
            [(102, "email_invalid"), (203, "full_name_missing"), (304, "role_unknown"), (405, "language_unknown"), (506, "repeated_in_file"), (607, "full_name_too_long"), (708, "row_broken")],
            plan.Rows.Where(r => r.End is PlannedEnd.Bad).Select(r => (r.Line, Assert.Single(r.Mistakes).Refusal.Code)));
        Assert.Equal([2], plan.Rows.Single(r => r.Line == 506).Mistakes[0].Refusal.Arguments);

        var job = await CommitAsync(plan);
        Assert.Equal((993, 0, 0, 993), (job.Made, job.Changed, job.Failed, job.Links));

        var again = await PlanAsync(file);
        Assert.Equal((0, 0, 993), (again.Count(PlannedEnd.New), again.Count(PlannedEnd.Changed), again.Count(PlannedEnd.Same)));
        var (users, entries) = await CountAsync();
        var second = await CommitAsync(again);
        Assert.Equal((0, 0, 993, 0), (second.Made, second.Changed, second.Same, second.Links));
        Assert.Equal((users, entries + 1), await CountAsync());
    }

    [Fact]
    public async Task Whoever_was_made_comes_in_by_the_link_and_the_links_are_given_out_once()
    {
        var job = await CommitAsync(await PlanAsync(Utf8("e-mail;ФИО;Роль;Язык\nnew@school.example;Новая Ученица;ученица;английский\n")));
        (await Task.FromResult(Jobs.TakeLinks(_school.Administrator, job.Id))).RefusedAs(Refusal.NotFound);

        var link = Assert.Single(Jobs.TakeLinks(_school.Admin, job.Id).Granted());
        Assert.Empty(Jobs.TakeLinks(_school.Admin, job.Id).Granted());

        var session = (await _school.The<AdmissionService>().SetPasswordAsync(link.Code, "correct horse", new Device("", ""), Stop)).Granted();
        Assert.Equal((Role.Student, "en", "Новая Ученица"), (session.Actor.Role, session.Language, session.FullName));
    }

    [Fact]
    public async Task Who_is_there_is_changed_where_the_table_says_otherwise_and_keeps_what_it_does_not_say()
    {
        var plan = await PlanAsync(Utf8("role,email,name\nteacher,TEST_STUDENT@example.com,Test Student\nteacher,ivan.petrov@tutoring.com,Иван Петров\n"));
        Assert.Equal([PlannedEnd.Changed, PlannedEnd.Same], plan.Rows.Select(r => r.End));
        Assert.Equal([ImportColumn.Role], plan.Rows[0].Changes);
        var session = await _school.TestStudentSignsInAsync();

        await CommitAsync(plan);

        await using var db = _school.OpenDb();
        var user = await db.Users.SingleAsync(u => u.Id == _school.TestStudent.Id, Stop);
        Assert.Equal((Role.Teacher, "test_student@example.com", AccountStatus.Active), (user.Role, user.Email, user.Status));
        Assert.Null(await _school.Sessions.FindAsync(session.Id, Stop));
        (await _school.SignInAsync("test_student@example.com", "test123")).Granted();
    }

    [Fact]
    public async Task Columns_that_nobody_may_fill_in_are_said_and_not_read()
    {
        var plan = await PlanAsync(Utf8("email,name,role,capabilities,is_staff,status,password_hash,id\nx@school.example,X Y,student,7,true,Active,AQAAAA,1\n"));
        Assert.Equal(["capabilities", "is_staff", "status", "password_hash", "id"], plan.Ignored);
        await CommitAsync(plan);

        await using var db = _school.OpenDb();
        var user = await db.Users.SingleAsync(u => u.Email == "x@school.example", Stop);
        Assert.Equal((Role.Student, Capabilities.None, AccountStatus.Invited, null), (user.Role, user.Capabilities, user.Status, user.PasswordHash));
        Assert.True(user.Id > 1);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("Admin2")]
    [InlineData("")]
    [InlineData("Student, Admin")]
    public async Task A_role_is_one_of_its_names_and_never_a_number(string role)
    {
        var plan = await PlanAsync(Utf8($"email;name;role\nx@school.example;X Y;{role}\n"));

        Assert.Equal(["role_unknown"], plan.Rows.Single().Mistakes.Select(m => m.Refusal.Code));
    }

    [Theory]
    [InlineData("utf-8", ';')]
    [InlineData("bom", ';')]
    [InlineData("bom", ',')]
    [InlineData("utf-8", '\t')]
    [InlineData("windows-1251", ';')]
    [InlineData("windows-1251", ',')]
    [InlineData("utf-16", '\t')]
    public async Task Whatever_a_spreadsheet_saves_is_read_as_it_was_meant(string encoding, char separator)
    {
        var text = string.Join('\n', "Почта;Имя;Роль", "a@school.example;\"Ёлкина «Анна»\";Ученик", "", "b@school.example; Щукин Пётр ;учитель").Replace(';', separator).Replace("\n", "\r\n", StringComparison.Ordinal);

        var plan = await PlanAsync(encoding switch
        {
            "utf-8" => Utf8(text),
            "bom" => [.. Encoding.UTF8.Preamble, .. Utf8(text)],
            "utf-16" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)],
            _ => CodePagesEncodingProvider.Instance.GetEncoding(1251)!.GetBytes(text),
        });

        Assert.Equal([(2, "Ёлкина «Анна»", Role.Student), (4, "Щукин Пётр", Role.Teacher)], plan.Rows.Select(r => (r.Line, r.FullName, r.Role!.Value)));
    }

    [Fact]
    public async Task Cells_that_mean_harm_are_names_like_any_other_or_mistakes()
    {
        var plan = await PlanAsync(Utf8(
            "email;name;role\na@x.example;=HYPERLINK(\"http://evil\");student\nb@x.example;\"<script>alert(1)</script>\";student\nc@x.example;\"two\u2028lines\";student\nd@x.example;\u200b;student\n"));

        Assert.Equal([PlannedEnd.Bad, PlannedEnd.New, PlannedEnd.Bad, PlannedEnd.Bad], plan.Rows.Select(r => r.End));
        Assert.Equal(["row_broken", "full_name_unreadable", "full_name_missing"], plan.Rows.Where(r => r.End is PlannedEnd.Bad).Select(r => r.Mistakes.Single().Refusal.Code));
        await CommitAsync(plan);
        var page = (await _school.CallAs().GetAsync("/admin/people", await _school.CookieOfAsync(_school.Admin))).Is(200);
        Assert.DoesNotContain("<script>alert(1)", page.Body, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_table_or_too_much_of_one_says_so()
    {
        Assert.Equal("file_missing", (await PlanAsync([])).Refusal?.Code);
        Assert.Equal("file_unreadable", (await PlanAsync([0x50, 0x4b, 3, 4, 0, 0, 0, 8])).Refusal?.Code);
        Assert.Equal("columns_missing", (await PlanAsync(Utf8("hello\nworld\n"))).Refusal?.Code);
        Assert.Equal("file_empty", (await PlanAsync(Utf8("email,name,role\n,,\n\n"))).Refusal?.Code);
        Assert.Equal("file_too_large", (await PlanAsync(new byte[ImportFile.MaxBytes + 1])).Refusal?.Code);
        Assert.Equal("too_many_rows", (await PlanAsync(Utf8("email,name,role\n" + string.Concat(Enumerable.Range(0, ImportFile.MaxRows + 1).Select(i => $"{i}@x.example,N,student\n"))))).Refusal?.Code);
        Assert.Equal("file_unreadable", (await PlanAsync(Utf8("email,name,role\n\"" + new string('x', 100_000)))).Refusal?.Code);
    }

    [Fact]
    public async Task Only_an_admin_plans_and_does_and_each_only_their_own()
    {
        var plan = await PlanAsync(Utf8("email,name,role\nx@school.example,X Y,student\n"));
        foreach (var actor in _school.Cast.Where(a => a.Role is not Role.Admin))
        {
            (await Imports.PlanAsync(actor, "", Stream.Null, Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await Imports.CommitAsync(actor, plan.Id, Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            Assert.Null(Imports.FindPlan(actor));
        }

        (await Imports.CommitAsync(_school.Administrator, plan.Id, Stop)).RefusedAs(Refusal.NotFound);
        await CommitAsync(plan);
        (await Imports.CommitAsync(_school.Admin, plan.Id, Stop)).RefusedAs(Refusal.NotFound);
    }

    [Fact]
    public async Task The_last_admin_stays_one_whatever_the_table_says()
    {
        (await _school.Accounts.SuspendAsync(_school.Admin, _school.Administrator.Id, Stop)).Granted();

        var job = await CommitAsync(await PlanAsync(Utf8("email,name,role\nadmin@example.com,Admin,parent\nx@school.example,X Y,student\n")));

        Assert.Equal((1, 1), (job.Made, job.Failed));
        Assert.Equal("last_admin", Jobs.Failures(_school.Admin, job.Id).Granted().Single().Refusal!.Code);
    }

    [Fact]
    public async Task A_file_comes_in_by_the_form_on_the_page()
    {
        var (token, cookie) = await _school.FormOnAsync("/admin/people/import", await _school.CookieOfAsync(_school.Admin));
        using var form = new MultipartFormDataContent
        {
            { new StringContent(token), "__RequestVerificationToken" },
            { new ByteArrayContent(Utf8("email,name,role\nx@school.example,X Y,student\nbad,X Y,student\n")), "file", "people.csv" },
        };

        Assert.Equal(302, (await _school.CallAs().SendAsync(HttpMethod.Post, "/admin/people/import/file", form, cookie)).Status);

        var page = (await _school.CallAs().GetAsync("/admin/people/import", cookie)).Is(200).Body;
        Assert.Contains("people.csv", page, StringComparison.Ordinal);
        Assert.Contains("data-line=\"3\"", page, StringComparison.Ordinal);
    }

    /// <summary>Line 1 is the head; of the rows seven are bad, each in a way of its own.</summary>
    public static byte[] ThousandRows()
    {
        var lines = Enumerable.Range(0, 1_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"pupil{i}@school.example;Ученик {i};{(i % 10 == 0 ? "родитель" : "ученик")};ru")).ToList();
        lines[100] = "no-address;Ученик;ученик;ru";
        lines[201] = "pupil201@school.example;;ученик;ru";
        lines[302] = "pupil302@school.example;Ученик;директор;ru";
        lines[403] = "pupil403@school.example;Ученик;ученик;tlh";
        lines[504] = "PUPIL0@school.example;Ученик;ученик;ru";
        lines[605] = $"pupil605@school.example;{new string('я', 101)};ученик;ru";
        lines[706] = "pupil706@school.example;Учен\"ик;ученик;ru";
        return [.. Encoding.UTF8.Preamble, .. Utf8("E-mail;ФИО;Роль;Язык\r\n" + string.Join("\r\n", lines))];
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private async Task<ImportPlan> PlanAsync(byte[] file) => (await Imports.PlanAsync(_school.Admin, "people.csv", new MemoryStream(file), Stop)).Granted();

    private async Task<JobView> CommitAsync(ImportPlan plan) => await _school.EndOfAsync(_school.Admin, (await Imports.CommitAsync(_school.Admin, plan.Id, Stop)).Granted());

    private async Task<(int Users, int Entries)> CountAsync()
    {
        await using var db = _school.OpenDb();
        return (await db.Users.CountAsync(Stop), await db.AuditEntries.CountAsync(Stop));
    }
}
