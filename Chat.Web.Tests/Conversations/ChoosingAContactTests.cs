using AngleSharp.Dom;
using Bunit;
using Chat.Web.Access;
using Chat.Web.Conversations;
using Chat.Web.School;
using Chat.Web.Tests.TestSupport;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Conversations;

/// <summary>Whoever looks for somebody to write to sees whom they may, and why.</summary>
public sealed class ChoosingAContactTests : IAsyncLifetime
{
    private readonly SchoolHouse _school = new();

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Theory]
    [InlineData("en", "teaches you Mathematics", "tutors you, Mathematics")]
    [InlineData("ru", "ваш учитель, Математика", "ваш тьютор, Математика")]
    public void A_student_sees_their_teacher_and_their_tutor(string language, string teaches, string tutors)
    {
        using var screen = new Screen(_school, _school.TestStudent, language);
        var people = PeopleOn(screen.Render<ContactsPage>());

        Assert.Equal(2, people.Count);
        Assert.Contains(teaches, people.Single(p => p.Contains("Test Teacher", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains(tutors, people.Single(p => p.Contains("Test Tutor", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_teaches_two_subjects_stands_there_once_with_both()
    {
        using var screen = new Screen(_school, _school.Anna);

        var ivan = Assert.Single(PeopleOn(screen.Render<ContactsPage>()), p => p.Contains("Иван Петров", StringComparison.Ordinal));

        Assert.Contains("teaches you Mathematics", ivan, StringComparison.Ordinal);
        Assert.Contains("teaches you Physics", ivan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parent_sees_each_child_apart()
    {
        (await _school.Office.LinkGuardianAsync(_school.Admin, _school.Dmitry.Id, _school.Elena.Id, GuardianRelationship.Mother, cancellation: Stop)).Granted();
        using var screen = new Screen(_school, _school.Elena);

        var ivan = PeopleOn(screen.Render<ContactsPage>()).Where(p => p.Contains("Иван Петров", StringComparison.Ordinal)).ToList();

        Assert.Equal(2, ivan.Count);
        Assert.Single(ivan, p => p.Contains("about Анна Иванова", StringComparison.Ordinal) && p.Contains("teaches your child Анна Иванова Physics", StringComparison.Ordinal));
        Assert.Single(ivan, p => p.Contains("about Дмитрий Смирнов", StringComparison.Ordinal) && !p.Contains("Анна", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reason_that_will_end_says_when()
    {
        var until = new DateTimeOffset(DateTimeOffset.UtcNow.Year + 1, 5, 31, 12, 0, 0, TimeSpan.Zero);
        (await _school.Office.EnrollAsync(_school.Admin, _school.Dmitry.Id, 3, _school.TestTeacher.Id, to: until, cancellation: Stop)).Granted();
        using var screen = new Screen(_school, _school.Dmitry);

        var teacher = Assert.Single(PeopleOn(screen.Render<ContactsPage>()), p => p.Contains("Test Teacher", StringComparison.Ordinal));

        Assert.Contains("teaches you Russian, until May 31", teacher, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_has_nobody_is_told_so()
    {
        var newcomer = await _school.AdmitAsync("Nobody's Student", Role.Student);
        using var screen = new Screen(_school, newcomer);

        var page = screen.Render<ContactsPage>();

        Assert.Empty(PeopleOn(page));
        Assert.Contains("Nobody yet", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_found_by_a_part_of_it_and_without_its_dots()
    {
        await _school.AdmitAsync("Пётр Королёв", Role.Teacher);
        using var screen = new Screen(_school, _school.Ivan, "ru");
        var page = screen.Render<ContactsPage>();
        Assert.True(PeopleOn(page).Count > 2, "There must be others for this to mean anything.");

        await page.Find("input[type=search]").InputAsync("КОРОЛЕВ");
        Assert.Contains("Пётр Королёв", Assert.Single(PeopleOn(page)), StringComparison.Ordinal);

        await page.Find("input[type=search]").InputAsync("nobody of this name");
        Assert.Empty(PeopleOn(page));
        Assert.Contains("Никого не нашлось.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Choosing_somebody_opens_the_conversation_with_them()
    {
        using var screen = new Screen(_school, _school.TestStudent);
        var page = screen.Render<ContactsPage>();

        await Choice(page, "Test Teacher").ClickAsync();

        var begun = (await _school.Conversations.ListAsync(_school.TestTeacher, cancellation: Stop)).Single(c => c.Kind is ConversationKind.Direct);
        Assert.EndsWith($"/chat/{begun.Id}", screen.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_who_is_no_longer_to_be_written_to_is_refused_in_words()
    {
        using var screen = new Screen(_school, _school.TestStudent);
        var page = screen.Render<ContactsPage>();
        (await _school.Accounts.SuspendAsync(_school.Admin, _school.TestTeacher.Id, Stop)).Granted();

        await Choice(page, "Test Teacher").ClickAsync();

        Assert.Contains("You cannot write to this person first.", Screen.TextOf(page.Find("[role=alert]")), StringComparison.Ordinal);
    }

    private static IElement Choice(IRenderedComponent<ContactsPage> page, string name) =>
        page.FindAll("li button").Single(b => b.TextContent.Contains(name, StringComparison.Ordinal));

    private static List<string> PeopleOn(IRenderedComponent<ContactsPage> page) => [.. page.FindAll("li button").Select(Screen.TextOf)];
}
