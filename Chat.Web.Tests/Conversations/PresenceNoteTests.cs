using Bunit;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Conversations;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Conversations;

/// <summary>What stands under a conversation's name of the other one, and how it follows what happens.</summary>
public sealed class PresenceNoteTests : IAsyncLifetime
{
    private readonly HandClock _clock = new();
    private readonly SchoolHouse _school;

    public PresenceNoteTests() => _school = new() { Clock = _clock, RunsErrands = false };

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Theory]
    [InlineData("ru", "в сети", "был(а) 5 минут назад", "был(а) сегодня", "был(а) вчера")]
    [InlineData("en", "online", "last seen 5 minutes ago", "last seen today", "last seen yesterday")]
    public async Task A_teacher_is_here_and_then_was_here(string language, string here, string minutes, string today, string yesterday)
    {
        using var screen = new Screen(_school, _school.Anna, language);
        var note = await ShowAsync(screen, _school.Anna, _school.AnnasPhysics);
        Assert.Equal("", SaidIn(note));

        await Attendance.CameAsync(_school.Ivan.Id);
        await SaysAsync(note, here);

        await LeaveAsync(_school.Ivan);
        _clock.Turn(TimeSpan.FromMinutes(5) - Attendance.Pause);
        await SaysAsync(note, minutes);

        _clock.Turn(TimeSpan.FromHours(3));
        await SaysAsync(note, today);

        _clock.Turn(TimeSpan.FromHours(20));
        await SaysAsync(note, yesterday);
    }

    [Fact]
    public async Task A_student_was_here_recently_and_not_to_the_minute()
    {
        using var screen = new Screen(_school, _school.Ivan);
        var note = await ShowAsync(screen, _school.Ivan, _school.AnnasPhysics);
        await Attendance.CameAsync(_school.Anna.Id);
        await SaysAsync(note, "online");

        await LeaveAsync(_school.Anna);
        _clock.Turn(TimeSpan.FromMinutes(5));

        await SaysAsync(note, "last seen recently");
    }

    [Fact]
    public async Task Who_hides_while_somebody_looks_is_gone_from_the_page_and_comes_back()
    {
        await Attendance.CameAsync(_school.Ivan.Id);
        using var screen = new Screen(_school, _school.Anna);
        var note = await ShowAsync(screen, _school.Anna, _school.AnnasPhysics);
        await SaysAsync(note, "online");

        (await _school.Accounts.HidePresenceAsync(_school.Ivan, isHidden: true, Stop)).Granted();
        await SaysAsync(note, "");

        (await _school.Accounts.HidePresenceAsync(_school.Ivan, isHidden: false, Stop)).Granted();
        await SaysAsync(note, "online");

        (await _school.Accounts.HidePresenceAsync(_school.Anna, isHidden: true, Stop)).Granted();
        await SaysAsync(note, "");
    }

    [Fact]
    public async Task A_page_that_shows_it_does_not_ask_again_when_it_changes()
    {
        using var screen = new Screen(_school, _school.Anna);
        await Attendance.CameAsync(_school.Ivan.Id);
        var note = await ShowAsync(screen, _school.Anna, _school.AnnasPhysics);
        await SaysAsync(note, "online");
        var before = _school.Statements.Count;

        _school.Feed.Publish(new PresenceChanged(_school.Ivan.Id, PresenceView.Gone(_clock.Now, isRough: false)), _school.Anna.Id);

        await SaysAsync(note, "last seen just now");
        Assert.Equal(before, _school.Statements.Count);
    }

    private Attendance Attendance => _school.The<Attendance>();

    private async Task<IRenderedComponent<PresenceNote>> ShowAsync(Screen screen, Actor actor, int conversation)
    {
        var view = (await _school.Conversations.FindAsync(actor, conversation, Stop)).Granted();
        return screen.Render<PresenceNote>(parameters => parameters.Add(n => n.Conversation, view));
    }

    private static string SaidIn(IRenderedComponent<PresenceNote> note) => note.FindAll(".presence") is [var said] ? Screen.TextOf(said) : "";

    /// <summary>Pages look at what they heard after a short pause, by the same clock.</summary>
    private Task SaysAsync(IRenderedComponent<PresenceNote> note, string expected) => UntilAsync(() =>
    {
        _clock.Turn(TimeSpan.FromMilliseconds(100));
        return Task.FromResult(string.Equals(SaidIn(note), expected, StringComparison.Ordinal));
    });

    private async Task LeaveAsync(Actor actor)
    {
        var leaving = Attendance.LeftAsync(actor.Id);
        _clock.Turn(Attendance.Pause);
        await leaving;
    }
}
