using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>Two tabs of one person say the same: what is being written, and what has been read.</summary>
public sealed class TabsTests(Stage stage, Site site) : Journey(stage, site), IClassFixture<Site>
{
    /// <summary>Promised: "within a second or so".</summary>
    private const float Soon = 2_000;

    [Fact]
    public async Task What_is_written_in_one_tab_stands_in_the_other_and_is_gone_from_it_once_it_is_sent()
    {
        var (one, other) = await OpenTwoAsync();
        var draft = Unheard("Пишу в двух окнах");

        await one.Thread.Field.PressSequentiallyAsync(draft);
        await Expect(other.Thread.Field).ToHaveValueAsync(draft, new() { Timeout = Soon });
        await other.Thread.Field.PressSequentiallyAsync("!");
        await Expect(one.Thread.Field).ToHaveValueAsync($"{draft}!", new() { Timeout = Soon });
        await one.Thread.Field.PressAsync("Enter");

        await Expect(other.Thread.Field).ToHaveValueAsync("", new() { Timeout = Soon });
        await one.Thread.ShowsOnceAsync($"{draft}!");
        await other.Thread.ShowsOnceAsync($"{draft}!");
    }

    [Fact]
    public async Task What_is_read_in_one_tab_is_read_in_the_other()
    {
        var (one, teacher) = (await ArriveAsync(TestStudent), await ArriveAsync(TestTeacher));
        var other = await OpenTabAsync(one);
        await other.GoAsync("/chat");
        await Task.WhenAll(one.LiveAsync(), other.LiveAsync());
        await teacher.Chats.OpenAsync(Maths);
        await teacher.Thread.SendAsync(Unheard("Прочтите"));
        foreach (var tab in new[] { one, other })
        {
            await Expect(tab.Chats.Badge(Maths)).ToBeVisibleAsync();
            await Expect(tab.Page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex(@"^\(\d+\) "));
        }

        await one.Chats.OpenAsync(Maths);

        await Expect(one.Chats.Badge(Maths)).ToHaveCountAsync(0);
        await Expect(other.Chats.Badge(Maths)).ToHaveCountAsync(0, new() { Timeout = Soon });
        await Expect(other.Page).Not.ToHaveTitleAsync(new System.Text.RegularExpressions.Regex(@"^\(\d+\) "), new() { Timeout = Soon });
    }

    private async Task<(Person One, Person Other)> OpenTwoAsync()
    {
        var one = await ArriveAsync(TestStudent);
        await one.Chats.OpenAsync(Maths);
        await one.Thread.ReadyAsync();
        var other = await OpenTabAsync(one);
        await other.GoAsync(one.Page.Url);
        await other.Thread.ReadyAsync();
        return (one, other);
    }
}
