using Chat.Web.Conversations;
using Chat.Web.Shell;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>Two who talk see of each other whether they are here, for as long as both wish it.</summary>
public sealed class BeingHereTests(Stage stage, Site site) : Journey(stage, site), IClassFixture<Site>
{
    [Fact]
    public async Task A_teacher_comes_and_leaves_and_the_student_sees_it_and_the_parent_does_not()
    {
        var (student, parent) = (await ArriveAsync(TestStudent), await ArriveAsync(TestParent));
        await student.Chats.OpenAsync(Maths);
        await parent.Chats.OpenAsync(Maths);
        await student.Thread.ReadyAsync();

        var teacher = await ArriveAsync(TestTeacher);
        await Expect(student.Thread.Presence).ToContainTextAsync(student.Word<ConversationTexts>("Here"));
        await teacher.Chats.OpenAsync(Maths);
        await Expect(teacher.Thread.Presence).ToContainTextAsync(teacher.Word<ConversationTexts>("Here"));

        await teacher.Page.CloseAsync();
        await Expect(student.Thread.Presence).ToContainTextAsync(student.Word<ConversationTexts>("WasHereJustNow"));
        await Expect(parent.Thread.Presence).ToHaveCountAsync(0);

        var again = await OpenTabAsync(teacher);
        await again.GoAsync("/chat");
        await Expect(student.Thread.Presence).ToContainTextAsync(student.Word<ConversationTexts>("Here"));
    }

    [Fact]
    public async Task Who_switches_it_off_is_not_seen_and_does_not_see()
    {
        var (student, tutor) = (await ArriveAsync(TestStudent), await ArriveAsync(TestTutor));
        await student.Chats.OpenAsync(Tutoring);
        await tutor.Chats.OpenAsync(Tutoring);
        await Expect(student.Thread.Presence).ToContainTextAsync(student.Word<ConversationTexts>("Here"));
        await Expect(tutor.Thread.Presence).ToContainTextAsync(tutor.Word<ConversationTexts>("Here"));

        var settings = await OpenTabAsync(tutor);
        await ChooseAsync(settings, nameof(PresenceChoice.Hidden));
        await Expect(student.Thread.Presence).ToHaveCountAsync(0);
        await Expect(tutor.Thread.Presence).ToHaveCountAsync(0);

        await ChooseAsync(settings, nameof(PresenceChoice.Shown));
        await Expect(student.Thread.Presence).ToContainTextAsync(student.Word<ConversationTexts>("Here"));
        await Expect(tutor.Thread.Presence).ToContainTextAsync(tutor.Word<ConversationTexts>("Here"));
    }

    private static async Task ChooseAsync(Person person, string choice)
    {
        await person.GoAsync("/settings");
        await person.Page.Locator($"input[name=presence][value={choice}]").CheckAsync();
        await person.Page.GetByRole(AriaRole.Button, new() { Name = person.Word<ShellTexts>("Save") }).ClickAsync();
        await Expect(person.Page.Locator($"input[name=presence][value={choice}]")).ToBeCheckedAsync();
    }
}
