using Chat.Web.Conversations;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>Beginning a conversation with somebody one has to do with.</summary>
public sealed class WritingFirstTests(Stage stage) : Journey(stage)
{
    [Fact]
    public async Task A_parent_writes_to_a_teacher_about_their_child_and_it_stays_one_conversation()
    {
        var (parent, teacher, child) = (await ArriveAsync(Elena), await ArriveAsync(Ivan), await ArriveAsync(Anna));
        await parent.Contacts.OpenAsync();
        await Expect(parent.Contacts.Contact(Ivan.FullName)).ToContainTextAsync(parent.Word<ConversationTexts>("Tie_TeachesYourChild", Anna.FullName, "Физика"));
        await Expect(parent.Contacts.Contact(Maria.FullName)).ToContainTextAsync(parent.Word<ConversationTexts>("Tie_TutorsYourChild", Anna.FullName, "", ""));
        await Expect(parent.Contacts.Contacts).ToHaveCountAsync(2);
        var (asks, answers) = (Unheard("Как у Анны с физикой?"), Unheard("Хорошо."));

        var thread = await parent.Contacts.WriteToAsync(Ivan.FullName);
        var chat = thread.Id;
        await thread.SendAsync(asks);
        await teacher.Chats.OpenAsync($"{Elena.FullName} · {Anna.FullName}");
        await teacher.Thread.ShowsOnceAsync(asks);
        await teacher.Thread.SendAsync(answers);
        await thread.ShowsOnceAsync(answers);

        await parent.Contacts.OpenAsync();
        Assert.Equal(chat, (await parent.Contacts.WriteToAsync(Ivan.FullName)).Id);
        await teacher.Contacts.OpenAsync();
        Assert.Equal(chat, (await teacher.Contacts.WriteToAsync(Elena.FullName)).Id);
        await child.Page.ReloadAsync();
        await Expect(child.Chats.Row(AnnasPhysics)).ToBeVisibleAsync();
        await Expect(child.Chats.Names.Filter(new() { HasText = Elena.FullName })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_teacher_writes_to_the_tutor_of_a_student_they_share()
    {
        var (teacher, tutor) = (await ArriveAsync(TestTeacher), await ArriveAsync(Maria));
        await teacher.Contacts.OpenAsync();
        await Expect(teacher.Contacts.Contact(TestTutor.FullName)).ToContainTextAsync(teacher.Word<ConversationTexts>("Tie_TutorOfYourStudent", TestStudent.FullName));
        var greeting = Unheard("Здравствуйте, коллега!");

        var thread = await teacher.Contacts.WriteToAsync(Maria.FullName);
        await thread.SendAsync(greeting);

        await tutor.Chats.OpenAsync(TestTeacher.FullName);
        await tutor.Thread.ShowsOnceAsync(greeting);
        Assert.Equal(thread.Id, tutor.Thread.Id);
    }

    [Fact]
    public async Task A_student_is_offered_their_own_teachers_and_tutors_and_no_other_student()
    {
        var student = await ArriveAsync(Anna);

        await student.Contacts.OpenAsync();

        await Expect(student.Contacts.Contact(Ivan.FullName)).ToBeVisibleAsync();
        await Expect(student.Contacts.Contact(Maria.FullName)).ToBeVisibleAsync();
        await Expect(student.Contacts.Contacts).ToHaveCountAsync(2);
    }
}
