using System.Text.Json;
using Chat.Web.Access;
using Chat.Web.Admin;
using Chat.Web.Conversations;
using Chat.Web.Outcomes;
using Chat.Web.Reports;
using Chat.Web.Tests.Access;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Admin;

/// <summary>What is said of somebody's rights is what the services then let them do: asked of everybody, everywhere, in every state.</summary>
public sealed class AskingWhyTests(PeopleOfTheMatrix people) : IClassFixture<PeopleOfTheMatrix>
{
    private const string Secret = "Nobody who asks why reads this";

    private static readonly string[] Everybody =
        ["Test Student", "Test Teacher", "Test Tutor", "Test Parent", "Pavel", "Olga", "Nina", "Anna", "Ivan", "Elena", "Admin", "Vera", "Semyon"];

    private SchoolHouse School => people.School;

    private WhyService Why => School.The<WhyService>();

    public static TheoryData<string, string> Chats() =>
        [.. from kind in new[] { "forum_subject", "forum_tutor", "direct", "home_school" } from state in new[] { "active", "locked", "closed", "silenced" } select (kind, state)];

    [Theory]
    [MemberData(nameof(Chats))]
    public async Task The_verdicts_on_a_chat_are_what_the_services_do(string kind, string state)
    {
        var chat = people.Conversation(kind);
        var members = (await School.ConversationAsync(chat)).Participants.Select(p => new Actor(p.UserId, p.Role)).ToList();
        for (var i = 0; i < 10; i++)
        {
            foreach (var member in members)
            {
                (await School.SayAsync(member, chat, Secret)).Granted();
            }
        }

        await BringIntoAsync(chat, state, members[0], isSo: true);
        try
        {
            foreach (var name in Everybody)
            {
                var verdicts = (await Why.AskAboutChatAsync(School.Admin, people[name].Id, chat, Stop)).Granted().Verdicts.ToDictionary(v => v.Action, v => v.IsAllowed);
                foreach (var action in Enum.GetValues<WhyAction>())
                {
                    // Whoever is suspended has no session to ask from; the services are asked on behalf of one.
                    var does = name is not "Semyon" && await DoesAsync(people[name], chat, action, state);
                    Assert.True(verdicts[action] == does, $"{name}, {kind}, {state}, {action}: said {verdicts[action]}, does {does}");
                }
            }
        }
        finally
        {
            await BringIntoAsync(chat, state, members[0], isSo: false);
        }
    }

    [Fact]
    public async Task The_verdicts_on_first_words_are_what_the_services_do()
    {
        var allowed = 0;
        foreach (var from in Everybody)
        {
            var contacts = from is "Semyon" ? [] : await School.Conversations.ContactsAsync(people[from], Stop);
            foreach (var to in Everybody)
            {
                var pair = (await Why.AskAsync(School.Admin, people[from].Id, people[to].Id, Stop)).Granted();
                var expected = contacts.Where(c => c.Person.Id == people[to].Id).ToList();
                Assert.True(pair.There.IsAllowed == expected.Count > 0, $"{from} → {to}: said {pair.There.IsAllowed}");
                Assert.Equal(expected.SelectMany(c => c.Ties).Count(), pair.There.Ties.Count);
                allowed += expected.Count > 0 ? 1 : 0;
            }
        }

        Assert.InRange(allowed, 20, Everybody.Length * Everybody.Length / 2);
    }

    [Fact]
    public async Task Each_no_and_each_yes_names_its_rule()
    {
        Assert.Equal(WhyRule.Guardian, await RuleAsync("Test Parent", "forum_subject", WhyAction.Read));
        Assert.Equal(WhyRule.ReadsOnly, await RuleAsync("Test Parent", "forum_subject", WhyAction.Post));
        Assert.Equal(WhyRule.LinkShut, await RuleAsync("Pavel", "forum_subject", WhyAction.Read));
        Assert.Equal(WhyRule.LinkShut, await RuleAsync("Olga", "forum_subject", WhyAction.Read));
        Assert.Equal(WhyRule.LinkShut, await RuleAsync("Nina", "forum_subject", WhyAction.Read));
        Assert.Equal(WhyRule.NotForFamilies, await RuleAsync("Test Parent", "direct", WhyAction.Read));
        Assert.Equal(WhyRule.NotForOffice, await RuleAsync("Admin", "direct", WhyAction.Read));
        Assert.Equal(WhyRule.Overseer, await RuleAsync("Vera", "direct", WhyAction.Read));
        Assert.Equal(WhyRule.Stranger, await RuleAsync("Anna", "forum_subject", WhyAction.Read));
        Assert.Equal(WhyRule.NotActive, await RuleAsync("Semyon", "forum_subject", WhyAction.Read));

        Assert.Equal(WhyRule.BothStudy, (await Why.AskAsync(School.Admin, people["Anna"].Id, people["Test Student"].Id, Stop)).Granted().There.Rule);
        Assert.Equal(WhyRule.OtherNotActive, (await Why.AskAsync(School.Admin, people["Ivan"].Id, people["Semyon"].Id, Stop)).Granted().There.Rule);
        var edges = (await Why.AskAsync(School.Admin, people["Pavel"].Id, people["Test Student"].Id, Stop)).Granted().Edges;
        Assert.True(Assert.Single(edges).IsRestricted);
    }

    [Fact]
    public async Task Each_question_is_written_down_and_nothing_that_was_said_is_answered()
    {
        var chat = people.Conversation("forum_subject");
        (await School.SayAsync(people["Test Teacher"], chat, Secret)).Granted();
        var before = await QuestionsAsync();

        var about = (await Why.AskAboutChatAsync(people["Vera"], people["Test Parent"].Id, chat, Stop)).Granted();
        var pair = (await Why.AskAsync(people["Vera"], people["Test Parent"].Id, people["Test Teacher"].Id, Stop)).Granted();

        Assert.DoesNotContain(Secret, JsonSerializer.Serialize(new object[] { about, pair }), StringComparison.Ordinal);
        Assert.Equal([.. before, $"user:{people["Test Parent"].Id}/conversation:{chat}", $"user:{people["Test Parent"].Id}/user:{people["Test Teacher"].Id}"], await QuestionsAsync());
    }

    [Fact]
    public async Task Nobody_asks_who_oversees_nothing()
    {
        foreach (var name in Everybody.Except(["Admin", "Vera", "Semyon"]))
        {
            (await Why.AskAsync(people[name], people["Anna"].Id, people["Ivan"].Id, Stop)).RefusedAs(Refusal.NotFound);
            (await Why.AskAboutChatAsync(people[name], people["Anna"].Id, School.Maths, Stop)).RefusedAs(Refusal.NotFound);
            (await Why.FindChatAsync(people[name], School.Maths, Stop)).RefusedAs(Refusal.NotFound);
            Assert.NotNull((await School.The<EdgeListService>().FindPeopleAsync(people[name], EdgeEnd.Anybody, "a", Stop)).Refusal);
        }

        (await Why.AskAsync(School.Admin, people["Anna"].Id, int.MaxValue, Stop)).RefusedAs(Refusal.NotFound);
        (await Why.AskAboutChatAsync(School.Admin, people["Anna"].Id, int.MaxValue, Stop)).RefusedAs(Refusal.NotFound);
    }

    private async Task<bool> DoesAsync(Actor actor, int chat, WhyAction action, string state)
    {
        var (theirs, own) = (await SeqAsync(chat, notBy: actor.Id), await SeqAsync(chat, by: actor.Id));
        switch (action)
        {
            case WhyAction.List:
                return (await School.Conversations.ListAsync(actor, take: 1000, cancellation: Stop)).Any(c => c.Id == chat);
            case WhyAction.Read:
                return (await School.Reader.BeforeAsync(actor, chat, cancellation: Stop)).Refusal is null;
            case WhyAction.Post:
                return (await School.SayAsync(actor, chat, Secret)).Refusal is null;
            case WhyAction.React:
                return (await School.Reactions.ToggleAsync(actor, chat, theirs!.Value, "👍", Stop)).Refusal is null;
            case WhyAction.ChangeOwn:
                return own is { } seq && (await School.Revisions.EditAsync(actor, chat, seq, Secret + "!", Stop)).Refusal is null;
            case WhyAction.Pin:
                return (await School.Moderation.PinAsync(actor, chat, theirs!.Value, isPinned: true, "Worth keeping", Stop)).Refusal is null;
            case WhyAction.Lock:
                return (await School.Moderation.LockAsync(actor, chat, isLocked: state is "locked", "As it is", Stop)).Refusal is null;
            case WhyAction.Silence:
                var other = (await School.ConversationAsync(chat)).Participants.Last(p => p.UserId != actor.Id).UserId;
                var silenced = (await School.Moderation.SilenceAsync(actor, chat, other, isSilenced: true, "For a moment", Stop)).Refusal is null;
                if (silenced && !(state is "silenced" && other == (await School.ConversationAsync(chat)).Participants[0].UserId))
                {
                    (await School.Moderation.SilenceAsync(actor, chat, other, isSilenced: false, "For a moment", Stop)).Granted();
                }

                return silenced;
            case WhyAction.RemoveOthers:
                return (await School.Revisions.RemoveAsync(actor, chat, theirs!.Value, "Unkind", Stop)).Refusal is null;
            case WhyAction.Archive:
                return (await School.Moderation.ArchiveAsync(actor, chat, isArchived: state is "closed", "As it is", Stop)).Refusal is null;
            case WhyAction.SeeRevisions:
                return (await School.Revisions.HistoryAsync(actor, chat, theirs!.Value, Stop)).Refusal is null;
            case WhyAction.Report:
                return (await School.The<ReportService>().FileAsync(actor, chat, theirs!.Value, new ReportDraft(ReportKind.Other, "Look at this"), Stop)).Refusal is null;
            default:
                return await School.The<PresenceService>().FindAsync(actor, chat, Stop) is not null;
        }
    }

    private async Task BringIntoAsync(int chat, string state, Actor member, bool isSo)
    {
        var vera = people["Vera"];
        _ = state switch
        {
            "locked" => (await School.Moderation.LockAsync(vera, chat, isSo, "For this", Stop)).Granted(),
            "closed" => (await School.Moderation.ArchiveAsync(vera, chat, isSo, "For this", Stop)).Granted(),
            "silenced" => (await School.Moderation.SilenceAsync(vera, chat, member.Id, isSo, "For this", Stop)).Granted(),
            _ => default,
        };
    }

    private async Task<int?> SeqAsync(int chat, int? by = null, int? notBy = null)
    {
        await using var db = School.OpenDb();
        return await db.Messages.Where(m => m.ConversationId == chat && m.RemovedAt == null && (by == null || m.SenderId == by) && (notBy == null || m.SenderId != notBy))
            .OrderByDescending(m => m.Seq).Select(m => (int?)m.Seq).FirstOrDefaultAsync(Stop);
    }

    private async Task<WhyRule> RuleAsync(string who, string kind, WhyAction action) =>
        (await Why.AskAboutChatAsync(School.Admin, people[who].Id, people.Conversation(kind), Stop)).Granted().Verdicts.Single(v => v.Action == action).Rule;

    private async Task<List<string>> QuestionsAsync()
    {
        await using var db = School.OpenDb();
        return await db.AuditEntries.Where(e => e.Action == "why.asked" && e.ActorId == people["Vera"].Id).OrderBy(e => e.Id).Select(e => e.Target).ToListAsync(Stop);
    }
}
