using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Admin;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Admin;

public sealed class FindingPeopleTests : IAsyncLifetime
{
    private readonly SchoolHouse _school = new();

    private PeopleService People => _school.The<PeopleService>();

    public async ValueTask InitializeAsync()
    {
        await _school.OpenAsync();
        await _school.AdmitAsync("Алёна Семёнова", Role.Parent, Capabilities.Moderator);
        await _school.AdmitAsync("Семен Алехин", Role.Student);
    }

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Theory]
    [InlineData("семен", "Алёна Семёнова", "Семен Алехин")]
    [InlineData("СЕМЁН", "Алёна Семёнова", "Семен Алехин")]
    [InlineData("алена семен", "Алёна Семёнова")]
    [InlineData("семенова алёна", "Алёна Семёнова")]
    [InlineData("ivan.petrov@TUTORING", "Иван Петров")]
    [InlineData("петров ivan", "Иван Петров")]
    [InlineData("%")]
    [InlineData("_est student")]
    [InlineData("' OR 1=1 --")]
    public async Task Words_are_found_wherever_they_stand_whatever_their_case_and_with_or_without_the_dots(string text, params string[] names) =>
        Assert.Equal(names, await NamesAsync(new PeopleFilter(text)));

    [Fact]
    public async Task A_new_name_is_found_and_the_old_one_is_not()
    {
        var id = _school.Named("Семен Алехин").Id;
        var draft = new AccountDraft("new@example.com", "Пётр Новый", Role.Student, "ru");

        (await _school.Accounts.ChangeAsync(_school.Admin, id, AccountChange.To(draft), Stop)).Granted();

        Assert.Equal(["Пётр Новый"], await NamesAsync(new PeopleFilter("петр new@")));
        Assert.Empty(await NamesAsync(new PeopleFilter("алехин")));
    }

    [Fact]
    public async Task Filters_narrow_each_other()
    {
        Assert.Equal(["Алёна Семёнова"], await NamesAsync(new PeopleFilter(Capability: Capabilities.Moderator)));
        Assert.Empty(await NamesAsync(new PeopleFilter(Role: Role.Student, Capability: Capabilities.Moderator)));
        (await _school.Accounts.SuspendAsync(_school.Admin, _school.Anna.Id, Stop)).Granted();
        Assert.Equal(["Анна Иванова"], await NamesAsync(new PeopleFilter(Role: Role.Student, Status: AccountStatus.Suspended)));
    }

    [Fact]
    public void An_address_that_says_what_nobody_can_be_says_nothing()
    {
        Assert.Equal(new PeopleFilter(), PeopleFilter.Read(" ", "5", "Nothing", "None"));
        Assert.Equal(new PeopleFilter("x", Role.Admin, AccountStatus.Left, Capabilities.Moderator), PeopleFilter.Read(" x ", "admin", "LEFT", "moderator"));
        Assert.Null(PeopleFilter.Read("half \ud83d", null, null, null).Text);
        Assert.Equal(PeopleFilter.MaxTextLength, PeopleFilter.Read(new string('x', 5_000), null, null, null).Text!.Length);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("email")]
    [InlineData("role")]
    [InlineData("status")]
    [InlineData("created")]
    [InlineData("seen")]
    [InlineData("nonsense")]
    public async Task Page_by_page_everybody_is_shown_once_in_either_direction(string? column)
    {
        await _school.AdmitManyAsync(120, "Many");

        foreach (var sort in new[] { column, $"-{column}" })
        {
            var ids = new List<int>();
            for (var page = 1; page <= 3; page++)
            {
                ids.AddRange((await People.ListAsync(_school.Admin, new PeopleFilter(), new TableQuery(sort, page), Stop)).Granted().Rows.Select(r => r.Id));
            }

            Assert.Equal(133, ids.Count);
            Assert.Equal(133, ids.Distinct().Count());
        }
    }

    [Theory]
    [InlineData("email")]
    [InlineData("role")]
    [InlineData("status")]
    [InlineData("created")]
    [InlineData("seen")]
    public async Task Each_order_is_that_of_its_column_and_its_opposite(string column)
    {
        var now = _school.The<TimeProvider>().GetUtcNow();
        (await _school.Accounts.SuspendAsync(_school.Admin, _school.Anna.Id, Stop)).Granted();
        await _school.WriteAsync(db => db.Users.Where(u => u.Id % 2 == 0).ToList().ForEach(u => u.LastSeenAt = now.AddMinutes(-(u.Id * 7 % 11))));

        var (up, down) = (await KeysAsync(column), await KeysAsync($"-{column}"));

        Assert.True(up.Distinct().Count() > 1, "Where all are alike there is no order.");
        Assert.Equal(up.Order(StringComparer.Ordinal), up);
        Assert.Equal(down.OrderDescending(StringComparer.Ordinal), down);

        async Task<List<string>> KeysAsync(string sort) =>
        [
            .. (await People.ListAsync(_school.Admin, new PeopleFilter(), new TableQuery(sort, null), Stop)).Granted().Rows.Select(r => column switch
            {
                "email" => r.Email.ToUpperInvariant(),
                "role" => $"{(int)r.Role}",
                "status" => $"{(int)r.Status}",
                "created" => $"{r.CreatedAt.UtcTicks:D20}",
                _ => $"{r.LastSeenAt?.UtcTicks ?? 0:D20}",
            }),
        ];
    }

    [Fact]
    public async Task To_everybody_else_nobody_can_be_found()
    {
        foreach (var actor in _school.Cast.Where(a => a.Role is not Role.Admin))
        {
            (await People.ListAsync(actor, new PeopleFilter(), new TableQuery(null, null), Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await People.FindAsync(actor, actor.Id, Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await People.ExportAsync(actor, new PeopleFilter(), Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await _school.Accounts.ListSessionsAsync(actor, _school.Admin.Id, Stop)).RefusedAs(AccountRefusals.AdminsOnly);
        }
    }

    [Fact]
    public async Task A_persons_page_says_nothing_of_what_opens_their_account()
    {
        var cookie = await _school.CookieOfAsync(_school.Admin);
        await using var db = _school.OpenDb();
        var user = db.Users.Single(u => u.Id == _school.TestStudent.Id);

        var page = (await _school.CallAs().GetAsync($"/admin/people/{user.Id}", cookie)).Is(200).Body;

        Assert.Contains(user.Email!, page, StringComparison.Ordinal);
        foreach (var secret in new[] { user.PasswordHash, user.SecurityStamp, user.ConcurrencyStamp })
        {
            Assert.DoesNotContain(secret!, page, StringComparison.Ordinal);
        }
    }

    private async Task<string[]> NamesAsync(PeopleFilter filter) =>
        [.. (await People.ListAsync(_school.Admin, filter, new TableQuery(null, null), Stop)).Granted().Rows.Select(r => r.FullName)];
}
