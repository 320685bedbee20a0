using Chat.Web.Shell;
using Microsoft.EntityFrameworkCore;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>The server goes away under open pages, in the worst way and in the best, and comes back.</summary>
public sealed class RestartingTests(Stage stage) : Journey(stage, new Site())
{
    /// <summary>Promised: so soon it is said that the line is down.</summary>
    private const float Soon = 3_000;

    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(5);

    public override async ValueTask InitializeAsync()
    {
        await Site.InitializeAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Site.DisposeAsync();
    }

    [Fact]
    public async Task After_a_kill_in_mid_send_pages_come_back_by_themselves_and_every_message_is_there_once()
    {
        var (student, teacher) = (await OpensMathsAsync(TestStudent), await OpensMathsAsync(TestTeacher));
        var (acknowledged, inMidSend, whileDown, draft) = (Unheard("Дошло"), Unheard("В пути"), Unheard("Без сервера"), Unheard("Черновик"));
        await student.Thread.SendAsync(acknowledged);
        await student.Thread.ShowsOnceAsync(acknowledged);
        var address = student.Page.Url;

        await student.Thread.SendAsync(inMidSend);
        await Site.KillAsync();
        await Expect(student.Connection).ToBeVisibleAsync(new() { Timeout = Soon });
        await Expect(student.Connection).ToContainTextAsync(student.Word<ShellTexts>("ConnectionLost"));
        await student.Thread.SendAsync(whileDown);
        await Expect(student.Thread.OnItsWay(whileDown)).ToBeVisibleAsync();
        await student.Thread.WriteAsync(draft);
        await Site.StartAgainAsync();

        foreach (var person in new[] { student, teacher })
        {
            await Expect(person.Connection).ToBeHiddenAsync();
            await person.Thread.ShowsOnceAsync(acknowledged);
            await person.Thread.ShowsOnceAsync(inMidSend);
            await person.Thread.ShowsOnceAsync(whileDown);
        }

        await Expect(student.Page).ToHaveURLAsync(address);
        await Expect(student.Thread.Field).ToHaveValueAsync(draft);
        await using var db = Site.OpenDb();
        Assert.Equal(3, await db.Messages.CountAsync(m => m.Text == acknowledged || m.Text == inMidSend || m.Text == whileDown, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Asked_to_stop_it_stops_at_once_and_open_pages_find_the_next_start()
    {
        var (student, teacher) = (await OpensMathsAsync(TestStudent), await OpensMathsAsync(TestTeacher));

        var ending = Site.TerminateAsync();
        Assert.Equal(0, await ending.WaitAsync(StopsWithin, TestContext.Current.CancellationToken));
        foreach (var person in new[] { student, teacher })
        {
            await Expect(person.Connection).ToBeVisibleAsync(new() { Timeout = Soon });
            await Expect(person.Connection.Locator(".when-updating")).ToBeVisibleAsync();
            await Expect(person.Connection.Locator(".when-lost")).ToBeHiddenAsync();
        }

        await Site.StartAgainAsync();

        await Expect(student.Connection).ToBeHiddenAsync();
        var again = Unheard("Снова здесь");
        await student.Thread.SendAsync(again);
        await teacher.Thread.ShowsOnceAsync(again);
        await student.Thread.ShowsOnceAsync(again);
    }

    [Fact]
    public async Task A_second_process_on_the_same_data_says_so_and_ends_and_the_first_goes_on()
    {
        var (student, teacher) = (await OpensMathsAsync(TestStudent), await OpensMathsAsync(TestTeacher));

        await using var second = Site.StartAnother();

        Assert.NotEqual(0, await second.EndsAsync());
        Assert.Contains("Another process already uses the data directory", second.Said, StringComparison.Ordinal);
        var undisturbed = Unheard("Мы никуда не уходили");
        await student.Thread.SendAsync(undisturbed);
        await teacher.Thread.ShowsOnceAsync(undisturbed);
    }

    private async Task<Person> OpensMathsAsync(Web.Data.DemoPerson who)
    {
        var person = await ArriveAsync(who);
        person.Complaints.PardonALostLine();
        await person.Chats.OpenAsync(Maths);
        await person.Thread.ReadyAsync();
        return person;
    }
}
