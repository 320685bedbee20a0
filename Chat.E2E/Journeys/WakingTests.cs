using Chat.Web.Shell;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>A phone was in a pocket for half an hour: whoever takes it out goes on where they were, without a tap.</summary>
public sealed class WakingTests(Stage stage) : Journey(stage, new Site())
{
    /// <summary>By then it asks so seldom that only waking can be why it is back sooner.</summary>
    private const int SeldomSeconds = 8;

    /// <summary>A second before it would have asked by itself. Promised are three; on a machine busy with everything else nobody can tell.</summary>
    private const float BeforeItAsks = 7_000;

    private readonly Road _road = new();
    private Uri _byRoad = null!;

    public override async ValueTask InitializeAsync()
    {
        await Site.InitializeAsync();
        _byRoad = _road.To(Site.Address);
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _road.DisposeAsync();
        await Site.DisposeAsync();
    }

    [Theory]
    [InlineData("document", "visibilitychange")]
    [InlineData("window", "online")]
    public async Task It_is_in_the_same_chat_with_its_draft_and_what_was_said_meanwhile_at_once(string where, string wakes)
    {
        var (student, teacher) = (await ComeByRoadAsync(), await ArriveAsync(TestTeacher));
        foreach (var person in new[] { student, teacher })
        {
            person.Complaints.PardonALostLine();
            await person.Chats.OpenAsync(Maths);
            await person.Thread.ReadyAsync();
        }

        var (address, draft, meanwhile) = (student.Page.Url, Unheard("Недописанное"), Unheard("Пока телефон спал"));
        await student.Thread.Field.FillAsync(draft);

        // It sleeps: nothing gets through, the server no longer knows the page, and something is said.
        _road.Cut();
        await Site.KillAsync();
        await Site.StartAgainAsync();
        await Expect(teacher.Connection).ToBeHiddenAsync();
        await teacher.Thread.SendAsync(meanwhile);
        await teacher.Thread.ShowsOnceAsync(meanwhile);
        await Expect(student.Connection).ToContainTextAsync(student.Word<ShellTexts>("ReconnectingIn", SeldomSeconds));
        _road.Mend();
        await student.Page.EvaluateAsync($"() => {{ {where}.dispatchEvent(new Event('{wakes}')); }}");

        await Expect(student.Thread.Stored(meanwhile)).ToBeInViewportAsync(new() { Timeout = BeforeItAsks });
        await Expect(student.Connection).ToBeHiddenAsync();
        await student.Thread.ReadyAsync();
        await Expect(student.Page).ToHaveURLAsync(address);
        await Expect(student.Thread.Field).ToHaveValueAsync(draft);
        await student.Thread.Field.PressAsync("Enter");
        await student.Thread.ShowsOnceAsync(draft);
    }

    /// <summary>Only the phone is far away: what others do goes on meanwhile.</summary>
    private async Task<Person> ComeByRoadAsync()
    {
        var student = await VisitorAsync(Look.Phone);
        student.Complaints.Pardon($"asked another host: {_byRoad}");
        await student.GoAsync(new Uri(_byRoad, "sign-in").ToString());
        await student.SignIn.EnterAsync(TestStudent.Email, TestStudent.Password);
        await student.Page.WaitForURLAsync("**/chat");
        return student;
    }
}
