using Chat.Web.Access;
using Chat.Web.Bot;
using Chat.Web.School;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Access;

/// <summary>The people and the four conversations that docs/permissions.md speaks of.</summary>
public sealed class PeopleOfTheMatrix : IAsyncLifetime
{
    private Dictionary<string, Actor> _people = [];
    private Dictionary<string, int> _conversations = [];

    /// <summary>Nobody answers by themselves here: between two questions nothing else is said.</summary>
    public SchoolHouse School { get; } = new() { RunsErrands = false };

    public Actor this[string name] => _people[name];

    public string NameOf(int id) => _people.Single(p => p.Value.Id == id).Key;

    public int Conversation(string kind) => _conversations[kind];

    public async ValueTask InitializeAsync()
    {
        await School.OpenAsync();
        _people = new()
        {
            ["Test Student"] = School.TestStudent,
            ["Test Teacher"] = School.TestTeacher,
            ["Test Tutor"] = School.TestTutor,
            ["Test Parent"] = School.TestParent,
            ["Anna"] = School.Anna,
            ["Ivan"] = School.Ivan,
            ["Maria"] = School.Maria,
            ["Elena"] = School.Elena,
            ["Admin"] = School.Admin,
            ["Pavel"] = await School.AdmitAsync("Pavel", Role.Parent),
            ["Olga"] = await School.AdmitAsync("Olga", Role.Parent),
            ["Nina"] = await School.AdmitAsync("Nina", Role.Parent),
            ["Vera"] = await School.AdmitAsync("Vera", Role.Teacher, Capabilities.SafeguardingLead),
            ["Semyon"] = await School.AdmitAsync("Semyon", Role.Teacher),
        };
        await TieAsync();
        await BeginAsync();
    }

    public ValueTask DisposeAsync() => School.DisposeAsync();

    private async Task TieAsync()
    {
        var (office, admin, student) = (School.Office, School.Admin, School.TestStudent.Id);
        var pavels = await office.LinkGuardianAsync(admin, student, this["Pavel"].Id, GuardianRelationship.Father, cancellation: Stop);
        var olgas = await office.LinkGuardianAsync(admin, student, this["Olga"].Id, GuardianRelationship.Guardian, cancellation: Stop);
        (await office.RestrictGuardianAsync(admin, pavels.Granted(), restricted: true, Stop)).Granted();
        (await office.EndGuardianLinkAsync(admin, olgas.Granted(), Stop)).Granted();
        await School.WriteAsync(db => db.GuardianLinks.Add(new GuardianLink { StudentId = student, ParentId = this["Nina"].Id, From = DateTimeOffset.UnixEpoch }));

        (await office.EnrollAsync(admin, student, subjectId: 1, this["Semyon"].Id, cancellation: Stop)).Granted();
        (await School.Accounts.SuspendAsync(admin, this["Semyon"].Id, Stop)).Granted();
    }

    private async Task BeginAsync() => _conversations = new()
    {
        ["forum_subject"] = School.Maths,
        ["forum_tutor"] = School.Tutoring,
        ["direct"] = (await School.Conversations.StartAsync(School.TestStudent, School.TestTeacher.Id, aboutStudentId: null, Stop)).Granted().ConversationId,
        ["home_school"] = (await School.Conversations.StartAsync(School.TestParent, School.TestTeacher.Id, School.TestStudent.Id, Stop)).Granted().ConversationId,
        ["bot"] = (await School.The<BotConversationService>().BeginAsync(School.TestStudent, clientId: null, "ru", Stop)).Granted().Id,
    };
}
