using Chat.Web.Conversations;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>What can be done with words once they are said: two people, two browsers.</summary>
public sealed class ConversingTests(Stage stage, Site site) : Journey(stage, site), IClassFixture<Site>
{
    [Fact]
    public async Task The_list_is_narrowed_by_its_links_and_stays_so_over_a_reload()
    {
        var student = await ArriveAsync(TestStudent);
        await Expect(student.Chats.Row(Tutoring)).ToBeVisibleAsync();

        await student.Chats.Part(Shown.PutAway).ClickAsync();
        await Expect(student.Chats.Row(Tutoring)).ToHaveCountAsync(0);
        await student.Page.ReloadAsync();
        await Expect(student.Chats.Part(Shown.PutAway)).ToHaveAttributeAsync("aria-current", "true");
        await Expect(student.Chats.Row(Tutoring)).ToHaveCountAsync(0);

        await student.Chats.Part(Shown.All).ClickAsync();
        await Expect(student.Chats.Row(Tutoring)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_would_rather_break_lines_with_Enter_sends_with_Ctrl_and_Enter()
    {
        var student = await ArriveAsync(TestStudent);
        await student.SendByCtrlAsync();
        await student.GoAsync("/chat");
        await student.Chats.OpenAsync(Maths);
        var (first, second) = (Unheard("Первая строка"), Unheard("вторая строка"));

        await student.Thread.SendAsync(first);
        await student.Thread.Field.PressSequentiallyAsync(second);
        await Expect(student.Thread.Field).ToHaveValueAsync($"{first}\n{second}");
        await student.Thread.Field.PressAsync("Control+Enter");

        await student.Thread.ShowsOnceAsync(second);
        await Expect(student.Thread.Stored(second)).ToContainTextAsync(first);
    }

    [Fact]
    public async Task An_answer_quotes_what_it_answers_and_leads_to_it()
    {
        var (student, teacher) = await MeetAsync();
        var (question, answer) = (Unheard("Сколько будет 7 × 8?"), Unheard("56"));
        await student.Thread.SendAsync(question);

        await teacher.Thread.ChooseAsync(teacher.Thread.Stored(question), "Reply");
        await Expect(teacher.Thread.Mode).ToContainTextAsync(question);
        await teacher.Thread.Field.FillAsync(answer);
        await teacher.Thread.Field.PressAsync("Enter");

        var quote = student.Thread.Stored(answer).Locator(".quote");
        await Expect(quote).ToContainTextAsync(question);
        await quote.ClickAsync();
        await Expect(student.Thread.Target).ToContainTextAsync(question);
        await Expect(student.Thread.Target).ToBeInViewportAsync();

        // Whoever has gone elsewhere meanwhile is led there once more.
        await student.Page.SetViewportSizeAsync(1280, 360);
        await teacher.Thread.SendAsync(Unheard(string.Join('\n', Enumerable.Repeat("Длинно", 12))));
        await student.Page.Locator(".messages").EvaluateAsync("list => { list.scrollTop = list.scrollHeight; }");
        await Expect(student.Thread.Target).Not.ToBeInViewportAsync();
        await student.Page.Locator(".messages").EvaluateAsync("list => { list.scrollTop -= 1; }");
        await quote.EvaluateAsync("link => link.click()");
        await Expect(student.Thread.Target).ToBeInViewportAsync();
    }

    [Fact]
    public async Task An_edit_shows_on_every_screen_and_staff_can_see_what_was_said_before()
    {
        var (student, teacher) = await MeetAsync();
        var (before, after) = (Unheard("x = 5"), Unheard("x = 6"));
        await student.Thread.SendAsync(before);
        await student.Thread.ShowsOnceAsync(before);

        await student.Thread.Field.PressAsync("ArrowUp");
        await Expect(student.Thread.Field).ToHaveValueAsync(before);
        await student.Thread.Field.FillAsync(after);
        await student.Thread.Field.PressAsync("Enter");

        await Expect(teacher.Thread.Stored(after)).ToContainTextAsync(teacher.Word<ConversationTexts>("Edited"));
        await Expect(teacher.Thread.Stored(before)).ToHaveCountAsync(0);
        await Expect(student.Thread.Field).ToHaveValueAsync("");
        await teacher.Thread.ChooseAsync(teacher.Thread.Stored(after), "History");
        await Expect(teacher.Thread.Dialog).ToContainTextAsync(before);
        await teacher.Page.Keyboard.PressAsync("Escape");
        await Expect(teacher.Thread.Dialog).ToHaveCountAsync(0);
        await student.Thread.Stored(after).HoverAsync();
        await student.Thread.Stored(after).Locator("[data-menu]").ClickAsync();
        await Expect(student.Thread.MenuItem("Edit")).ToBeVisibleAsync();
        await Expect(student.Thread.MenuItem("History")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_is_removed_is_gone_from_every_screen_and_its_place_stays()
    {
        var (student, teacher) = await MeetAsync();
        var regretted = Unheard("Это я зря");
        await student.Thread.SendAsync(regretted);
        await teacher.Thread.ShowsOnceAsync(regretted);
        var seq = int.Parse((await teacher.Thread.Stored(regretted).GetAttributeAsync("data-seq"))!, System.Globalization.CultureInfo.InvariantCulture);

        await student.Thread.ChooseAsync(student.Thread.Stored(regretted), "Remove");
        await student.Thread.ConfirmAsync("Remove");

        foreach (var person in new[] { student, teacher })
        {
            await Expect(person.Thread.Message(seq)).ToContainTextAsync(person.Word<ConversationTexts>("Removed"));
            await Expect(person.Page.GetByText(regretted)).ToHaveCountAsync(0);
        }
    }

    [Fact]
    public async Task A_teacher_removes_what_should_not_stand_there_and_says_why()
    {
        var (student, teacher) = await MeetAsync();
        var unkind = Unheard("Это глупо");
        await student.Thread.SendAsync(unkind);
        await teacher.Thread.ShowsOnceAsync(unkind);

        await teacher.Thread.ChooseAsync(teacher.Thread.Stored(unkind), "Remove");
        await teacher.Thread.Dialog.Locator("input").FillAsync("Будем вежливы");
        await teacher.Thread.ConfirmAsync("Remove");

        await Expect(student.Page.GetByText(student.Word<ConversationTexts>("RemovedBecause", "Будем вежливы"))).ToBeVisibleAsync();
        await Expect(student.Page.GetByText(unkind)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_one_is_answering_leaves_no_word_behind_when_it_is_removed()
    {
        var (student, teacher) = await MeetAsync();
        var regretted = Unheard("Забудьте об этом");
        await student.Thread.SendAsync(regretted);
        await teacher.Thread.ChooseAsync(teacher.Thread.Stored(regretted), "Reply");
        await Expect(teacher.Thread.Mode).ToContainTextAsync(regretted);
        await teacher.Thread.Field.FillAsync("Я отвечу");
        var removed = teacher.Word<ConversationTexts>("Removed");

        await student.Thread.ChooseAsync(student.Thread.Stored(regretted), "Remove");
        await student.Thread.Dialog.Locator("button[type=submit]").ClickAsync();
        await Expect(teacher.Thread.Mode).ToContainTextAsync(removed);
        await Expect(teacher.Page.GetByText(regretted)).ToHaveCountAsync(0);

        await teacher.Page.ReloadAsync();
        await teacher.Thread.ReadyAsync();
        await Expect(teacher.Thread.Field).ToHaveValueAsync("Я отвечу");
        await Expect(teacher.Thread.Mode).ToContainTextAsync(removed);
        Assert.DoesNotContain(regretted, await teacher.Page.EvaluateAsync<string>("JSON.stringify(localStorage)"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reaction_and_that_it_was_read_come_back_to_the_author()
    {
        var (student, teacher) = await MeetAsync();
        var news = Unheard("Я решил 18-ю!");
        await student.Thread.SendAsync(news);
        await teacher.Page.BringToFrontAsync();
        await Expect(student.Thread.Seen).ToBeVisibleAsync();

        await teacher.Thread.Stored(news).HoverAsync();
        await teacher.Thread.Stored(news).Locator("[data-menu]").ClickAsync();
        await teacher.Page.Locator(".sign").First.ClickAsync();

        var reaction = student.Thread.Stored(news).Locator(".reaction");
        await Expect(reaction).ToContainTextAsync("1");
        await reaction.ClickAsync();
        await Expect(teacher.Thread.Stored(news).Locator(".reaction")).ToContainTextAsync("2");
    }

    [Fact]
    public async Task An_at_offers_those_who_can_read_and_the_name_stands_out()
    {
        var (student, teacher) = await MeetAsync();

        await student.Thread.ReadyAsync();
        await student.Thread.Field.PressSequentiallyAsync("Спасибо, @Test T");
        await Expect(student.Page.Locator("[data-people] li")).ToHaveTextAsync([TestTeacher.FullName]);
        await student.Thread.Field.PressAsync("Enter");
        var thanks = Unheard("за помощь");
        await student.Thread.Field.PressSequentiallyAsync(thanks);
        await student.Thread.Field.PressAsync("Enter");

        await Expect(teacher.Thread.Stored(thanks).Locator("mark")).ToHaveTextAsync($"@{TestTeacher.FullName}");
    }

    [Fact]
    public async Task An_edit_that_is_not_saved_is_not_left_by_accident()
    {
        var student = await ArriveAsync(TestStudent);
        await student.Chats.OpenAsync(Maths);
        var said = Unheard("Почти");
        await student.Thread.SendAsync(said);
        await student.Thread.ShowsOnceAsync(said);
        await student.Thread.Field.PressAsync("ArrowUp");
        await Expect(student.Thread.Field).ToHaveValueAsync(said);
        await student.Thread.Field.FillAsync("Совсем иначе");
        var asked = "";
        student.Page.Dialog += (_, dialog) =>
        {
            asked = dialog.Message;
            _ = dialog.DismissAsync();
        };

        await student.Chats.Row(Tutoring).ClickAsync();

        await Patience.UntilAsync(() => Task.FromResult(asked.Length > 0));
        Assert.Equal(student.Word<ConversationTexts>("LeaveEdit"), asked);
        await Expect(student.Thread.Field).ToHaveValueAsync("Совсем иначе");
        await student.Thread.Field.PressAsync("Escape");
        await student.Chats.OpenAsync(Tutoring);
    }

    [Fact]
    public async Task By_keyboard_alone_one_signs_in_reads_writes_edits_and_searches()
    {
        var student = await VisitorAsync();
        await student.GoAsync("/sign-in");
        await Expect(student.SignIn.Login).ToBeFocusedAsync();
        await student.Page.Keyboard.TypeAsync(TestStudent.Email);
        await student.Page.Keyboard.PressAsync("Tab");
        await student.Page.Keyboard.TypeAsync(TestStudent.Password);
        await student.Page.Keyboard.PressAsync("Enter");
        await student.Page.WaitForURLAsync("**/chat");

        // A page that has only just come may not hear the first press.
        var field = student.Page.Locator(".switcher-field");
        await Patience.UntilAsync(async () =>
        {
            await student.Page.Keyboard.PressAsync("Control+k");
            return await field.IsVisibleAsync();
        });
        await Expect(field).ToBeFocusedAsync();
        await student.Page.Keyboard.TypeAsync("test teacher");
        await Expect(student.Page.Locator("[role=option][aria-selected=true]")).ToContainTextAsync(Maths);
        await student.Page.Keyboard.PressAsync("Enter");
        await student.Thread.ReadyAsync();
        var (before, after) = (Unheard("Клавиши"), Unheard("Только клавиши"));
        await student.Page.Keyboard.TypeAsync(before);
        await student.Page.Keyboard.PressAsync("Enter");
        await student.Thread.ShowsOnceAsync(before);

        // Round by F6 to the messages, up one, its menu by Enter, and Escape back out of it.
        await student.Page.Keyboard.PressAsync("Shift+F6");
        await Expect(student.Thread.Messages.Last).ToBeFocusedAsync();
        await student.Page.Keyboard.PressAsync("ArrowUp");
        await student.Page.Keyboard.PressAsync("End");
        await Expect(student.Thread.Messages.Last).ToBeFocusedAsync();
        await student.Page.Keyboard.PressAsync("Enter");
        await Expect(student.Page.Locator(".sign").First).ToBeFocusedAsync();
        await student.Page.Keyboard.PressAsync("Escape");
        await Expect(student.Page.Locator("[data-popup=message]")).ToBeHiddenAsync();
        await student.Page.Keyboard.PressAsync("Escape");
        await Expect(student.Thread.Field).ToBeFocusedAsync();

        await student.Page.Keyboard.PressAsync("ArrowUp");
        await Expect(student.Thread.Field).ToHaveValueAsync(before);
        await student.Page.Keyboard.PressAsync("Control+a");
        await student.Page.Keyboard.TypeAsync(after);
        await student.Page.Keyboard.PressAsync("Enter");
        await student.Thread.ShowsOnceAsync(after);

        // To the search of this thread. Whoever looks for what was said a moment ago may be quicker than the index.
        await TabToAsync(student, student.Thread.Finder, "Shift+Tab");
        await student.Page.Keyboard.PressAsync("Enter");
        await Expect(student.Thread.FinderField).ToBeFocusedAsync();
        await Patience.UntilAsync(async () =>
        {
            await student.Page.Keyboard.PressAsync("Control+a");
            await student.Page.Keyboard.PressAsync("Delete");
            await student.Page.Keyboard.TypeAsync(after);
            await Expect(student.Thread.FinderSays).Not.ToBeEmptyAsync();
            return await student.Thread.FinderSays.InnerTextAsync() is "1 из 1";
        });
        await Expect(student.Thread.Target).ToContainTextAsync(after);
        await student.Page.Keyboard.PressAsync("Escape");
        await Expect(student.Thread.Finder).ToBeFocusedAsync();

        // Round by F6 to the list, back from there to the search of everything, and from what it finds to where it was said.
        await student.Page.Keyboard.PressAsync("F6");
        await student.Page.Keyboard.PressAsync("Shift+F6");
        await TabToAsync(student, student.Page.GetByRole(AriaRole.Link, new() { Name = student.Word<ConversationTexts>("SearchEverywhere") }), "Shift+Tab");
        await student.Page.Keyboard.PressAsync("Enter");
        await Expect(student.Page.Locator(".search input[type=search]")).ToBeFocusedAsync();
        await student.Page.Keyboard.TypeAsync(after);
        await student.Page.Keyboard.PressAsync("Enter");
        var finding = student.Page.Locator(".finding").Filter(new() { HasText = after });
        await Expect(finding).ToHaveCountAsync(1);
        await TabToAsync(student, finding, "Tab");
        await student.Page.Keyboard.PressAsync("Enter");
        await Expect(student.Thread.Target).ToContainTextAsync(after);
        await Expect(student.Thread.Target).ToBeInViewportAsync();
    }

    private static async Task TabToAsync(Person person, ILocator where, string key)
    {
        const int Enough = 40;
        for (var i = 0; i < Enough && !await where.EvaluateAsync<bool>("it => it === document.activeElement"); i++)
        {
            await person.Page.Keyboard.PressAsync(key);
        }

        await Expect(where).ToBeFocusedAsync();
    }

    private async Task<(Person Student, Person Teacher)> MeetAsync()
    {
        var (student, teacher) = (await ArriveAsync(TestStudent), await ArriveAsync(TestTeacher));
        await student.Chats.OpenAsync(Maths);
        await teacher.Chats.OpenAsync(Maths);
        await teacher.Thread.ReadyAsync();
        await student.Thread.ReadyAsync();
        return (student, teacher);
    }
}
