using System.Globalization;
using Bunit;
using Chat.Web.Access;
using Chat.Web.Conversations;
using Chat.Web.Outcomes;
using Chat.Web.Tests.TestSupport;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Api;

/// <summary>
/// The page is the third door: what it shows, offers and answers to somebody is what the service says to the same person of
/// the same thing. <see cref="DoorsAgreeTests"/> holds the other two together, for the same people and conversations.
/// </summary>
public class PageAgreesTests(PeopleAtTheDoors people) : IClassFixture<PeopleAtTheDoors>
{
    private const string Sign = "👍";

    private static readonly Dictionary<string, string> T = Texts.Of(typeof(ConversationTexts), "en");

    /// <summary>Too long for a reason: whether somebody may is answered before that, and where nothing can be said any more the word stays for whoever is next.</summary>
    private static readonly string LongReason = new('x', Message.MaxReasonLength + 1);

    private readonly List<(string What, bool IsGranted)> _cells = [];

    private SchoolHouse School => people.School;

    [Fact]
    public async Task Of_a_conversation_and_what_is_said_in_it()
    {
        foreach (var actor in people.Cast)
        {
            foreach (var conversation in people.Conversations)
            {
                await CompareAsync(actor, conversation);
            }
        }

        // An action that is granted to nobody, or refused to nobody, would be looked at in vain.
        Assert.All(_cells.GroupBy(c => c.What), of => Assert.Equal([false, true], of.Select(c => c.IsGranted).Distinct().Order()));
        Assert.Equal(people.Cast.Count * people.Conversations.Count() * 17, _cells.Count);
    }

    [Fact]
    public async Task Of_the_list()
    {
        foreach (var actor in people.Cast)
        {
            using var screen = new Screen(School, actor);
            var listed = (await School.Conversations.ListAsync(actor, cancellation: Stop)).Select(c => $"/chat/{c.Id}").ToList();
            var page = screen.Render<ConversationList>();
            await page.WaitForAssertionAsync(() => Assert.Equal(listed, page.FindAll("a.conversation").Select(a => a.GetAttribute("href"))));
        }
    }

    private async Task CompareAsync(Actor actor, int conversation)
    {
        var (one, other) = people.MembersOf(conversation);
        var (first, second) = (await people.WordAsync(conversation, one), await people.WordAsync(conversation, other));
        var opened = (await School.Conversations.OpenAsync(actor, conversation, Stop)).Refusal;
        using var screen = new Screen(School, actor);
        var page = await OpenAsync(screen, conversation, first.Seq, isThere: opened is null);
        var shown = await LookAsync(page, first.Seq, second.Seq);

        Compare("open", shown.IsOpen, opened);
        Compare("write", shown.HasComposer, (await School.SayAsync(actor, conversation)).Refusal);
        Compare("lock", shown.OfChat.Contains(T["Lock"]), (await School.Moderation.LockAsync(actor, conversation, isLocked: false, "Why", Stop)).Refusal);
        CompareAnswers("send", await page.Instance.SendAsync($"{Guid.NewGuid()}", "Hello", replyToSeq: null), (await School.SayAsync(actor, conversation)).Refusal);
        await page.Instance.ReadAsync(second.Seq);
        Compare("read", await HasReadAsync(actor, conversation, second.Seq), (await School.Messages.MarkReadAsync(actor, conversation, second.Seq, Stop)).Refusal);

        foreach (var (author, seq, offered) in new[] { (one, first.Seq, shown.OfFirst), (other, second.Seq, shown.OfSecond) })
        {
            var name = (await School.Accounts.FindAsync(author, Stop)).FullName;
            var another = (await people.WordAsync(conversation, author)).Seq;
            Compare("silence", shown.OfChat.Contains(string.Format(CultureInfo.InvariantCulture, T["Silence"], name)),
                (await School.Moderation.SilenceAsync(actor, conversation, author.Id, isSilenced: false, "Why", Stop)).Refusal);
            Compare("react", offered.Contains(Sign), (await School.Reactions.ToggleAsync(actor, conversation, another, Sign, Stop)).Refusal);
            Compare("pin", offered.Contains(T["Pin"]) || offered.Contains(T["Unpin"]), (await School.Moderation.PinAsync(actor, conversation, another, isPinned: false, "Why", Stop)).Refusal);
            Compare("edit", offered.Contains(T["Edit"]), (await School.Revisions.EditAsync(actor, conversation, another, "Otherwise", Stop)).Refusal);
            CompareAnswers("edit by the script", await page.Instance.EditAsync(seq, "Otherwise"), (await School.Revisions.EditAsync(actor, conversation, another, "Once more", Stop)).Refusal);
            Compare("remove", offered.Contains(T["Remove"]), (await School.Revisions.RemoveAsync(actor, conversation, another, LongReason, Stop)).Refusal);
        }

        void Compare(string what, bool isOffered, Refusal? said)
        {
            var isGranted = said is null || said == ConversationRefusals.ReasonTooLong;
            Assert.True(isOffered == isGranted, $"{actor}, {what} in {conversation}: the page says {(isOffered ? "yes" : "no")}, the service {said?.Code ?? "yes"}");
            _cells.Add((what, isGranted));
        }

        void CompareAnswers(string what, ScriptAnswer answer, Refusal? said)
        {
            Assert.True(answer.Code == said?.Code, $"{actor}, {what} in {conversation}: the page answers {answer.Code ?? "yes"}, the service {said?.Code ?? "yes"}");
            _cells.Add((what, said is null));
        }
    }

    /// <param name="isThere">What the service says: which of the two is waited for, with a deadline.</param>
    private static async Task<IRenderedComponent<MessageThread>> OpenAsync(Screen screen, int conversation, int at, bool isThere)
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        screen.Services.GetRequiredService<NavigationManager>().OnNotFound += (_, _) => left.TrySetResult();
        var page = screen.Render<MessageThread>(thread => thread.Add(t => t.ConversationId, conversation).Add(t => t.At, at));
        await (isThere ? page.WaitForElementsAsync("[data-seq]") : left.Task.WaitAsync(Stop));
        return page;
    }

    /// <summary>What of the page can be pressed and written into, before anything is.</summary>
    private static async Task<Offered> LookAsync(IRenderedComponent<MessageThread> page, int first, int second) => new(
        page.FindAll("section.thread").Count == 1,
        page.FindAll("[data-composer] textarea").Count == 1,
        ItemsOf(page, "conversation"),
        await MenuOfAsync(page, first),
        await MenuOfAsync(page, second));

    private static async Task<List<string>> MenuOfAsync(IRenderedComponent<MessageThread> page, int seq)
    {
        foreach (var button in page.FindAll($"[data-seq='{seq}'] [data-menu]"))
        {
            await button.ClickAsync(new());
        }

        return ItemsOf(page, "message");
    }

    private static List<string> ItemsOf(IRenderedComponent<MessageThread> page, string menu) => [.. page.FindAll($"[data-popup='{menu}'] [role=menuitem]").Select(Screen.TextOf)];

    private async Task<bool> HasReadAsync(Actor actor, int conversation, int seq) =>
        conversation != PeopleAtTheDoors.Unknown && (await School.ConversationAsync(conversation)).PlaceOf(actor)?.LastReadSeq >= seq;

    private sealed record Offered(bool IsOpen, bool HasComposer, List<string> OfChat, List<string> OfFirst, List<string> OfSecond);
}
