using Chat.Web.Accounts;
using Chat.Web.Outcomes;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Accounts;

public sealed class SigningInTests : IAsyncLifetime
{
    private readonly SchoolHouse _school = new();

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Theory]
    [InlineData("test_student@example.com", "test123")]
    [InlineData("  TEST_Student@Example.com ", "test123")]
    [InlineData("admin", "admin123")]
    [InlineData("admin@test.com", "admin123")]
    public async Task The_right_password_opens_a_session(string login, string password)
    {
        var session = (await _school.SignInAsync(login, password)).Granted();

        Assert.Equal(session, await _school.Sessions.FindAsync(session.Id, Stop));
        Assert.Equal(session.Id, session.Actor.Session);
        Assert.Contains(session.Actor with { Session = null, Address = null }, _school.Cast);
    }

    [Theory]
    [InlineData("test_student@example.com", "Test123")]
    [InlineData("test_student@example.com", "test123 ")]
    [InlineData("nobody@example.com", "test123")]
    [InlineData("", "test123")]
    [InlineData("test_student@example.com", "")]
    [InlineData(null, null)]
    public async Task Everything_wrong_is_refused_in_the_same_words(string? login, string? password) =>
        (await _school.SignInAsync(login, password)).RefusedAs(AccountRefusals.InvalidCredentials);

    [Fact]
    public async Task Half_characters_in_a_name_or_a_password_are_wrong_and_nothing_worse()
    {
        (await _school.SignInAsync("\ud83d", "test123")).RefusedAs(AccountRefusals.InvalidCredentials);
        (await _school.SignInAsync("test_student@example.com", "\ud83d")).RefusedAs(AccountRefusals.InvalidCredentials);
    }

    [Fact]
    public async Task A_suspended_account_is_refused_in_the_same_words_even_with_the_right_password()
    {
        (await _school.Accounts.SuspendAsync(_school.Admin, _school.TestStudent.Id, Stop)).Granted();

        (await _school.SignInAsync("test_student@example.com", "test123")).RefusedAs(AccountRefusals.InvalidCredentials);
    }

    /// <summary>While every place for hashing is taken, whoever asks for one is told so; whoever is not told so did not ask.</summary>
    [Fact]
    public async Task An_unknown_name_is_hashed_for_like_a_known_one_and_an_endless_password_never()
    {
        using var gate = new ManualResetEventSlim();
        var waiting = await TakeEveryPlaceAsync(_school.The<PasswordHashing>(), gate);

        (await _school.SignInAsync("test_student@example.com", "wrong")).RefusedAs(AccountRefusals.TooManySignIns);
        (await _school.SignInAsync("nobody@example.com", "wrong")).RefusedAs(AccountRefusals.TooManySignIns);
        (await _school.SignInAsync("test_student@example.com", new string('x', PasswordOptions.MaxLength + 1))).RefusedAs(AccountRefusals.InvalidCredentials);

        gate.Set();
        await Task.WhenAll(waiting);
        await _school.TestStudentSignsInAsync();
    }

    private static async Task<List<Task>> TakeEveryPlaceAsync(PasswordHashing hashing, ManualResetEventSlim gate)
    {
        // First the threads, one fewer than the machine has cores: until each is at work, a place it frees is still to come.
        var (threads, working, stop) = (Math.Max(1, Environment.ProcessorCount - 1), 0, Stop);
        List<Task> taken = [.. Enumerable.Range(0, threads).Select(_ => (Task)hashing.RunAsync(() => Interlocked.Increment(ref working) > 0 && gate.Wait(Timeout.Infinite, stop)))];
        await UntilAsync(() => Task.FromResult(Volatile.Read(ref working) == threads));

        Task<Outcome<bool>> next;
        do
        {
            next = hashing.RunAsync(() => gate.Wait(Timeout.Infinite, stop));
            taken.Add(next);
        }
        while (!next.IsCompleted);

        return taken;
    }
}
