using Chat.Web.Conversations;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Conversations;

/// <summary>At night, grown-ups who write to a student are told so. Nobody is kept from writing.</summary>
public sealed class QuietHoursTests : IAsyncLifetime
{
    private readonly HandClock _clock = new();
    private readonly SchoolHouse _school;

    public QuietHoursTests() => _school = new SchoolHouse { Clock = _clock, RunsErrands = false };

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Theory]
    [InlineData(21, 7, 20, false)]
    [InlineData(21, 7, 21, true)]
    [InlineData(21, 7, 0, true)]
    [InlineData(21, 7, 6, true)]
    [InlineData(21, 7, 7, false)]
    [InlineData(13, 15, 12, false)]
    [InlineData(13, 15, 14, true)]
    [InlineData(13, 15, 15, false)]
    [InlineData(9, 9, 9, false)]
    public void They_go_round_midnight_or_not_and_may_be_none(int from, int until, int hour, bool isQuiet) =>
        Assert.Equal(isQuiet, new ConversationOptions { QuietFrom = from, QuietUntil = until }.IsQuietAt(new DateTime(2026, 11, 21, hour, 30, 0, DateTimeKind.Unspecified)));

    [Fact]
    public async Task Those_who_write_to_a_student_think_of_the_hour_and_students_and_colleagues_do_not()
    {
        Assert.True((await _school.Conversations.FindAsync(_school.TestTeacher, _school.Maths, Stop)).Granted().ThinksOfTheHour);
        Assert.False((await _school.Conversations.FindAsync(_school.TestStudent, _school.Maths, Stop)).Granted().ThinksOfTheHour);

        var colleagues = (await _school.Conversations.StartAsync(_school.TestTeacher, _school.TestTutor.Id, null, Stop)).Granted().ConversationId;
        Assert.False((await _school.Conversations.FindAsync(_school.TestTeacher, colleagues, Stop)).Granted().ThinksOfTheHour);
    }

    [Fact]
    public async Task The_page_says_so_at_night_by_the_readers_clock_and_not_by_day()
    {
        var teacher = await _school.CookieOfAsync(_school.TestTeacher);
        // Eleven in the morning in Moscow.
        Assert.DoesNotContain("Тихие часы", await PageAsync(teacher), StringComparison.Ordinal);

        _clock.Turn(TimeSpan.FromHours(12));

        Assert.Contains("Тихие часы, с 21 до 7", await PageAsync(teacher), StringComparison.Ordinal);
        Assert.DoesNotContain("Тихие часы", await PageAsync(await _school.CookieOfAsync(_school.TestStudent)), StringComparison.Ordinal);
        (await _school.SayAsync(_school.TestTeacher, _school.Maths)).Granted();
    }

    private async Task<string> PageAsync((string Name, string Value) cookie) => (await _school.CallAs().GetAsync($"/chat/{_school.Maths}", cookie)).Is(200).Body;
}
