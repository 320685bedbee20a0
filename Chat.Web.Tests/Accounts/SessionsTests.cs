using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Conversations;
using Chat.Web.Outcomes;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Accounts;

public sealed class SessionsTests : IAsyncLifetime
{
    private readonly HandClock _clock = new();
    private readonly SchoolHouse _school;

    public SessionsTests() => _school = new SchoolHouse { Clock = _clock };

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task Everybody_sees_their_own_devices_and_which_one_this_is()
    {
        var phone = await _school.TestStudentSignsInAsync("Phone");
        var laptop = await _school.TestStudentSignsInAsync("Laptop");
        (await _school.SignInAsync("test_teacher@example.com", "test123", "Somebody else's")).Granted();

        var seen = await _school.Sessions.ListAsync(_school.TestStudent, laptop.Id, Stop);

        Assert.Equal(["Laptop", "Phone"], seen.Select(s => s.Device).Order());
        Assert.Equal(laptop.Id, Assert.Single(seen, s => s.IsThisOne).Id);
        Assert.Contains(seen, s => s.Id == phone.Id);
    }

    [Fact]
    public async Task One_device_is_signed_out_and_its_pages_are_told()
    {
        var phone = await _school.TestStudentSignsInAsync("Phone");
        var laptop = await _school.TestStudentSignsInAsync("Laptop");
        using var line = _school.Feed.Open(_school.TestStudent.Id);

        (await _school.Sessions.EndAsync(_school.TestStudent, phone.Id, Stop)).Granted();

        Assert.Equal([phone.Id], (await line.NextAsync<SessionsEnded>()).Ids);
        await CountsAsync(phone, false);
        await CountsAsync(laptop, true);
    }

    [Fact]
    public async Task What_a_signed_out_device_listens_to_falls_silent()
    {
        var phone = await _school.TestStudentSignsInAsync("Phone");
        using var ended = _school.Feed.Open(_school.TestStudent.Id, phone.Id);
        using var other = _school.Feed.Open(_school.TestStudent.Id, Guid.NewGuid());

        (await _school.Sessions.EndAsync(_school.TestStudent, phone.Id, Stop)).Granted();
        await _school.SayAsync(_school.TestTeacher, _school.Maths);

        Assert.Empty(ended.HeardSoFar<MessageSent>());
        Assert.Single(other.HeardSoFar<MessageSent>());
    }

    [Fact]
    public async Task All_other_devices_are_signed_out()
    {
        var phone = await _school.TestStudentSignsInAsync("Phone");
        var tablet = await _school.TestStudentSignsInAsync("Tablet");
        var laptop = await _school.TestStudentSignsInAsync("Laptop");

        (await _school.Sessions.EndOthersAsync(_school.TestStudent, laptop.Id, Stop)).Granted();

        await CountsAsync(phone, false);
        await CountsAsync(tablet, false);
        await CountsAsync(laptop, true);
    }

    [Fact]
    public async Task Nobody_signs_out_somebody_elses_device()
    {
        var phone = await _school.TestStudentSignsInAsync();

        (await _school.Sessions.EndAsync(_school.TestTeacher, phone.Id, Stop)).RefusedAs(Refusal.NotFound);
        (await _school.Sessions.EndAsync(_school.TestStudent, Guid.NewGuid(), Stop)).RefusedAs(Refusal.NotFound);

        await CountsAsync(phone, true);
    }

    [Fact]
    public async Task A_session_runs_out_after_a_fortnight()
    {
        var phone = await _school.TestStudentSignsInAsync();
        _clock.Turn(Session.Lifetime - TimeSpan.FromSeconds(1));
        await CountsAsync(phone, true);

        _clock.Turn(TimeSpan.FromSeconds(1));

        await CountsAsync(phone, false);
        Assert.Empty(await _school.Sessions.ListAsync(_school.TestStudent, phone.Id, Stop));
    }

    [Fact]
    public async Task A_changed_password_signs_out_every_device_but_the_one_it_was_changed_on()
    {
        var phone = await _school.TestStudentSignsInAsync("Phone");
        var laptop = await _school.TestStudentSignsInAsync("Laptop");
        using var line = _school.Feed.Open(_school.TestStudent.Id);

        (await _school.Accounts.ChangePasswordAsync(_school.TestStudent, laptop.Id, "test123", "correct horse", Stop)).Granted();

        Assert.Equal([phone.Id], (await line.NextAsync<SessionsEnded>()).Ids);
        await CountsAsync(phone, false);
        await CountsAsync(laptop, true);
        (await _school.SignInAsync("test_student@example.com", "test123")).RefusedAs(AccountRefusals.InvalidCredentials);
        (await _school.SignInAsync("test_student@example.com", "correct horse")).Granted();
    }

    [Fact]
    public async Task A_suspension_signs_out_every_device_and_a_restored_account_signs_in_again()
    {
        var phone = await _school.TestStudentSignsInAsync();
        using var line = _school.Feed.Open(_school.TestStudent.Id);

        (await _school.Accounts.SuspendAsync(_school.Admin, _school.TestStudent.Id, Stop)).Granted();
        Assert.Equal([phone.Id], (await line.NextAsync<SessionsEnded>()).Ids);
        await CountsAsync(phone, false);

        (await _school.Accounts.RestoreAsync(_school.Admin, _school.TestStudent.Id, Stop)).Granted();
        await CountsAsync(phone, false);
        await _school.TestStudentSignsInAsync();
    }

    [Fact]
    public async Task Another_role_signs_out_every_device_and_the_next_session_carries_it()
    {
        var phone = await _school.TestStudentSignsInAsync();

        (await _school.Accounts.ChangeRoleAsync(_school.Admin, _school.TestStudent.Id, Role.Tutor, Stop)).Granted();

        await CountsAsync(phone, false);
        Assert.Equal(Role.Tutor, (await _school.TestStudentSignsInAsync()).Actor.Role);
    }

    [Fact]
    public async Task An_ended_session_stays_ended_however_often_it_is_asked_for_meanwhile()
    {
        var phone = await _school.TestStudentSignsInAsync();
        _school.Sessions.Reread(_school.TestStudent.Id);

        var asking = Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await _school.Sessions.FindAsync(phone.Id, Stop)));
        await Task.WhenAll([.. asking, _school.Sessions.EndAsync(_school.TestStudent, phone.Id, Stop)]);

        await CountsAsync(phone, false);
    }

    private async Task CountsAsync(LiveSession session, bool counts) =>
        Assert.Equal(counts, await _school.Sessions.FindAsync(session.Id, Stop) is not null);
}
