using Chat.Web.Access;
using Chat.Web.Conversations;
using Chat.Web.Outcomes;
using Chat.Web.School;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Conversations;

public sealed class StartingConversationsTests : IAsyncLifetime
{
    private readonly SchoolHouse _school = new();

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task Two_people_who_may_write_to_each_other_have_one_conversation_whoever_begins()
    {
        using var teacher = _school.Feed.Open(_school.TestTeacher.Id);

        var begun = (await StartAsync(_school.TestStudent, _school.TestTeacher)).Granted();
        Assert.Equal(begun, (await teacher.NextAsync<ConversationChanged>()).ConversationId);

        Assert.Equal(begun, (await StartAsync(_school.TestTeacher, _school.TestStudent)).Granted());
        Assert.NotEqual(_school.Maths, begun);
        (await _school.SayAsync(_school.TestTeacher, begun)).Granted();
    }

    [Fact]
    public async Task Begun_fifty_times_at_once_from_both_sides_it_is_one()
    {
        var begun = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => i % 2 == 0
            ? StartAsync(_school.TestParent, _school.TestTutor, _school.TestStudent)
            : StartAsync(_school.TestTutor, _school.TestParent, _school.TestStudent)));

        var only = Assert.Single(begun.Select(b => b.Granted()).Distinct());
        await using var db = _school.OpenDb();
        Assert.Equal([only], await db.Conversations.Where(c => c.Kind == ConversationKind.HomeSchool).Select(c => c.Id).ToListAsync(Stop));
        Assert.Equal(2, await db.Participants.CountAsync(p => p.ConversationId == only, Stop));
    }

    [Fact]
    public async Task Home_and_school_talk_of_each_child_apart()
    {
        (await _school.Office.LinkGuardianAsync(_school.Admin, _school.Dmitry.Id, _school.Elena.Id, GuardianRelationship.Mother, cancellation: Stop)).Granted();

        var ofAnna = (await StartAsync(_school.Elena, _school.Ivan, _school.Anna)).Granted();
        var ofDmitry = (await StartAsync(_school.Elena, _school.Ivan, _school.Dmitry)).Granted();

        Assert.NotEqual(ofAnna, ofDmitry);
        Assert.DoesNotContain(await _school.Conversations.ListAsync(_school.Anna, cancellation: Stop), c => c.Id == ofAnna);
        (await StartAsync(_school.Elena, _school.Ivan)).RefusedAs(ConversationRefusals.NotRelated);
    }

    [Fact]
    public async Task Nobody_writes_to_whom_they_have_nothing_to_do_with()
    {
        (await StartAsync(_school.TestStudent, _school.Anna)).RefusedAs(ConversationRefusals.NotRelated);
        (await StartAsync(_school.TestStudent, _school.Ivan)).RefusedAs(ConversationRefusals.NotRelated);
        (await StartAsync(_school.TestParent, _school.Ivan, _school.Anna)).RefusedAs(ConversationRefusals.NotRelated);
        (await StartAsync(_school.TestParent, _school.TestTeacher, _school.Anna)).RefusedAs(ConversationRefusals.NotRelated);
        (await _school.Conversations.StartAsync(_school.TestStudent, int.MaxValue, null, Stop)).RefusedAs(ConversationRefusals.NotRelated);
    }

    [Fact]
    public async Task Nobody_writes_to_themselves()
    {
        foreach (var actor in _school.Cast)
        {
            (await StartAsync(actor, actor)).RefusedAs(ConversationRefusals.NotRelated);
            Assert.DoesNotContain(await _school.Conversations.ContactsAsync(actor, Stop), c => c.Person.Id == actor.Id);
        }
    }

    [Fact]
    public async Task Nobody_writes_first_to_a_suspended_account()
    {
        (await _school.Accounts.SuspendAsync(_school.Admin, _school.TestTeacher.Id, Stop)).Granted();

        (await StartAsync(_school.TestStudent, _school.TestTeacher)).RefusedAs(ConversationRefusals.NotRelated);
        Assert.DoesNotContain(await _school.Conversations.ContactsAsync(_school.TestStudent, Stop), c => c.Person.Id == _school.TestTeacher.Id);
    }

    [Fact]
    public async Task A_contact_comes_with_every_reason_why()
    {
        var ivan = (await _school.Conversations.ContactsAsync(_school.Anna, Stop)).Single(c => c.Person.Id == _school.Ivan.Id);

        Assert.Equal(["Mathematics", "Physics"], ivan.Ties.Select(t => t.Subject!.NameEn).Order());
        Assert.All(ivan.Ties, t => Assert.Equal(TieKind.TeachesYou, t.Kind));
    }

    private async Task<Outcome<int>> StartAsync(Actor actor, Actor contact, Actor? about = null)
    {
        var started = await _school.Conversations.StartAsync(actor, contact.Id, about?.Id, Stop);
        return started.Refusal is { } refusal ? refusal : started.Value!.ConversationId;
    }
}
