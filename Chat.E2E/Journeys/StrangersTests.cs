using Chat.Web.Shell;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>What is not for somebody does not exist for them: not in a list, not at its address.</summary>
public sealed class StrangersTests(Stage stage) : Journey(stage)
{
    [Fact]
    public async Task Somebody_elses_chat_is_not_found_in_the_same_words_as_one_that_does_not_exist()
    {
        var stranger = await ArriveAsync(Dmitry);

        var theirs = await FindsNothingAsync(stranger, $"/chat/{await Site.NumberOfAsync(TestStudent, TestTeacher)}");
        var nobodys = await FindsNothingAsync(stranger, "/chat/987654");

        Assert.Equal(nobodys, theirs);
    }

    [Fact]
    public async Task A_teacher_knows_nothing_of_the_tutors_chat_and_a_tutor_nothing_of_the_teachers()
    {
        var (teacher, tutor) = (await ArriveAsync(TestTeacher), await ArriveAsync(TestTutor));

        await Expect(teacher.Chats.Row(Maths)).ToBeVisibleAsync();
        await Expect(teacher.Chats.Row(Tutoring)).ToHaveCountAsync(0);
        await Expect(tutor.Chats.Row(Tutoring)).ToBeVisibleAsync();
        await Expect(tutor.Chats.Row(Maths)).ToHaveCountAsync(0);
        await FindsNothingAsync(teacher, $"/chat/{await Site.NumberOfAsync(TestStudent, TestTutor)}");
        await FindsNothingAsync(tutor, $"/chat/{await Site.NumberOfAsync(TestStudent, TestTeacher)}");
    }

    [Fact]
    public async Task A_parent_knows_nothing_of_other_peoples_children()
    {
        var parent = await ArriveAsync(TestParent);

        await Expect(parent.Chats.Row(Maths)).ToBeVisibleAsync();
        await Expect(parent.Chats.Row(AnnasPhysics)).ToHaveCountAsync(0);
        await FindsNothingAsync(parent, $"/chat/{await Site.NumberOfAsync(Anna, Ivan)}");
    }

    [Fact]
    public async Task Going_there_inside_a_live_page_finds_nothing_either()
    {
        var stranger = await ArriveAsync(Dmitry);
        await stranger.LiveAsync();
        stranger.Complaints.Pardon("404 (Not Found)");

        await stranger.Page.EvaluateAsync("address => Blazor.navigateTo(address)", $"/chat/{await Site.NumberOfAsync(TestStudent, TestTeacher)}");

        await Expect(stranger.Page.GetByRole(AriaRole.Heading, new() { Name = stranger.Word<ShellTexts>("NotFoundTitle") })).ToBeVisibleAsync();
        await Expect(stranger.Thread.Title).ToHaveCountAsync(0);
    }

    private static async Task<string> FindsNothingAsync(Person person, string address)
    {
        person.Complaints.Pardon("404 (Not Found)");
        var answer = await person.GoAsync(address);

        Assert.Equal(404, answer!.Status);
        await Expect(person.Page.GetByRole(AriaRole.Heading)).ToHaveTextAsync(person.Word<ShellTexts>("NotFoundTitle"));
        return await person.Page.Locator("main").InnerTextAsync();
    }
}
