using Chat.Web.Conversations;
using Chat.Web.Live;
using Chat.Web.Outcomes;
using Chat.Web.School;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.School;

/// <summary>A parent's doors open and close with their link, on pages that are open as well.</summary>
public sealed class ParentsAndTheirChildrenTests : IAsyncLifetime
{
    private readonly SchoolHouse _school = new();
    private int _link;

    public async ValueTask InitializeAsync()
    {
        await _school.OpenAsync();
        await using var db = _school.OpenDb();
        _link = await db.GuardianLinks.Where(l => l.ParentId == _school.Elena.Id).Select(l => l.Id).SingleAsync(Stop);
    }

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task When_the_link_ends_the_next_reading_finds_nothing_and_open_pages_are_told()
    {
        using var elena = _school.Feed.Open(_school.Elena.Id);
        (await _school.Reader.BeforeAsync(_school.Elena, _school.AnnasPhysics, cancellation: Stop)).Granted();

        (await _school.Office.EndGuardianLinkAsync(_school.Admin, _link, Stop)).Granted();

        await elena.NextAsync<ReachChanged>();
        (await _school.Reader.BeforeAsync(_school.Elena, _school.AnnasPhysics, cancellation: Stop)).RefusedAs(Refusal.NotFound);
        Assert.Empty(await _school.Conversations.ListAsync(_school.Elena, cancellation: Stop));

        await _school.SayAsync(_school.Anna, _school.AnnasPhysics, "She is gone");
        Assert.Empty(elena.HeardSoFar<MessageSent>());
    }

    [Fact]
    public async Task A_restriction_shuts_the_doors_and_its_lifting_opens_them()
    {
        using var elena = _school.Feed.Open(_school.Elena.Id);

        (await _school.Office.RestrictGuardianAsync(_school.Admin, _link, restricted: true, Stop)).Granted();
        await elena.NextAsync<ReachChanged>();
        (await _school.Reader.BeforeAsync(_school.Elena, _school.AnnasPhysics, cancellation: Stop)).RefusedAs(Refusal.NotFound);

        (await _school.Office.RestrictGuardianAsync(_school.Admin, _link, restricted: false, Stop)).Granted();
        await elena.NextAsync<ReachChanged>();
        (await _school.Reader.BeforeAsync(_school.Elena, _school.AnnasPhysics, cancellation: Stop)).Granted();
    }

    [Fact]
    public async Task A_new_link_opens_the_childs_chats_to_be_read()
    {
        using var elena = _school.Feed.Open(_school.Elena.Id);

        (await _school.Office.LinkGuardianAsync(_school.Admin, _school.Dmitry.Id, _school.Elena.Id, GuardianRelationship.Guardian, cancellation: Stop)).Granted();

        await elena.NextAsync<ReachChanged>();
        Assert.Contains(await _school.Conversations.ListAsync(_school.Elena, cancellation: Stop), c => c.Student!.Id == _school.Dmitry.Id && c.IsReadOnly);
    }

    [Fact]
    public async Task What_home_and_school_talk_of_closes_with_the_link_and_opens_with_it_again()
    {
        var talk = (await _school.Conversations.StartAsync(_school.Elena, _school.Ivan.Id, _school.Anna.Id, Stop)).Granted().ConversationId;
        (await _school.SayAsync(_school.Elena, talk)).Granted();

        (await _school.Office.RestrictGuardianAsync(_school.Admin, _link, restricted: true, Stop)).Granted();
        (await _school.SayAsync(_school.Elena, talk)).RefusedAs(ConversationRefusals.NotActive);
        (await _school.SayAsync(_school.Ivan, talk)).RefusedAs(ConversationRefusals.NotActive);
        (await _school.Conversations.StartAsync(_school.Ivan, _school.Elena.Id, _school.Anna.Id, Stop)).RefusedAs(ConversationRefusals.NotRelated);

        (await _school.Office.RestrictGuardianAsync(_school.Admin, _link, restricted: false, Stop)).Granted();
        (await _school.SayAsync(_school.Ivan, talk)).Granted();
    }

    [Fact]
    public async Task What_home_and_school_talk_of_closes_when_the_teacher_leaves_the_child()
    {
        var talk = (await _school.Conversations.StartAsync(_school.Maria, _school.Elena.Id, _school.Anna.Id, Stop)).Granted().ConversationId;
        await using var db = _school.OpenDb();
        var assignment = await db.TutorAssignments.Where(a => a.TutorId == _school.Maria.Id).Select(a => a.Id).SingleAsync(Stop);

        (await _school.Office.EndTutorAssignmentAsync(_school.Admin, assignment, Stop)).Granted();

        (await _school.SayAsync(_school.Maria, talk)).RefusedAs(ConversationRefusals.NotActive);
        Assert.Contains(await _school.Conversations.ListAsync(_school.Elena, cancellation: Stop), c => c.Id == talk && c.State is ConversationState.Archived);
    }
}
