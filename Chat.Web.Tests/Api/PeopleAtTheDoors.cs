using Chat.Web.Access;
using Chat.Web.Conversations;
using Chat.Web.School;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Api;

/// <summary>Everybody who comes to a door, and every conversation they may find behind it: their own, another's, a child's, a former one, none at all.</summary>
public sealed class PeopleAtTheDoors : IAsyncLifetime
{
    public const int Unknown = 999_999;

    private readonly Dictionary<int, (Actor One, Actor Other)> _members = [];
    private readonly Dictionary<int, MessageView> _first = [];
    private readonly Dictionary<(int Conversation, int Author), Guid> _files = [];

    public OpenHouse House { get; } = new();

    public SchoolHouse School => House.School;

    public List<Actor> Cast { get; private set; } = [];

    public IEnumerable<int> Conversations => _members.Keys.Append(Unknown);

    public IEnumerable<int> People => Cast.Select(a => a.Id).Append(Unknown);

    public async ValueTask InitializeAsync()
    {
        await House.InitializeAsync();
        var (s, office) = (School, School.Office);
        var former = await s.AdmitAsync("A former teacher", Role.Teacher);
        var apart = await s.AdmitAsync("A restricted parent", Role.Parent);
        await s.AdmitAsync("The lead", Role.Teacher, Capabilities.SafeguardingLead);
        (await office.RestrictGuardianAsync(s.Admin, (await office.LinkGuardianAsync(s.Admin, s.Dmitry.Id, apart.Id, GuardianRelationship.Father, cancellation: Stop)).Granted(), restricted: true, Stop)).Granted();
        (await office.EnrollAsync(s.Admin, s.Dmitry.Id, subjectId: 1, former.Id, cancellation: Stop)).Granted();
        var ended = (await s.Conversations.ListAsync(former, cancellation: Stop))[0].Id;
        Cast = [.. s.Cast];

        _members[s.Maths] = (s.TestTeacher, s.TestStudent);
        _members[s.Tutoring] = (s.TestTutor, s.TestStudent);
        _members[s.AnnasPhysics] = (s.Ivan, s.Anna);
        _members[s.DmitrysPhysics] = (s.Ivan, s.Dmitry);
        _members[ended] = (former, s.Dmitry);
        _members[await BeginAsync(s.TestTeacher, s.TestStudent)] = (s.TestTeacher, s.TestStudent);
        _members[await BeginAsync(s.TestTeacher, s.TestParent, s.TestStudent)] = (s.TestTeacher, s.TestParent);
        _members[await BeginAsync(s.Administrator, s.Maria)] = (s.Maria, s.Administrator);
        foreach (var (conversation, (one, other)) in _members)
        {
            _first[conversation] = (await s.SayAsync(one, conversation, "The first word")).Granted();
            (await s.SayAsync(other, conversation, "The second")).Granted();
        }

        await s.EndAsync<Enrollment>(e => e.TeacherId == former.Id);
    }

    public ValueTask DisposeAsync() => House.DisposeAsync();

    public (Actor One, Actor Other) MembersOf(int conversation) => _members.GetValueOrDefault(conversation, (School.TestTeacher, School.TestStudent));

    /// <summary>Something said there just now; where nothing can be said any more, or there is no such place, what stands for it.</summary>
    public async Task<(long Id, int Seq, int SenderId)> WordAsync(int conversation, Actor author) =>
        conversation == Unknown ? (Unknown, 1, 0)
        : ((await School.SayAsync(author, conversation, "Another word")).Value ?? _first[conversation]) is var said ? (said.Id, said.Seq, said.Sender.Id)
        : default;

    /// <summary>A file on something said there; where there is no such place, the id of none. One for all who ask: what opens it is not who asked before.</summary>
    public async Task<Guid> FileAsync(int conversation, Actor author)
    {
        if (conversation == Unknown)
        {
            return Guid.NewGuid();
        }

        if (!_files.TryGetValue((conversation, author.Id), out var id))
        {
            var word = await WordAsync(conversation, author);
            _files[(conversation, author.Id)] = id = (await School.UploadAsync(author, thumbnail: SampleFiles.Png())).Granted().Id;
            await School.Lane.RunAsync(db => db.Attachments.Where(a => a.Id == id).ExecuteUpdateAsync(set => set.SetProperty(a => a.MessageId, word.Id)), Stop);
        }

        return id;
    }

    private async Task<int> BeginAsync(Actor one, Actor other, Actor? about = null) =>
        (await School.Conversations.StartAsync(one, other.Id, about?.Id, Stop)).Granted().ConversationId;
}
