using Bunit;
using Chat.Web.Conversations;
using Chat.Web.Live;
using Chat.Web.Tests.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Live;

/// <summary>An open page shows every message once and in order, whenever it was said and however slow the line is.</summary>
public sealed class CatchingUpTests(SchoolHouse school) : IClassFixture<SchoolHouse>
{
    [Fact]
    public async Task What_is_said_before_the_page_has_looked_is_shown_once() => await SaidWhileLoadingAsync(hasLooked: false);

    [Fact]
    public async Task What_is_said_after_the_page_has_looked_is_shown_once() => await SaidWhileLoadingAsync(hasLooked: true);

    [Fact]
    public async Task What_is_said_later_comes_after_what_is_there()
    {
        using var screen = new Screen(school, school.TestStudent);
        var thread = screen.Render<MessageThread>(p => p.Add(t => t.ConversationId, school.Tutoring));
        await EverythingIsShownAsync(thread, school.Tutoring);

        var said = (await school.SayAsync(school.TestTutor, school.Tutoring, "Now?")).Granted();

        await thread.WaitForAssertionAsync(() => Assert.Contains("Now?", thread.Find($"[data-seq='{said.Seq}']").TextContent, StringComparison.Ordinal));
        await EverythingIsShownAsync(thread, school.Tutoring);
    }

    [Fact]
    public async Task What_is_said_elsewhere_is_not_shown_here()
    {
        using var screen = new Screen(school, school.TestStudent);
        var thread = screen.Render<MessageThread>(p => p.Add(t => t.ConversationId, school.Tutoring));
        await SayUntilEqualAsync();

        // By its number it would fit here.
        (await school.SayAsync(school.TestTeacher, school.Maths, "In the other room")).Granted();
        (await school.SayAsync(school.TestTutor, school.Tutoring, "In this room")).Granted();

        await thread.WaitForAssertionAsync(() => Assert.Contains("In this room", thread.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("In the other room", thread.Markup, StringComparison.Ordinal);
        await EverythingIsShownAsync(thread, school.Tutoring);
    }

    [Fact]
    public async Task A_page_that_fell_behind_dials_again_and_misses_nothing()
    {
        using var screen = new Screen(school, school.Anna);
        var thread = screen.Render<MessageThread>(p => p.Add(t => t.ConversationId, school.AnnasPhysics));
        await EverythingIsShownAsync(thread, school.AnnasPhysics);
        using var asSlow = school.Feed.Open(school.Anna.Id);

        using var free = new SemaphoreSlim(0);
        var busy = await KeepBusyAsync(thread, free);

        // Of five messages the line takes two, and is full.
        for (var i = 0; i < Feed.Backlog - 2; i++)
        {
            school.Feed.Publish(new ReadMoved(school.AnnasPhysics, school.Ivan.Id, 1), school.Anna.Id);
        }

        for (var i = 1; i <= 5; i++)
        {
            (await school.SayAsync(school.Ivan, school.AnnasPhysics, $"Said {i}")).Granted();
        }

        Assert.Equal(2, asSlow.HeardSoFar<MessageSent>().Count);
        Assert.True(asSlow.Events.Completion.IsCompleted, "The page's line must have been hung up for this to mean anything.");
        free.Release();

        await busy;
        await EverythingIsShownAsync(thread, school.AnnasPhysics);
        (await school.SayAsync(school.Ivan, school.AnnasPhysics, "Still there?")).Granted();
        await EverythingIsShownAsync(thread, school.AnnasPhysics);
    }

    /// <summary>The message is stored while the page stands between opening its line and having loaded: before its read looked, or after.</summary>
    private async Task SaidWhileLoadingAsync(bool hasLooked)
    {
        // A page that begins at its end has looked with one read, and not with one on either side of where its reader stopped.
        (await school.Messages.MarkReadAsync(school.TestStudent, school.Maths, int.MaxValue, Stop)).Granted();
        var slow = new SlowReads(school, "Messages", hasLooked);
        using var screen = new Screen(school, school.TestStudent, instead: ActivatorUtilities.CreateInstance<MessageReader>(school.Services, slow));

        var thread = screen.Render<MessageThread>(p => p.Add(t => t.ConversationId, school.Maths));
        await slow.HeldUp;
        var meanwhile = (await school.SayAsync(school.TestTeacher, school.Maths, "Meanwhile")).Granted();
        slow.LetGo();
        await thread.WaitForAssertionAsync(() => Assert.NotEmpty(thread.FindAll($"[data-seq='{meanwhile.Seq}']")));

        // What is said next is heard after it: by then whatever was to be folded in has been.
        (await school.SayAsync(school.TestTeacher, school.Maths, "Afterwards")).Granted();
        await EverythingIsShownAsync(thread, school.Maths);
    }

    /// <summary>Until both rooms of the student have as many messages.</summary>
    private async Task SayUntilEqualAsync()
    {
        while (await school.LastSeqAsync(school.Maths) - await school.LastSeqAsync(school.Tutoring) is not 0 and var more)
        {
            (await school.SayAsync(school.TestStudent, more < 0 ? school.Maths : school.Tutoring)).Granted();
        }
    }

    /// <summary>Completes when the page is doing something else, which takes it until it is set free.</summary>
    private static async Task<Task> KeepBusyAsync(IRenderedComponent<MessageThread> thread, SemaphoreSlim free)
    {
        var isBusy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var busy = Task.Run(() => thread.InvokeAsync(() =>
        {
            isBusy.SetResult();
            free.Wait(Stop);
        }));
        await isBusy.Task.WaitAsync(Stop);
        return busy;
    }

    /// <summary>Every number of the newest page and later, each once, in order, up to the last one stored.</summary>
    private async Task EverythingIsShownAsync(IRenderedComponent<MessageThread> thread, int conversation)
    {
        var last = await school.LastSeqAsync(conversation);
        await thread.WaitForAssertionAsync(() => Assert.Equal(last, SeqsIn(thread)[^1]));
        var shown = SeqsIn(thread);
        Assert.Equal(Enumerable.Range(shown[0], last - shown[0] + 1), shown);
        Assert.True(shown[0] == 1 || shown.Count >= MessageReader.PageSize, "The page must have begun with a full page.");
    }

    private static List<int> SeqsIn(IRenderedComponent<MessageThread> thread) => [.. thread.FindAll("[data-seq]").Select(m => int.Parse(m.GetAttribute("data-seq")!))];
}
