using Chat.Web.Access;
using Chat.Web.Conversations;
using Chat.Web.Reports;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Access;

/// <summary>Carries out every cell of docs/permissions.md through the services that every door uses.</summary>
public class PermissionMatrixTests(PeopleOfTheMatrix people) : IClassFixture<PeopleOfTheMatrix>
{
    private static readonly string[] Kinds = ["forum_subject", "forum_tutor", "direct", "home_school", "bot"];

    public static TheoryData<string, string, string, string> ConversationCells() =>
        [.. Kinds.SelectMany(k => PermissionsDocument.Tables[k]).Select(c => (c.Table, c.Column, c.Row, c.Says))];

    public static TheoryData<string, string, string> FirstWords() =>
        [.. PermissionsDocument.Tables[PermissionsDocument.WhoWritesFirst].Select(c => (c.Row, c.Column, c.Says))];

    [Theory]
    [MemberData(nameof(ConversationCells))]
    public async Task In_each_kind_of_conversation_the_document_tells_the_truth(string kind, string who, string what, string says)
    {
        var (actor, conversation) = (people[who], people.Conversation(kind));

        Assert.Equal(says is "yes", what switch
        {
            "sees it in their list and reads it" => await ReadsAsync(actor, conversation),
            "is heard in it" => await IsHeardAsync(actor, conversation),
            "has their own reading noted" => await IsNotedAsync(actor, conversation),
            "is written down at each opening" => await IsWrittenDownAsync(actor, conversation),
            "edits and removes their own words" => await ChangesOwnWordsAsync(actor, conversation),
            "reacts" => await ReactsAsync(actor, conversation),
            "keeps order: pins, locks, silences, removes" => await KeepsOrderAsync(actor, conversation),
            "sees what words said before" => await SeesWhatWasSaidBeforeAsync(actor, conversation),
            "is written down when they see that" => await IsWrittenDownSeeingThatAsync(actor, conversation),
            "learns whether the other one is here" => await LearnsWhoIsHereAsync(actor, conversation),
            "attaches a file" => await AttachesAsync(actor, conversation),
            "opens a file in it" => await OpensAsync(actor, conversation, isRemoved: false),
            "opens the file of a removed message" => await OpensAsync(actor, conversation, isRemoved: true),
            "reports a message" => await ReportsAsync(actor, conversation),
            _ => throw new NotSupportedException(what),
        });
    }

    [Theory]
    [MemberData(nameof(FirstWords))]
    public async Task Of_who_may_write_first_the_document_tells_the_truth(string from, string to, string says)
    {
        var (actor, other) = (people[from], people[to]);

        var contacts = (await people.School.Conversations.ContactsAsync(actor, Stop)).Where(c => c.Person.Id == other.Id).ToList();
        Assert.Equal(says, contacts is [] ? "–" : string.Join(", ", contacts.Select(c => c.About is { } child ? $"about {people.NameOf(child.Id)}" : "yes")));

        // The picker is a convenience; what counts is what is begun when somebody asks without it.
        foreach (var about in new[] { null, "Test Student", "Anna" })
        {
            var started = await people.School.Conversations.StartAsync(actor, other.Id, about is null ? null : people[about].Id, Stop);
            Assert.Equal(says == (about is null ? "yes" : $"about {about}"), started.Refusal is null);
        }
    }

    [Fact]
    public void The_document_speaks_of_every_kind_and_says_yes_and_no_of_everything()
    {
        Assert.Equal(Kinds.Length, Enum.GetValues<ConversationKind>().Length);
        foreach (var kind in Kinds)
        {
            var rows = PermissionsDocument.Tables[kind].GroupBy(c => c.Row).ToList();
            Assert.Equal(14, rows.Count);
            // With the bot there are rows in which nobody has a yes: nobody is over it.
            Assert.All(rows, row => Assert.Superset(new HashSet<string> { "–" }, row.Select(c => c.Says).ToHashSet()));
            Assert.All(rows, row => Assert.Subset(new HashSet<string> { "yes", "–" }, row.Select(c => c.Says).ToHashSet()));
            Assert.Equal(kind is "bot" ? 8 : 14, rows.Count(row => row.Any(c => c.Says is "yes")));
        }

        var first = PermissionsDocument.Tables[PermissionsDocument.WhoWritesFirst].Select(c => c.Says).ToHashSet();
        Assert.Equal(new HashSet<string> { "yes", "about Test Student", "about Anna", "–" }, first);
    }

    /// <summary>A list, an address and a history that disagreed would be a hole.</summary>
    private async Task<bool> ReadsAsync(Actor actor, int conversation)
    {
        var listed = (await people.School.Conversations.ListAsync(actor, cancellation: Stop)).Any(c => c.Id == conversation);
        Assert.Equal(listed, (await people.School.Conversations.OpenAsync(actor, conversation, Stop)).Refusal is null);
        Assert.Equal(listed, (await people.School.Reader.BeforeAsync(actor, conversation, cancellation: Stop)).Refusal is null);
        Assert.Equal(listed, (await people.School.Reader.AfterAsync(actor, conversation, 0, Stop)).Refusal is null);
        return listed;
    }

    /// <summary>What a page offers and what is then allowed must be the same.</summary>
    private async Task<bool> IsHeardAsync(Actor actor, int conversation)
    {
        var offered = (await people.School.Conversations.FindAsync(actor, conversation, Stop)).Value?.CanPost ?? false;
        Assert.Equal(offered, (await people.School.Messages.TypeAsync(actor, conversation, Stop)).Refusal is null);
        Assert.Equal(offered, (await people.School.SayAsync(actor, conversation)).Refusal is null);
        return offered;
    }

    private async Task<bool> AttachesAsync(Actor actor, int conversation)
    {
        var file = (await people.School.UploadAsync(actor)).Granted();
        var draft = Speech.Say(null) with { AttachmentIds = [file.Id] };
        return (await people.School.Messages.SendAsync(actor, conversation, draft, Stop)).Refusal is null;
    }

    /// <summary>Somebody else's, so that it makes a difference who may read along.</summary>
    private async Task<bool> OpensAsync(Actor actor, int conversation, bool isRemoved)
    {
        var theirs = await SomebodysWordsAsync(actor, conversation);
        var author = new Actor(theirs.Sender.Id, theirs.Sender.Role);
        var (sent, file) = await people.School.SendFileAsync(author, conversation);
        if (isRemoved)
        {
            (await people.School.Revisions.RemoveAsync(author, conversation, sent.Seq, cancellation: Stop)).Granted();
        }

        return (await people.School.OpenFileAsync(actor, file.Id)).Refusal is null;
    }

    private async Task<bool> IsNotedAsync(Actor actor, int conversation)
    {
        var noted = (await people.School.Messages.MarkReadAsync(actor, conversation, int.MaxValue, Stop)).Refusal is null;
        var stored = await people.School.ConversationAsync(conversation);
        Assert.Equal(noted, stored.PlaceOf(actor)?.LastReadSeq == stored.LastSeq);
        return noted;
    }

    private async Task<bool> ReportsAsync(Actor actor, int conversation)
    {
        var words = await SomebodysWordsAsync(actor, conversation);
        return (await people.School.The<ReportService>().FileAsync(actor, conversation, words.Seq, new ReportDraft(ReportKind.Other, null), Stop)).Refusal is null;
    }

    private async Task<bool> IsWrittenDownAsync(Actor actor, int conversation)
    {
        var before = await OpeningsAsync(actor, conversation);
        await people.School.Conversations.OpenAsync(actor, conversation, Stop);
        return await OpeningsAsync(actor, conversation) == before + 1;
    }

    /// <summary>Whoever is not heard has no words of their own here; other people's are not theirs to edit in any case.</summary>
    private async Task<bool> ChangesOwnWordsAsync(Actor actor, int conversation)
    {
        var theirs = await SomebodysWordsAsync(actor, conversation);
        Assert.NotNull((await people.School.Revisions.EditAsync(actor, conversation, theirs.Seq, "Put in your mouth", Stop)).Refusal);

        if ((await people.School.SayAsync(actor, conversation)).Value is not { } own)
        {
            return false;
        }

        var edited = (await people.School.Revisions.EditAsync(actor, conversation, own.Seq, "Better said", Stop)).Refusal is null;
        Assert.Equal(edited, (await people.School.Revisions.RemoveAsync(actor, conversation, own.Seq, cancellation: Stop)).Refusal is null);
        return edited;
    }

    private async Task<bool> ReactsAsync(Actor actor, int conversation)
    {
        var words = await SomebodysWordsAsync(actor, conversation);
        var reacted = (await people.School.Reactions.ToggleAsync(actor, conversation, words.Seq, "👍", Stop)).Refusal is null;
        Assert.Equal(reacted, (await people.School.Conversations.FindAsync(actor, conversation, Stop)).Value?.CanPost ?? false);
        return reacted;
    }

    /// <summary>The five deeds stand or fall together, and with what the page offers.</summary>
    private async Task<bool> KeepsOrderAsync(Actor actor, int conversation)
    {
        var (words, moderation) = (await SomebodysWordsAsync(actor, conversation), people.School.Moderation);
        var offered = (await people.School.Conversations.FindAsync(actor, conversation, Stop)).Value?.KeepsOrder ?? false;

        Assert.Equal(offered, (await moderation.PinAsync(actor, conversation, words.Seq, isPinned: true, "Worth keeping", Stop)).Refusal is null);
        Assert.Equal(offered, (await moderation.LockAsync(actor, conversation, isLocked: true, "Enough for today", Stop)).Refusal is null);
        Assert.Equal(offered, (await moderation.LockAsync(actor, conversation, isLocked: false, "A new day", Stop)).Refusal is null);
        Assert.Equal(offered, (await moderation.SilenceAsync(actor, conversation, words.Sender.Id, isSilenced: true, "Calm down", Stop)).Refusal is null);
        Assert.Equal(offered, (await moderation.SilenceAsync(actor, conversation, words.Sender.Id, isSilenced: false, "All well", Stop)).Refusal is null);
        Assert.Equal(offered, (await people.School.Revisions.RemoveAsync(actor, conversation, words.Seq, "Unkind", Stop)).Refusal is null);
        return offered;
    }

    private async Task<bool> SeesWhatWasSaidBeforeAsync(Actor actor, int conversation)
    {
        var words = await SomebodysWordsAsync(actor, conversation);
        return (await people.School.Revisions.HistoryAsync(actor, conversation, words.Seq, Stop)).Refusal is null;
    }

    private async Task<bool> IsWrittenDownSeeingThatAsync(Actor actor, int conversation)
    {
        var words = await SomebodysWordsAsync(actor, conversation);
        await people.School.Revisions.HistoryAsync(actor, conversation, words.Seq, Stop);
        return await EntriesAsync(actor, "message.history_read", $"message:{words.Id}") == 1;
    }

    /// <summary>What one is told when asking, and what one hears without asking, must be the same.</summary>
    private async Task<bool> LearnsWhoIsHereAsync(Actor actor, int conversation)
    {
        var told = await people.School.The<PresenceService>().FindAsync(actor, conversation, Stop) is not null;
        var members = (await people.School.ConversationAsync(conversation)).Participants.Select(p => p.UserId).ToList();
        using var line = people.School.Feed.Open(actor.Id);
        foreach (var other in members.Where(id => id != actor.Id))
        {
            await people.School.The<PresenceService>().TellAsync(other);
        }

        // Two of them may have another conversation; who has none with either hears nothing at all.
        Assert.True(!told || line.HeardSoFar<PresenceChanged>().Count > 0);
        return told;
    }

    /// <summary>Something just said by a member who is not the one asking.</summary>
    private async Task<MessageView> SomebodysWordsAsync(Actor asking, int conversation)
    {
        var members = (await people.School.ConversationAsync(conversation)).Participants;
        var speaker = members.First(p => p.UserId != asking.Id);
        return (await people.School.SayAsync(new Actor(speaker.UserId, speaker.Role), conversation)).Granted();
    }

    private Task<int> OpeningsAsync(Actor actor, int conversation) => EntriesAsync(actor, "conversation.opened", $"conversation:{conversation}");

    private async Task<int> EntriesAsync(Actor actor, string action, string target)
    {
        await using var db = people.School.OpenDb();
        return await db.AuditEntries.CountAsync(e => e.ActorId == actor.Id && e.Action == action && e.Target == target, Stop);
    }
}
