using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Outcomes;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Accounts;

/// <summary>The first person in an empty school becomes its admin, once.</summary>
public class SettingUpTests
{
    [Fact]
    public async Task Twenty_who_set_up_at_once_make_one_admin()
    {
        await using var school = await new SchoolHouse { IsPeopled = false }.OpenAsync();
        Assert.True(await school.Registrations.NeedsSetUpAsync(Stop));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => SetUpAsync(school, $"head{i}@example.com")));

        Assert.Equal(Role.Admin, Assert.Single(answers, a => a.Refusal is null).Value!.Actor.Role);
        Assert.All(answers.Where(a => a.Refusal is not null), a => a.RefusedAs(AccountRefusals.AlreadySetUp));
        Assert.False(await school.Registrations.NeedsSetUpAsync(Stop));
    }

    [Fact]
    public async Task The_first_admin_has_to_have_a_good_password_too()
    {
        await using var school = await new SchoolHouse { IsPeopled = false }.OpenAsync();

        (await SetUpAsync(school, "head@example.com", "admin123")).RefusedAs(AccountRefusals.PasswordCommon);

        Assert.True(await school.Registrations.NeedsSetUpAsync(Stop));
    }

    [Fact]
    public async Task A_school_with_people_in_it_is_not_set_up_again()
    {
        await using var school = await new SchoolHouse().OpenAsync();

        Assert.False(await school.Registrations.NeedsSetUpAsync(Stop));
        (await SetUpAsync(school, "head@example.com")).RefusedAs(AccountRefusals.AlreadySetUp);
    }

    private static Task<Outcome<LiveSession>> SetUpAsync(SchoolHouse school, string email, string password = "correct horse") =>
        school.Registrations.SetUpAsync(new RegistrationDraft("Head Teacher", email, password, "en"), new Device("Firefox", "127.0.0.1"), Stop);
}
