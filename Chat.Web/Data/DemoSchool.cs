using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Conversations;
using Chat.Web.School;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Data;

/// <summary>
/// A small school to try everything in: its people, their passwords and their relationships are public knowledge, so a
/// production house neither makes it nor starts with any of it.
/// </summary>
public sealed class DemoSchool(
    WriteLane lane,
    IDbContextFactory<ChatDbContext> database,
    PasswordHashing hashing,
    IdentityUsers identity,
    IEnumerable<EdgesChanged> listeners,
    IConfiguration configuration,
    IHostEnvironment environment,
    TimeProvider clock)
{
    /// <summary>Its people. Password rules do not apply to them.</summary>
    public static readonly IReadOnlyList<DemoPerson> People =
    [
        new("test_student@example.com", "test123", "Test Student", Role.Student),
        new("test_teacher@example.com", "test123", "Test Teacher", Role.Teacher),
        new("test_tutor@example.com", "test123", "Test Tutor", Role.Tutor),
        new("test_parent@example.com", "test123", "Test Parent", Role.Parent),
        new("admin@example.com", "admin12345", "Admin", Role.Admin),
        new("admin@test.com", "admin123", "Администратор", Role.Admin, UserName: "admin"),
        new("ivan.petrov@tutoring.com", "password123", "Иван Петров", Role.Teacher),
        new("anna.ivanova@student.com", "password123", "Анна Иванова", Role.Student),
        new("dmitry.smirnov@student.com", "password123", "Дмитрий Смирнов", Role.Student),
        new("tutor1@test.com", "test", "Мария Соколова", Role.Tutor),
        new("parent1@test.com", "test", "Елена Иванова", Role.Parent),
    ];

    public bool IsWanted => configuration.GetValue<bool>("Demo:School");

    public async Task PrepareAsync(CancellationToken cancellation)
    {
        if (environment.IsProduction())
        {
            await RefuseInProductionAsync(cancellation);
        }
        else if (IsWanted && await IsEmptyAsync(cancellation))
        {
            await FillAsync(cancellation);
        }
    }

    private async Task RefuseInProductionAsync(CancellationToken cancellation)
    {
        if (IsWanted)
        {
            throw new StartRefusedException("Demo:School is on. Its passwords are public: it is not for production.");
        }

        await using var db = await database.CreateDbContextAsync(cancellation);
        foreach (var person in People)
        {
            var name = IdentityUsers.Normalize(person.Email);
            var hash = await db.Users.Where(u => u.NormalizedEmail == name).Select(u => u.PasswordHash).SingleOrDefaultAsync(cancellation);
            if (hash is not null && (await hashing.VerifyAsync(hash, person.Password)).Value is not PasswordVerificationResult.Failed)
            {
                throw new StartRefusedException($"The account {person.Email} still has its demo password, which is public. Change it, or start with another Data:Directory.");
            }
        }
    }

    private async Task<bool> IsEmptyAsync(CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        return !await db.Users.People().AnyAsync(cancellation);
    }

    private async Task FillAsync(CancellationToken cancellation)
    {
        var hashes = await Task.WhenAll(People.Select(p => hashing.HashAsync(p.Password)));
        var ready = hashes.Select(h => h.Value ?? throw new InvalidOperationException("The demo passwords could not be hashed.")).ToArray();

        // One command: a house that is stopped half-way has no half a school.
        await lane.RunAsync(async db =>
        {
            var users = await AddPeopleAsync(db, ready);
            AddEdges(db, users);
            await db.SaveChangesAsync(cancellation);

            foreach (var student in users.Values.Where(Rights.Studies))
            {
                foreach (var follow in listeners)
                {
                    await follow(db, student.Id, clock.GetUtcNow(), cancellation);
                }
            }

            await AddTalkAsync(db, users, cancellation);
            db.AddRange(DemoKnowledge.Articles(users["Admin"], clock.GetUtcNow()));
            db.AddRange(DemoKnowledge.Prompts());
            await db.SaveChangesAsync(cancellation);
            return users.Count;
        }, cancellation);
    }

    private async Task<Dictionary<string, AppUser>> AddPeopleAsync(ChatDbContext db, string[] hashes)
    {
        var users = new Dictionary<string, AppUser>(StringComparer.Ordinal);
        foreach (var (person, hash) in People.Zip(hashes))
        {
            var user = new AppUser
            {
                FullName = person.FullName,
                Email = person.Email,
                UserName = person.UserName ?? person.Email,
                PasswordHash = hash,
                Role = person.Role,
                CreatedAt = clock.GetUtcNow(),
                IsDemo = true,
            };
            var created = await identity.Over(db).CreateAsync(user);
            if (!created.Succeeded)
            {
                throw new InvalidOperationException($"The demo account {person.Email} was refused: {created}");
            }

            users.Add(person.FullName, user);
        }

        return users;
    }

    private void AddEdges(ChatDbContext db, Dictionary<string, AppUser> who)
    {
        var maths = new Subject { NameRu = "Математика", NameEn = "Mathematics" };
        var physics = new Subject { NameRu = "Физика", NameEn = "Physics" };
        var russian = new Subject { NameRu = "Русский язык", NameEn = "Russian" };
        db.AddRange(maths, physics, russian);

        var from = clock.GetUtcNow();
        Enrollment Enroll(string student, Subject subject, string teacher) => new() { Student = who[student], Subject = subject, Teacher = who[teacher], From = from };
        GuardianLink Link(string student, string parent) => new()
        {
            Student = who[student],
            Parent = who[parent],
            Relationship = GuardianRelationship.Mother,
            VerifiedAt = from,
            From = from,
        };

        db.AddRange(
            Enroll("Test Student", maths, "Test Teacher"),
            Enroll("Анна Иванова", physics, "Иван Петров"),
            Enroll("Анна Иванова", maths, "Иван Петров"),
            Enroll("Дмитрий Смирнов", physics, "Иван Петров"),
            new TutorAssignment { Student = who["Test Student"], Tutor = who["Test Tutor"], Subject = maths, From = from },
            new TutorAssignment { Student = who["Анна Иванова"], Tutor = who["Мария Соколова"], From = from },
            Link("Test Student", "Test Parent"),
            Link("Анна Иванова", "Елена Иванова"));
    }

    private async Task AddTalkAsync(ChatDbContext db, Dictionary<string, AppUser> who, CancellationToken cancellation)
    {
        var said = new List<Message>();
        foreach (var (key, lines) in DemoTalk.Lines(who))
        {
            var conversation = await db.Conversations.SingleAsync(c => c.Key == key, cancellation);
            foreach (var (sender, minutesAgo, text) in lines)
            {
                conversation.LastSeq++;
                conversation.LastActivityAt = clock.GetUtcNow().AddMinutes(-minutesAgo);
                conversation.LastSenderId = sender.Id;
                conversation.LastText = MessageText.Preview(text);
                said.Add(new Message
                {
                    ConversationId = conversation.Id,
                    Seq = conversation.LastSeq,
                    SenderId = sender.Id,
                    ClientMessageId = Guid.NewGuid(),
                    Text = text,
                    SentAt = conversation.LastActivityAt,
                });
                await db.Participants
                    .Where(p => p.ConversationId == conversation.Id && p.UserId == sender.Id)
                    .ExecuteUpdateAsync(set => set.SetProperty(p => p.LastReadSeq, conversation.LastSeq), cancellation);
            }
        }

        // In the order in which it was said, as it is in every other school: what is newest is looked for by number.
        db.Messages.AddRange(said.OrderBy(m => m.SentAt));
        await db.SaveChangesAsync(cancellation);
    }
}

public sealed record DemoPerson(string Email, string Password, string FullName, Role Role, string? UserName = null);
