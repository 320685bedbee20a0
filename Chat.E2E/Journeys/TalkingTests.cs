using Chat.Web.Conversations;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>Two people, two browsers. The chats of Test Student are talked in here and nowhere else.</summary>
public sealed class TalkingTests(Stage stage) : Journey(stage)
{
    [Fact]
    public async Task Whoever_writes_at_the_end_however_much_sees_what_the_other_one_says_meanwhile()
    {
        var (student, teacher) = (await ArriveAsync(TestStudent, Look.Desk with { Height = 500 }), await ArriveAsync(TestTeacher));
        await student.Chats.OpenAsync(Maths);
        await teacher.Chats.OpenAsync(Maths);
        await student.Thread.ReadyAsync();
        for (var line = 1; line <= 8; line++)
        {
            await student.Thread.Field.PressSequentiallyAsync($"Строка {line}");
            await student.Page.Keyboard.PressAsync("Shift+Enter");
        }

        var meanwhile = Unheard("Пока пишут");
        await teacher.Thread.SendAsync(meanwhile);

        await Expect(student.Thread.Stored(meanwhile)).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(student.Thread.ToBottom).ToBeHiddenAsync();
        await student.Page.Locator(".messages").EvaluateAsync("list => { list.scrollTop = 0; }");
        // Over the messages and not behind what is being written, or beside them.
        var (button, list) = (await student.Thread.ToBottom.BoundingBoxAsync(), await student.Page.Locator(".messages").BoundingBoxAsync());
        Assert.True(button!.X > list!.X && button.X + button.Width < list.X + list.Width && button.Y + button.Height < list.Y + list.Height);
        Assert.Equal(1280, list.X + list.Width);
        await student.Thread.ToBottom.ClickAsync();
        await Expect(student.Thread.Stored(meanwhile)).ToBeFocusedAsync();
        await student.Thread.Field.FillAsync("");
    }

    [Fact]
    public async Task A_student_and_a_teacher_talk_live_both_ways()
    {
        var (student, teacher) = (await ArriveAsync(TestStudent), await ArriveAsync(TestTeacher));
        await student.Chats.OpenAsync(Maths);
        await teacher.Chats.OpenAsync(Maths);
        var (question, answer) = (Unheard("Когда контрольная?"), Unheard("В пятницу."));

        await student.Thread.SendAsync(question);
        await teacher.Thread.ShowsOnceAsync(question);
        await teacher.Thread.SendByButtonAsync(answer);
        await student.Thread.ShowsOnceAsync(answer);
        await Expect(teacher.Thread.Field).ToBeFocusedAsync();

        foreach (var person in new[] { student, teacher })
        {
            await person.Page.ReloadAsync();
            await person.Thread.ShowsOnceAsync(question);
            await person.Thread.ShowsOnceAsync(answer);
        }
    }

    [Fact]
    public async Task A_message_moves_its_chat_up_and_is_unread_until_the_chat_is_opened()
    {
        var (student, tutor) = (await ArriveAsync(TestStudent), await ArriveAsync(TestTutor));
        await student.Chats.OpenAsync(Maths);
        await student.Thread.SendAsync(Unheard("Спасибо!"));
        await Expect(student.Chats.FirstRow).ToContainTextAsync(Maths);
        await Expect(student.Chats.Badge(Tutoring)).ToHaveCountAsync(0);
        await tutor.Chats.OpenAsync(Tutoring);
        var last = Unheard("Возьмите задачник.");

        await tutor.Thread.SendAsync(Unheard("Завтра в четыре."));
        await tutor.Thread.SendAsync(last);

        await Expect(student.Chats.FirstRow).ToContainTextAsync(Tutoring);
        await Expect(student.Chats.LastText(Tutoring)).ToHaveTextAsync(last);
        await Expect(student.Chats.Badge(Tutoring)).ToContainTextAsync(student.Word<ConversationTexts>("Unread.few", 2));

        await student.Chats.OpenAsync(Tutoring);
        await Expect(student.Thread.Stored(last)).ToBeInViewportAsync();
        await Expect(student.Chats.Badge(Tutoring)).ToHaveCountAsync(0);
        await student.Page.ReloadAsync();
        await Expect(student.Chats.Row(Tutoring)).ToBeVisibleAsync();
        await Expect(student.Chats.Badge(Tutoring)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Typing_shows_at_the_first_key_and_goes_away_by_itself_or_with_the_message()
    {
        var (student, teacher) = (await ArriveAsync(TestStudent), await ArriveAsync(TestTeacher));
        await student.Chats.OpenAsync(Maths);
        await student.Thread.ReadyAsync();
        await teacher.Chats.OpenAsync(Maths);
        var typing = student.Word<ConversationTexts>("Typing.one", TestTeacher.FullName);

        await teacher.Thread.ReadyAsync();
        await teacher.Thread.Field.PressSequentiallyAsync("Я");
        await Expect(student.Thread.Typing).ToHaveTextAsync(typing);
        await Expect(student.Thread.Typing).ToBeEmptyAsync();

        await teacher.Thread.Field.PressSequentiallyAsync("!");
        await Expect(student.Thread.Typing).ToHaveTextAsync(typing);
        await teacher.Thread.Field.PressAsync("Enter");
        await Expect(student.Thread.Typing).ToBeEmptyAsync();
    }

    [Fact]
    public async Task What_is_written_stays_what_it_is_but_for_a_few_marks()
    {
        var (student, teacher) = (await ArriveAsync(TestStudent), await ArriveAsync(TestTeacher));
        await student.Chats.OpenAsync(Maths);
        await teacher.Chats.OpenAsync(Maths);
        var first = Unheard("<img src=x onerror=\"document.title='!'\"><script>alert(1)</script>");

        await student.Thread.WriteAsync(first);
        await student.Thread.Field.PressAsync("Shift+Enter");
        await student.Thread.Field.PressSequentiallyAsync("**и** вторая строка");
        await student.Thread.Field.PressAsync("Enter");

        await Expect(teacher.Thread.Stored(first).Locator(".bubble-text")).ToHaveTextAsync($"{first}\nи вторая строка", new() { UseInnerText = true });
        await Expect(teacher.Thread.Stored(first).Locator(".bubble-text strong")).ToHaveTextAsync("и");
        await Expect(teacher.Thread.Stored(first).Locator(".bubble-text :not(p, br, strong)")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_draft_waits_in_its_own_chat_through_other_chats_and_a_reload()
    {
        var student = await ArriveAsync(TestStudent);
        var draft = Unheard("Я ещё думаю");
        await student.Chats.OpenAsync(Maths);
        await student.Thread.WriteAsync(draft);

        await student.Chats.OpenAsync(Tutoring);
        await student.Thread.ReadyAsync();
        await Expect(student.Thread.Field).ToHaveValueAsync("");

        await student.Chats.OpenAsync(Maths);
        await Expect(student.Thread.Field).ToHaveValueAsync(draft);
        await student.Page.ReloadAsync();
        await Expect(student.Thread.Field).ToHaveValueAsync(draft);
    }
}
