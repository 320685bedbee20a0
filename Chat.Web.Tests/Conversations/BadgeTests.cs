using Chat.Web.Access;
using Chat.Web.Conversations;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Conversations;

/// <summary>Whatever people do, in whatever order: there is a badge exactly where there is something unread.</summary>
public sealed class BadgeTests : IAsyncLifetime
{
    private const int Deeds = 120;

    private readonly SchoolHouse _school = new() { RunsErrands = false };

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(42)]
    [InlineData(1905)]
    public async Task No_badge_stands_without_an_unread_message_nor_an_unread_message_without_a_badge(int seed)
    {
#pragma warning disable CA5394 // Repeatable on purpose: a failing seed fails again.
        var chance = new Random(seed);
        Actor[] people = [_school.TestStudent, _school.TestTeacher];
        var model = new Model(await _school.ConversationAsync(_school.Maths), (await _school.Reader.BeforeAsync(_school.TestStudent, _school.Maths, cancellation: Stop)).Granted());

        for (var i = 0; i < Deeds; i++)
        {
            var actor = people[chance.Next(people.Length)];
            var seq = chance.Next(1, model.LastSeq + 1);
            switch (chance.Next(6))
            {
                case 0 or 1:
                    model.Said((await _school.SayAsync(actor, _school.Maths, $"{i}")).Granted());
                    break;
                case 2:
                    await _school.Messages.MarkReadAsync(actor, _school.Maths, seq, Stop);
                    model.Read(actor, seq);
                    break;
                case 3:
                    await _school.Revisions.EditAsync(actor, _school.Maths, seq, $"{i} edited", Stop);
                    break;
                case 4:
                    model.Removed((await _school.Revisions.RemoveAsync(actor, _school.Maths, seq, "Order", Stop)).Value);
                    break;
                default:
                    if ((await _school.Listing.MarkUnreadAsync(actor, _school.Maths, seq, Stop)).Refusal is null)
                    {
                        model.MarkedUnread(actor, seq);
                    }

                    break;
            }

            foreach (var person in people)
            {
                var listed = (await _school.Conversations.ListAsync(person, cancellation: Stop)).Single(c => c.Id == _school.Maths);
                var isAmongUnread = (await _school.Conversations.ListAsync(person, shown: Shown.Unread, cancellation: Stop)).Any(c => c.Id == _school.Maths);
                Assert.Equal((i, model.UnreadOf(person)), (i, listed.Unread));
                Assert.Equal(listed.Unread > 0, isAmongUnread);
            }
        }
#pragma warning restore CA5394
    }

    /// <summary>The rule as one would tell it: others' messages past one's pointer that are still there.</summary>
    private sealed class Model(Conversation conversation, IEnumerable<MessageView> messages)
    {
        private readonly Dictionary<int, (int SenderId, bool IsRemoved)> _messages = messages.ToDictionary(m => m.Seq, m => (m.Sender.Id, m.IsRemoved));
        private readonly Dictionary<int, int> _pointers = conversation.Participants.ToDictionary(p => p.UserId, p => p.LastReadSeq);

        public int LastSeq => _messages.Keys.Max();

        public void Said(MessageView message)
        {
            _messages[message.Seq] = (message.Sender.Id, false);
            _pointers[message.Sender.Id] = message.Seq;
        }

        public void Read(Actor actor, int seq) => _pointers[actor.Id] = Math.Max(_pointers[actor.Id], seq);

        public void Removed(MessageView? message)
        {
            if (message is not null)
            {
                _messages[message.Seq] = (message.Sender.Id, true);
            }
        }

        public void MarkedUnread(Actor actor, int seq)
        {
            var first = _messages.Where(m => m.Key >= seq && m.Value.SenderId != actor.Id && !m.Value.IsRemoved).Min(m => m.Key);
            _pointers[actor.Id] = Math.Min(_pointers[actor.Id], first - 1);
        }

        public int UnreadOf(Actor actor) => _messages.Count(m => m.Key > _pointers[actor.Id] && m.Value.SenderId != actor.Id && !m.Value.IsRemoved);
    }
}
