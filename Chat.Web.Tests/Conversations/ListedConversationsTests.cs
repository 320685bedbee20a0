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

/// <summary>The list beside an open page, as it is read and as it follows what happens.</summary>
public sealed class ListedConversationsTests : IAsyncLifetime
{
    private readonly SchoolHouse _school = new();

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task What_others_say_is_counted_as_they_say_it()
    {
        await ReadAsync(_school.TestStudent, _school.Maths);
        using var screen = new Screen(_school, _school.TestStudent);
        var list = await ListAsync(screen);
        Assert.Null(BadgeOf(list, _school.Maths));

        await _school.SayAsync(_school.TestTeacher, _school.Maths, "One");
        await list.WaitForAssertionAsync(() => Assert.Equal("1 1 unread message", BadgeOf(list, _school.Maths)));

        await _school.SayAsync(_school.TestTeacher, _school.Maths, "Two");
        await list.WaitForAssertionAsync(() => Assert.Equal("2 2 unread messages", BadgeOf(list, _school.Maths)));
        Assert.Contains("Two", RowOf(list, _school.Maths), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ru", "2 2 непрочитанных сообщения")]
    [InlineData("en", "2 2 unread messages")]
    public async Task What_was_said_before_is_counted_in_the_readers_language(string language, string badge)
    {
        await ReadAsync(_school.TestStudent, _school.Maths);
        await _school.SayAsync(_school.TestTeacher, _school.Maths);
        await _school.SayAsync(_school.TestTeacher, _school.Maths);

        using var screen = new Screen(_school, _school.TestStudent, language);

        Assert.Equal(badge, BadgeOf(await ListAsync(screen), _school.Maths));
    }

    [Fact]
    public async Task What_one_says_oneself_moves_the_conversation_up_and_is_not_counted()
    {
        using var screen = new Screen(_school, _school.TestStudent);
        var list = await ListAsync(screen);
        await _school.SayAsync(_school.TestTutor, _school.Tutoring);
        await list.WaitForAssertionAsync(() => Assert.Equal(_school.Tutoring, IdsIn(list)[0]));

        await _school.SayAsync(_school.TestStudent, _school.Maths, "My own words");

        await list.WaitForAssertionAsync(() => Assert.Equal(_school.Maths, IdsIn(list)[0]));
        Assert.Null(BadgeOf(list, _school.Maths));
        Assert.Contains("You: My own words", RowOf(list, _school.Maths), StringComparison.Ordinal);
        Assert.NotNull(BadgeOf(list, _school.Tutoring));
    }

    [Fact]
    public async Task What_was_read_on_another_device_is_no_longer_counted_here()
    {
        await _school.SayAsync(_school.TestTeacher, _school.Maths);
        using var screen = new Screen(_school, _school.TestStudent);
        var list = await ListAsync(screen);
        Assert.NotNull(BadgeOf(list, _school.Maths));

        // What somebody else has read says nothing of this reader.
        var last = await _school.LastSeqAsync(_school.Maths);
        _school.Feed.Publish(new ReadMoved(_school.Maths, _school.TestTeacher.Id, last), _school.TestStudent.Id);
        await _school.SayAsync(_school.TestTutor, _school.Tutoring, "Heard after that");
        await list.WaitForAssertionAsync(() => Assert.Contains("Heard after that", RowOf(list, _school.Tutoring), StringComparison.Ordinal));
        Assert.NotNull(BadgeOf(list, _school.Maths));

        await ReadAsync(_school.TestStudent, _school.Maths, last - 1);
        await list.WaitForAssertionAsync(() => Assert.Equal("1 1 unread message", BadgeOf(list, _school.Maths)));

        await ReadAsync(_school.TestStudent, _school.Maths);
        await list.WaitForAssertionAsync(() => Assert.Null(BadgeOf(list, _school.Maths)));
    }

    [Fact]
    public async Task What_a_parent_reads_along_is_marked_and_counts_nothing()
    {
        using var screen = new Screen(_school, _school.TestParent);
        var list = await ListAsync(screen);
        Assert.Contains("read only", RowOf(list, _school.Maths), StringComparison.Ordinal);

        await _school.SayAsync(_school.TestTeacher, _school.Maths, "About the homework");

        await list.WaitForAssertionAsync(() => Assert.Contains("About the homework", RowOf(list, _school.Maths), StringComparison.Ordinal));
        Assert.Null(BadgeOf(list, _school.Maths));
        using var students = new Screen(_school, _school.TestStudent);
        Assert.DoesNotContain("read only", RowOf(await ListAsync(students), _school.Maths), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_locked_or_archived_says_so()
    {
        await ReadAsync(_school.Anna, _school.AnnasPhysics);
        await ReadAsync(_school.Anna, _school.AnnasTutoring);
        using var screen = new Screen(_school, _school.Anna);
        var list = await ListAsync(screen);
        Assert.DoesNotContain("locked", RowOf(list, _school.AnnasPhysics), StringComparison.Ordinal);
        Assert.DoesNotContain("archived", RowOf(list, _school.AnnasTutoring), StringComparison.Ordinal);

        (await _school.The<ModerationService>().LockAsync(_school.Ivan, _school.AnnasPhysics, isLocked: true, cancellation: Stop)).Granted();
        await _school.EndAsync<TutorAssignment>(t => t.StudentId == _school.Anna.Id);

        await list.WaitForAssertionAsync(() => Assert.Contains("archived", RowOf(list, _school.AnnasTutoring), StringComparison.Ordinal));
        Assert.Contains("locked", RowOf(list, _school.AnnasPhysics), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ru", "Физика - Анна Иванова ↔ Иван Петров", "Тьютор - Анна Иванова ↔ Мария Соколова")]
    [InlineData("en", "Physics - Анна Иванова ↔ Иван Петров", "Tutor - Анна Иванова ↔ Мария Соколова")]
    public async Task Each_is_named_in_the_readers_language(string language, string physics, string tutoring)
    {
        using var screen = new Screen(_school, _school.Elena, language);
        var list = await ListAsync(screen);

        Assert.Contains(physics, RowOf(list, _school.AnnasPhysics), StringComparison.Ordinal);
        Assert.Contains(tutoring, RowOf(list, _school.AnnasTutoring), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_one_that_is_open_is_the_current_page()
    {
        using var screen = new Screen(_school, _school.Anna);
        var address = screen.Services.GetRequiredService<NavigationManager>();
        address.NavigateTo($"/chat/{_school.AnnasPhysics}");
        var list = await ListAsync(screen);
        Assert.Equal([_school.AnnasPhysics], Current(list));

        address.NavigateTo($"/chat/{_school.AnnasTutoring}");
        await list.WaitForAssertionAsync(() => Assert.Equal([_school.AnnasTutoring], Current(list)));

        address.NavigateTo("/chat/new");
        await list.WaitForAssertionAsync(() => Assert.Empty(Current(list)));
    }

    [Fact]
    public async Task Access_that_ends_takes_the_row_away_and_access_that_begins_brings_one()
    {
        using var screen = new Screen(_school, _school.TestParent);
        var list = await ListAsync(screen);
        Assert.Equal(new[] { _school.Maths, _school.Tutoring }.Order(), IdsIn(list).Order());

        await _school.EndAsync<GuardianLink>(l => l.ParentId == _school.TestParent.Id);
        await list.WaitForAssertionAsync(() => Assert.Empty(IdsIn(list)));

        (await _school.Office.LinkGuardianAsync(_school.Admin, _school.Anna.Id, _school.TestParent.Id, GuardianRelationship.Mother, cancellation: Stop)).Granted();
        await list.WaitForAssertionAsync(() => Assert.Contains(_school.AnnasPhysics, IdsIn(list)));
    }

    /// <summary>The list once it is there: everybody here has something in it.</summary>
    private static async Task<IRenderedComponent<ConversationList>> ListAsync(Screen screen)
    {
        var list = screen.Render<ConversationList>();
        await list.WaitForAssertionAsync(() => Assert.NotEmpty(IdsIn(list)));
        return list;
    }

    private async Task ReadAsync(Actor actor, int conversation, int seq = int.MaxValue) =>
        (await _school.Messages.MarkReadAsync(actor, conversation, seq, Stop)).Granted();

    private static string RowOf(IRenderedComponent<ConversationList> list, int conversation) => Screen.TextOf(LinkTo(list, conversation));

    /// <summary>What the badge shows and what it says to those who do not see it; none where there is no badge.</summary>
    private static string? BadgeOf(IRenderedComponent<ConversationList> list, int conversation) =>
        LinkTo(list, conversation).QuerySelector(".badge") is { } badge ? string.Join(' ', badge.Children.Select(Screen.TextOf)) : null;

    private static IElement LinkTo(IRenderedComponent<ConversationList> list, int conversation) => list.Find($"a[href='/chat/{conversation}']");

    private static List<int> IdsIn(IRenderedComponent<ConversationList> list) => [.. list.FindAll("a[href^='/chat/']").Select(IdOf).OfType<int>()];

    private static List<int> Current(IRenderedComponent<ConversationList> list) => [.. list.FindAll("a[aria-current='page']").Select(IdOf).OfType<int>()];

    private static int? IdOf(IElement link) => int.TryParse(link.GetAttribute("href")!.Split('/')[^1], out var id) ? id : null;
}
