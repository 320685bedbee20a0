using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Bot;
using Chat.Web.Conversations;
using Chat.Web.Outcomes;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Api;

/// <summary>
/// Whoever asks over HTTP is told what the service under it says to the same person of the same thing, and nothing of what
/// they must not know. Each route needs its row: a new one without a row fails.
/// </summary>
public class DoorsAgreeTests(PeopleAtTheDoors people) : IClassFixture<PeopleAtTheDoors>
{
    private static readonly MessageQuery Newest = new(new PageQuery(0, 50));

    /// <summary>Where nobody has to be anybody: there is nothing to agree on.</summary>
    private static readonly HashSet<string> ForAnyone =
    [
        "POST /api/auth/login/", "POST /api/auth/token/", "POST /api/auth/token/refresh/", "POST /api/auth/token/verify/", "POST /api/auth/register/",
        "GET /api/health/", "GET /api/admin/health/ping/", "GET /api/schema/", "GET /api/schema/swagger/{**file}", "GET /api/docs/{**file}",
    ];

    /// <summary>What is asked of one conversation: what the service says, and what the door answers.</summary>
    private static readonly Dictionary<string, Func<PeopleAtTheDoors, Actor, Caller, int, Task<Cell>>> OfConversations = new()
    {
        ["GET /api/chat/forum/{id:int}/messages/"] = async (p, actor, caller, c) => new(
            (await p.School.Pages.MessagesAsync(actor, c, Newest, Stop)).Refusal, await caller.GetAsync($"/api/chat/forum/{c}/messages/")),
        ["POST /api/chat/forum/{id:int}/send_message/"] = async (p, actor, caller, c) => new(
            (await p.School.SayAsync(actor, c)).Refusal, await caller.PostAsync($"/api/chat/forum/{c}/send_message/", new { content = "Hello" })),
        ["POST /api/chat/forum/{id:int}/lock/"] = async (p, actor, caller, c) => new(
            (await p.School.Moderation.LockAsync(actor, c, isLocked: false, "Why", Stop)).Refusal, await caller.PostAsync($"/api/chat/forum/{c}/lock/", new { is_locked = false, reason = "Why" })),
        ["GET /api/chat/threads/{id:int}/"] = async (p, actor, caller, c) => new(
            (await p.School.Pages.FindThreadAsync(actor, c, Stop)).Refusal, await caller.GetAsync($"/api/chat/threads/{c}/")),
        ["GET /api/chat/threads/{id:int}/messages/"] = async (p, actor, caller, c) => new(
            (await p.School.Pages.FindThreadAsync(actor, c, Stop)).Refusal ?? (await p.School.Pages.MessagesAsync(actor, c, Newest, Stop)).Refusal, await caller.GetAsync($"/api/chat/threads/{c}/messages/")),
        ["DELETE /api/chat/threads/{id:int}/"] = async (p, actor, caller, c) =>
        {
            var said = (await p.School.Threads.ClearAsync(actor, c, Stop)).Refusal;
            // With the next word it is back, for the second door as it was for the first.
            await p.WordAsync(c, p.MembersOf(c).One);
            var cell = new Cell(said, await caller.DeleteAsync($"/api/chat/threads/{c}/"));
            await p.WordAsync(c, p.MembersOf(c).One);
            return cell;
        },
        ["POST /api/chat/messages/"] = async (p, actor, caller, c) => new(
            (await p.School.Threads.SendAsync(actor, c, Speech.Say("Hello"), Stop)).Refusal,
            await caller.PostAsync("/api/chat/messages/", new { thread = c, text = "Hello" })),
    };

    /// <summary>What is asked of one message, by either of the two who said it.</summary>
    private static readonly Dictionary<string, Func<PeopleAtTheDoors, Actor, Caller, int, Actor, Task<Cell>>> OfMessages = new()
    {
        ["PATCH /api/chat/forum/{id:int}/messages/{messageId:long}/edit/"] = async (p, actor, caller, c, author) =>
        {
            var (id, seq, _) = await p.WordAsync(c, author);
            return new((await p.School.Revisions.EditAsync(actor, c, seq, "Otherwise", Stop)).Refusal, await caller.PatchAsync($"/api/chat/forum/{c}/messages/{id}/edit/", new { content = "Otherwise" }));
        },
        ["DELETE /api/chat/forum/{id:int}/messages/{messageId:long}/delete/"] = async (p, actor, caller, c, author) =>
        {
            var ((_, seq, _), (id, _, _)) = (await p.WordAsync(c, author), await p.WordAsync(c, author));
            return new((await p.School.Revisions.RemoveAsync(actor, c, seq, cancellation: Stop)).Refusal, await caller.DeleteAsync($"/api/chat/forum/{c}/messages/{id}/delete/"));
        },
        ["POST /api/chat/forum/{id:int}/messages/{messageId:long}/pin/"] = async (p, actor, caller, c, author) =>
        {
            var (id, seq, _) = await p.WordAsync(c, author);
            return new((await p.School.Moderation.PinAsync(actor, c, seq, isPinned: true, "Why", Stop)).Refusal, await caller.PostAsync($"/api/chat/forum/{c}/messages/{id}/pin/", new { is_pinned = true, reason = "Why" }));
        },
        ["POST /api/chat/forum/{id:int}/participants/{userId:int}/mute/"] = async (p, actor, caller, c, silenced) => new(
            (await p.School.Moderation.SilenceAsync(actor, c, silenced.Id, isSilenced: false, "Why", Stop)).Refusal,
            await caller.PostAsync($"/api/chat/forum/{c}/participants/{silenced.Id}/mute/", new { is_muted = false, reason = "Why" })),
        ["POST /api/chat/messages/{messageId:long}/mark_as_read/"] = async (p, actor, caller, c, author) =>
        {
            var (id, _, _) = await p.WordAsync(c, author);
            return new((await p.School.Threads.MarkReadAsync(actor, id, Stop)).Refusal, await caller.PostAsync($"/api/chat/messages/{id}/mark_as_read/"));
        },
        ["POST /api/chat/messages/{messageId:long}/read/"] = async (p, actor, caller, c, author) =>
        {
            var (id, _, _) = await p.WordAsync(c, author);
            return new((await p.School.The<BotConversationService>().MarkReadAsync(actor, id, Stop)).Refusal, await caller.PostAsync($"/api/chat/messages/{id}/read/"));
        },
        ["GET /api/attachments/{id}/"] = async (p, actor, caller, c, author) =>
        {
            var id = await p.FileAsync(c, author);
            return new((await p.School.OpenFileAsync(actor, id)).Refusal, await caller.GetAsync($"/api/attachments/{id}/"));
        },
        ["GET /api/attachments/{id}/thumbnail/"] = async (p, actor, caller, c, author) =>
        {
            var id = await p.FileAsync(c, author);
            return new((await p.School.OpenFileAsync(actor, id, isThumbnail: true)).Refusal, await caller.GetAsync($"/api/attachments/{id}/thumbnail/"));
        },
        ["HEAD /api/attachments/{id}/"] = (p, actor, caller, c, author) => HeadAsync(p, actor, caller, c, author, ""),
        ["HEAD /api/attachments/{id}/thumbnail/"] = (p, actor, caller, c, author) => HeadAsync(p, actor, caller, c, author, "thumbnail/"),
    };

    /// <summary>What is asked about somebody.</summary>
    private static readonly Dictionary<string, Func<PeopleAtTheDoors, Actor, Caller, int, Task<Cell>>> OfPeople = new()
    {
        ["POST /api/chat/initiate-chat/"] = async (p, actor, caller, who) => new(
            (await p.School.Conversations.StartWithAsync(actor, who, subjectId: null, studentId: null, Stop)).Refusal, await caller.PostAsync("/api/chat/initiate-chat/", new { contact_user_id = who })),
        ["POST /api/chat/threads/"] = async (p, actor, caller, who) => new(
            (await p.School.Threads.StartAsync(actor, [who, actor.Id], studentId: null, Stop)).Refusal,
            await caller.PostAsync("/api/chat/threads/", new { participants = new[] { who, actor.Id } })),
    };

    /// <summary>What is asked of oneself: it is the same that the pages are given.</summary>
    private static readonly Dictionary<string, Func<PeopleAtTheDoors, Actor, Caller, Task>> OfOneself = new()
    {
        ["GET /api/chat/forum/"] = async (p, actor, caller) =>
        {
            var listed = (await p.School.Conversations.ListAsync(actor, cancellation: Stop)).Where(c => c.Kind is ConversationKind.ForumSubject or ConversationKind.ForumTutor).ToList();
            Assert.Equal(listed.Where(c => c.State is not ConversationState.Archived).Select(c => c.Id).Order(), Ids(await caller.GetAsync("/api/chat/forum/")));
            Assert.Equal(listed.Where(c => c.State is ConversationState.Archived).Select(c => c.Id).Order(), Ids(await caller.GetAsync("/api/chat/forum/?archived=true")));
        },
        ["POST /api/chat/upload/"] = async (p, actor, caller) =>
        {
            (await p.School.UploadAsync(actor)).Granted();
            (await caller.UploadAsync(SampleFiles.Png())).Is(201);
        },
        ["GET /api/chat/threads/user_threads/"] = async (p, actor, caller) => Assert.Equal(
            (await p.School.Conversations.ListAsync(actor, cancellation: Stop)).Where(c => c.Standing is Standing.Member && c.Kind is ConversationKind.Direct or ConversationKind.HomeSchool && c.LastReadSeq is not null)
                .Select(c => c.Id).Order(),
            Ids(await caller.GetAsync("/api/chat/threads/user_threads/?limit=100"))),
        ["GET /api/chat/contacts/"] = async (p, actor, caller) => Assert.Equal(
            (await p.School.Conversations.ContactsAsync(actor, Stop)).Select(c => c.Person.Id).Order(), Ids(await caller.GetAsync("/api/chat/contacts/"))),
        ["GET /api/chat/messages/unread/"] = async (p, actor, caller) => Assert.Equal(
            (await p.School.Conversations.ListAsync(actor, cancellation: Stop)).Sum(c => c.Unread), (await caller.GetAsync("/api/chat/messages/unread/")).Is(200)["unread_count"].GetInt32()),
        ["GET /api/auth/me/"] = async (_, actor, caller) => Assert.Equal(actor.Id, (await caller.GetAsync("/api/auth/me/")).Is(200)["id"].GetInt32()),
        ["POST /api/auth/ws-ticket/"] = async (p, actor, caller) =>
            Assert.Equal(actor.Id, (await p.School.The<SocketTickets>().RedeemAsync((await caller.PostAsync("/api/auth/ws-ticket/")).Is(200)["ticket"].GetString()!, Stop))?.Actor.Id),
        ["POST /api/user-response/"] = async (p, actor, caller) => await AgreeAsync(p, actor, async (talks, id) => (
            (await talks.AskAsync(actor, id, Speech.Say("Hello"), Stop)).Refusal, await caller.PostAsync("/api/user-response/", new { message = "Hello", conversation_id = id }))),
        ["POST /api/bot-response/"] = async (p, actor, caller) => await AgreeAsync(p, actor, async (talks, id) => (
            (await talks.AnswerAsync(actor, id, Stop)).Refusal, await caller.PostAsync("/api/bot-response/", new { conversation_id = id }))),
        ["GET /api/chat/conversations/{uuid:guid}/"] = async (p, actor, caller) => await AgreeAsync(p, actor, async (talks, id) => (
            (await talks.FindAsync(actor, id, Stop)).Refusal, await caller.GetAsync($"/api/chat/conversations/{id}/"))),
        ["GET /api/chat/conversations/{uuid:guid}/messages/"] = async (p, actor, caller) => await AgreeAsync(p, actor, async (talks, id) => (
            (await talks.MessagesAsync(actor, id, before: null, take: 20, Stop)).Refusal, await caller.GetAsync($"/api/chat/conversations/{id}/messages/"))),
        ["GET /api/chat/conversations/"] = async (p, actor, caller) => Assert.Equal(
            (await p.School.Conversations.ListAsync(actor, cancellation: Stop)).Where(c => c.Kind is ConversationKind.Bot).Select(c => c.Id).Order(),
            (await caller.GetAsync("/api/chat/conversations/?limit=100")).Is(200)["results"].EnumerateArray().Select(c => c.GetProperty("chat_id").GetInt32()).Order()),
        ["POST /api/chat/conversations/"] = async (p, actor, caller) =>
        {
            var begun = Guid.Parse((await caller.PostAsync("/api/chat/conversations/")).Is(201)["id"].GetString()!);
            Assert.Equal(ConversationKind.Bot, (await p.School.The<BotConversationService>().FindAsync(actor, begun, Stop)).Granted().Conversation.Kind);
        },
        ["GET /api/bot-prompts/"] = async (p, _, caller) => Assert.Equal(
            (await p.School.The<PromptService>().ListAsync("ru", Stop)).Select(q => q.Id), (await caller.GetAsync("/api/bot-prompts/")).Is(200).Json.EnumerateArray().Select(q => q.GetProperty("id").GetInt32())),
        ["POST /api/auth/logout/"] = async (p, actor, _) =>
        {
            var another = await p.School.CallAsAsync(actor);
            (await another.PostAsync("/api/auth/logout/")).Is(204);
            (await another.GetAsync("/api/auth/me/")).Is(401);
        },
    };

    public static TheoryData<string> ConversationRows => [.. OfConversations.Keys];

    public static TheoryData<string> MessageRows => [.. OfMessages.Keys];

    public static TheoryData<string> PeopleRows => [.. OfPeople.Keys];

    public static TheoryData<string> OwnRows => [.. OfOneself.Keys];

    [Fact]
    public void Each_route_of_the_API_has_its_row() => Assert.Equal(
        Route.Of(people.School).Where(r => r.IsApi).Select(r => r.Name).Order(),
        ForAnyone.Concat(OfConversations.Keys).Concat(OfMessages.Keys).Concat(OfPeople.Keys).Concat(OfOneself.Keys).Order());

    [Theory]
    [MemberData(nameof(ConversationRows))]
    public Task Of_a_conversation(string route) => CompareAsync(
        async (actor, caller) => await Each(people.Conversations, c => OfConversations[route](people, actor, caller, c)), isOfUnknown: c => c == PeopleAtTheDoors.Unknown, people.Conversations);

    [Theory]
    [MemberData(nameof(MessageRows))]
    public async Task Of_a_message(string route)
    {
        foreach (var isOne in new[] { true, false })
        {
            await CompareAsync(
                async (actor, caller) => await Each(people.Conversations, c => OfMessages[route](people, actor, caller, c, isOne ? people.MembersOf(c).One : people.MembersOf(c).Other)),
                isOfUnknown: c => c == PeopleAtTheDoors.Unknown,
                people.Conversations);
        }
    }

    [Theory]
    [MemberData(nameof(PeopleRows))]
    public Task Of_a_person(string route) => CompareAsync(
        async (actor, caller) => await Each(people.People, who => OfPeople[route](people, actor, caller, who)), isOfUnknown: who => who == PeopleAtTheDoors.Unknown, people.People);

    [Theory]
    [MemberData(nameof(OwnRows))]
    public async Task Of_oneself(string route)
    {
        foreach (var actor in people.Cast)
        {
            await OfOneself[route](people, actor, await people.House.AsAsync(actor));
        }
    }

    /// <summary>The message's own id does not open it from another conversation's address.</summary>
    [Fact]
    public async Task A_message_is_changed_only_where_it_stands()
    {
        var school = people.School;
        var ivan = await people.House.AsAsync(school.Ivan);
        // There is a first message in the other conversation too, and he keeps order in both.
        var id = (await school.Reader.FromAsync(school.Ivan, school.AnnasPhysics, seq: 1, take: 1, Stop)).Granted()[0].Id;
        Assert.True(await school.LastSeqAsync(school.DmitrysPhysics) >= 1);

        (await ivan.PatchAsync($"/api/chat/forum/{school.DmitrysPhysics}/messages/{id}/edit/", new { content = "x" })).Is(404, "not_found");
        (await ivan.PostAsync($"/api/chat/forum/{school.DmitrysPhysics}/messages/{id}/pin/")).Is(404, "not_found");
        (await ivan.DeleteAsync($"/api/chat/forum/{school.DmitrysPhysics}/messages/{id}/delete/")).Is(404, "not_found");
        (await ivan.PostAsync($"/api/chat/forum/{school.DmitrysPhysics}/send_message/", new { content = "x", reply_to = id })).Is(400, "reply_to_nothing");
        (await ivan.PostAsync($"/api/chat/forum/{school.AnnasPhysics}/messages/{id}/pin/")).Is(200);
    }

    private async Task CompareAsync(Func<Actor, Caller, Task<List<Cell>>> ask, Func<int, bool> isOfUnknown, IEnumerable<int> things)
    {
        var (all, granted, refused) = (things.ToList(), 0, 0);
        foreach (var actor in people.Cast)
        {
            var cells = await ask(actor, await people.House.AsAsync(actor));
            var unknown = cells[all.FindIndex(t => isOfUnknown(t))];
            foreach (var (thing, (said, answer)) in all.Zip(cells))
            {
                Assert.True(
                    said is null ? answer.Status is >= 200 and < 300 : answer.Status == ApiAnswers.StatusOf(said.Kind) && answer.Code == said.Code,
                    $"{actor} and {thing}: the service says {said?.Code ?? "yes"}, the door {answer.Status} {answer.Body}");
                if (said is not null && said.Code == unknown.Said?.Code)
                {
                    Assert.Equal(unknown.Answer.Body, answer.Body);
                }

                _ = said is null ? granted++ : refused++;
            }
        }

        // If nobody were let in, or everybody, this would be looking at nothing.
        Assert.True(granted > 0 && refused > granted / 8, $"{granted} granted, {refused} refused");
    }

    /// <summary>Anna's conversation with the bot, one's own, and none: the door says of each what the service says, and of what is Anna's what it says of none.</summary>
    private static async Task AgreeAsync(PeopleAtTheDoors p, Actor actor, Func<BotConversationService, Guid, Task<(Refusal? Said, Answer Answer)>> ask)
    {
        var talks = p.School.The<BotConversationService>();
        var (annas, own) = ((await talks.AskAsync(p.School.Anna, publicId: null, Speech.Say("Hello"), Stop)).Granted().ConversationId, (await talks.AskAsync(actor, publicId: null, Speech.Say("Hello"), Stop)).Granted().ConversationId);
        var none = await ask(talks, Guid.NewGuid());
        foreach (var (id, isOwn) in new[] { (annas, actor.Id == p.School.Anna.Id), (own, true) })
        {
            var (said, answer) = await ask(talks, id);
            Assert.Equal(isOwn, said is null);
            Assert.Equal(said is null, answer.Status is 200 or 201);
            Assert.True(isOwn || (answer.Status, answer.Body) == (404, none.Answer.Body), $"{actor}: {answer.Body}");
        }

        Assert.Equal(404, none.Answer.Status);
    }

    /// <summary>It answers what GET answers, without saying it.</summary>
    private static async Task<Cell> HeadAsync(PeopleAtTheDoors p, Actor actor, Caller caller, int conversation, Actor author, string what)
    {
        var id = await p.FileAsync(conversation, author);
        var (read, head) = (await caller.GetAsync($"/api/attachments/{id}/{what}"), await caller.SendAsync(HttpMethod.Head, $"/api/attachments/{id}/{what}"));
        Assert.Equal((read.Status, ""), (head.Status, head.Body));
        return new((await p.School.OpenFileAsync(actor, id, what.Length > 0)).Refusal, read);
    }

    private static async Task<List<Cell>> Each(IEnumerable<int> things, Func<int, Task<Cell>> ask)
    {
        var cells = new List<Cell>();
        foreach (var thing in things)
        {
            cells.Add(await ask(thing));
        }

        return cells;
    }

    private static IEnumerable<int> Ids(Answer answer) => answer.Is(200)["results"].EnumerateArray().Select(r => r.GetProperty("id").GetInt32()).Order();

    /// <param name="Said">Why the service refuses; none if it does not.</param>
    public sealed record Cell(Refusal? Said, Answer Answer);
}
