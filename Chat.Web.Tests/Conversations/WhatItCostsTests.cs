using Chat.Web.Access;
using Chat.Web.Conversations;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Conversations;

/// <summary>What must not grow with the school, counted.</summary>
public sealed class WhatItCostsTests : IAsyncLifetime
{
    private readonly SchoolHouse _school = new() { RunsErrands = false };

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task A_send_costs_three_reads_at_most_and_one_visit_to_the_lane_whoever_listens()
    {
        var lines = Enumerable.Range(0, 50).Select(i => _school.Feed.Open(i % 2 == 0 ? _school.TestTeacher.Id : _school.TestParent.Id)).ToList();
        var (reads, visits) = (_school.Statements.Count, _school.Lane.Visits);

        (await _school.SayAsync(_school.TestStudent, _school.Maths)).Granted();

        Assert.InRange(_school.Statements.Count - reads, 1, 3);
        Assert.Equal(1, _school.Lane.Visits - visits);
        Assert.All(lines, l => Assert.Single(l.HeardSoFar<MessageSent>()));
        lines.ForEach(l => l.Dispose());
    }

    [Fact]
    public async Task A_list_of_five_hundred_costs_what_a_list_of_five_costs()
    {
        var few = await ListAsync(_school.Admin, expected: 5);
        await TalkWithEverybodyAsync(_school.Admin, 500);
        var many = await ListAsync(_school.Admin, expected: 500);

        Assert.Equal(few, many);
        Assert.InRange(many, 1, 3);
    }

    [Fact]
    public async Task Reading_writes_nothing_but_the_readers_own_pointer()
    {
        await _school.SayAsync(_school.TestTeacher, _school.Maths);
        var visits = _school.Lane.Visits;

        (await _school.Conversations.OpenAsync(_school.TestStudent, _school.Maths, Stop)).Granted();
        (await _school.Reader.BeforeAsync(_school.TestStudent, _school.Maths, cancellation: Stop)).Granted();
        await _school.Conversations.ContactsAsync(_school.TestStudent, Stop);
        Assert.Equal(visits, _school.Lane.Visits);

        (await _school.Messages.MarkReadAsync(_school.TestStudent, _school.Maths, int.MaxValue, Stop)).Granted();
        (await _school.Messages.MarkReadAsync(_school.TestStudent, _school.Maths, int.MaxValue, Stop)).Granted();
        Assert.Equal(visits + 1, _school.Lane.Visits);
    }

    private async Task<int> ListAsync(Actor actor, int expected)
    {
        var before = _school.Statements.Count;
        Assert.Equal(expected, (await _school.Conversations.ListAsync(actor, take: expected, cancellation: Stop)).Count);
        return _school.Statements.Count - before;
    }

    private async Task TalkWithEverybodyAsync(Actor actor, int number)
    {
        var subject = await _school.AdmitAsync("Everybody", Role.Student);
        await _school.WriteAsync(db => db.AddRange(Enumerable.Range(0, number).Select(i => new Conversation
        {
            Kind = ConversationKind.Direct,
            Key = $"test:{i}",
            LastSeq = i,
            Participants = [new() { UserId = actor.Id, Role = actor.Role }, new() { UserId = subject.Id, Role = subject.Role }],
        })));
    }
}
