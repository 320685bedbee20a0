using Chat.Web.Accounts;
using Chat.Web.Tests.TestSupport;

namespace Chat.Web.Tests.Accounts;

/// <summary>Five wrong tries lock a name for a while, whether anybody has that name or not.</summary>
public sealed class GuessingPasswordsTests : IAsyncLifetime
{
    private const string Known = "test_student@example.com";
    private const string Unknown = "nobody@example.com";
    private readonly HandClock _clock = new();
    private readonly SchoolHouse _school;

    public GuessingPasswordsTests() => _school = new SchoolHouse { Clock = _clock };

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Theory]
    [InlineData(Known)]
    [InlineData(Unknown)]
    public async Task Four_wrong_tries_are_forgiven_and_the_fifth_locks(string name)
    {
        for (var i = 0; i < 4; i++)
        {
            (await _school.SignInAsync(name, "wrong")).RefusedAs(AccountRefusals.InvalidCredentials);
        }

        var fifth = await _school.SignInAsync(name, "wrong");
        fifth.RefusedAs(AccountRefusals.AccountLocked);
        Assert.Equal([15], fifth.Refusal!.Arguments);
        (await _school.SignInAsync(name, "test123")).RefusedAs(AccountRefusals.AccountLocked);
    }

    [Fact]
    public async Task After_a_quarter_of_an_hour_the_right_password_opens_again()
    {
        await GuessAsync(Known, 5);

        _clock.Turn(TimeSpan.FromMinutes(15));

        await _school.TestStudentSignsInAsync();
    }

    [Fact]
    public async Task The_right_password_forgives_the_tries_before_it()
    {
        await GuessAsync(Known, 4);
        await _school.TestStudentSignsInAsync();
        await GuessAsync(Known, 4);

        await _school.TestStudentSignsInAsync();
    }

    [Theory]
    [InlineData(Known)]
    [InlineData(Unknown)]
    public async Task Fifty_wrong_tries_at_once_are_all_refused_and_none_breaks(string name)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _school.SignInAsync(name, "wrong")));

        Assert.All(answers, a => Assert.Contains(a.Refusal!.Code, new[] { AccountRefusals.InvalidCredentials.Code, AccountRefusals.AccountLocked.Code }));
        (await _school.SignInAsync(name, "test123")).RefusedAs(AccountRefusals.AccountLocked);
    }

    [Fact]
    public async Task One_name_that_is_guessed_at_locks_no_other()
    {
        await GuessAsync(Known, 10);

        (await _school.SignInAsync("test_teacher@example.com", "test123")).Granted();
    }

    private async Task GuessAsync(string name, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.NotNull((await _school.SignInAsync(name, "wrong")).Refusal);
        }
    }
}
