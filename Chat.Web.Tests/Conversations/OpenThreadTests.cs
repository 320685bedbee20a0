using Bunit;
using Chat.Web.Conversations;
using Chat.Web.School;
using Chat.Web.Tests.TestSupport;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Conversations;

/// <summary>An open conversation offers to write exactly as long as one would be heard, and shows nothing to whom it is not for.</summary>
public sealed class OpenThreadTests : IAsyncLifetime
{
    private readonly SchoolHouse _school = new();

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task Those_who_are_in_it_may_write()
    {
        foreach (var member in new[] { _school.Anna, _school.Ivan })
        {
            using var screen = new Screen(_school, member);
            Assert.True(MayWriteIn(await ReadAsync(screen, _school.AnnasPhysics)));
        }
    }

    [Theory]
    [InlineData("ru", "Вы читаете чат своего ребёнка.")]
    [InlineData("en", "You are reading your child's chat.")]
    public async Task A_parent_reads_it_and_is_told_why_not_to_write(string language, string notice)
    {
        using var screen = new Screen(_school, _school.Elena, language);
        var thread = await ReadAsync(screen, _school.AnnasPhysics);

        Assert.False(MayWriteIn(thread));
        Assert.Contains(notice, thread.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_admin_reads_it_and_is_told_that_this_was_written_down()
    {
        using var screen = new Screen(_school, _school.Admin);
        var thread = await ReadAsync(screen, _school.AnnasPhysics);

        Assert.False(MayWriteIn(thread));
        Assert.Contains("This has been written down.", thread.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_it_is_locked_nobody_may_write()
    {
        await LockAsync(_school.AnnasPhysics);

        using var screen = new Screen(_school, _school.Ivan);
        var thread = await ReadAsync(screen, _school.AnnasPhysics);

        Assert.False(MayWriteIn(thread));
        Assert.Contains("locked by staff", thread.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_it_is_archived_nobody_may_write()
    {
        await _school.EndAsync<TutorAssignment>(t => t.StudentId == _school.Anna.Id);

        using var screen = new Screen(_school, _school.Maria);
        var thread = await ReadAsync(screen, _school.AnnasTutoring);

        Assert.False(MayWriteIn(thread));
        Assert.Contains("archived", thread.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_it_is_locked_and_unlocked_one_may_write_no_more_and_again()
    {
        using var screen = new Screen(_school, _school.Anna);
        var thread = await ReadAsync(screen, _school.AnnasPhysics);
        Assert.True(MayWriteIn(thread));

        await LockAsync(_school.AnnasPhysics);
        await thread.WaitForAssertionAsync(() => Assert.False(MayWriteIn(thread)));
        Assert.Contains("locked by staff", thread.Markup, StringComparison.Ordinal);

        await LockAsync(_school.AnnasPhysics, isLocked: false);
        await thread.WaitForAssertionAsync(() => Assert.True(MayWriteIn(thread)));
    }

    [Fact]
    public async Task When_the_teaching_ends_one_may_write_no_more_and_goes_on_reading()
    {
        using var screen = new Screen(_school, _school.TestStudent);
        var thread = await ReadAsync(screen, _school.Maths);
        Assert.True(MayWriteIn(thread));

        await _school.EndAsync<Enrollment>(e => e.StudentId == _school.TestStudent.Id);

        await thread.WaitForAssertionAsync(() => Assert.False(MayWriteIn(thread)));
        Assert.NotEmpty(thread.FindAll("[data-seq]"));
        Assert.Contains("archived", thread.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_access_ends_everything_is_gone_from_the_page()
    {
        using var screen = new Screen(_school, _school.Elena);
        var left = LeavingOf(screen);
        var thread = await ReadAsync(screen, _school.AnnasPhysics);

        await _school.EndAsync<GuardianLink>(l => l.ParentId == _school.Elena.Id);

        await thread.WaitForAssertionAsync(() => Assert.Empty(thread.FindAll("[data-seq]")));
        Assert.DoesNotContain("Анна", thread.Markup, StringComparison.Ordinal);
        await left.WaitAsync(Stop);
    }

    [Fact]
    public async Task To_a_stranger_there_is_no_such_page()
    {
        using var screen = new Screen(_school, _school.Dmitry);
        var left = LeavingOf(screen);

        var thread = Open(screen, _school.AnnasPhysics);

        await left.WaitAsync(Stop);
        Assert.DoesNotContain("Анна", thread.Markup, StringComparison.Ordinal);
        Assert.Empty(thread.FindAll("[data-seq], [data-composer]"));
    }

    private static IRenderedComponent<MessageThread> Open(Screen screen, int conversation) =>
        screen.Render<MessageThread>(parameters => parameters.Add(t => t.ConversationId, conversation));

    /// <summary>The same once it is there to be read: all of these conversations have a history.</summary>
    private static async Task<IRenderedComponent<MessageThread>> ReadAsync(Screen screen, int conversation)
    {
        var thread = Open(screen, conversation);
        await thread.WaitForElementsAsync("[data-seq]");
        return thread;
    }

    private static bool MayWriteIn(IRenderedComponent<MessageThread> thread) => thread.FindAll("[data-composer] textarea").Count == 1;

    /// <summary>Completes when the page says that there is nothing here.</summary>
    private static Task LeavingOf(Screen screen)
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        screen.Services.GetRequiredService<NavigationManager>().OnNotFound += (_, _) => left.TrySetResult();
        return left.Task;
    }

    private async Task LockAsync(int conversation, bool isLocked = true) =>
        (await _school.The<ModerationService>().LockAsync(_school.Ivan, conversation, isLocked, cancellation: Stop)).Granted();
}
