using System.Globalization;
using System.Text;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Bot;
using Chat.Web.Conversations;
using Chat.Web.Data;
using Chat.Web.Live;
using Chat.Web.School;
using Chat.Web.Shell;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Chat.Web.Tests.TestSupport;

/// <summary>
/// The whole application over a fresh SQLite file in a directory of its own, with the demo school's people under their
/// first names and their conversations under what they are about. Their history is not empty: nothing here starts at 1.
/// </summary>
public sealed class SchoolHouse : WebApplicationFactory<Program>, IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("chat-");
    private Dictionary<string, Actor> _people = [];
    private HttpClient? _line;

    public HandClock? Clock { get; init; }

    public RegistrationMode Registration { get; init; } = RegistrationMode.Invite;

    /// <summary>What is shown here is rarely how often somebody may; where it is, this is 1.</summary>
    public double LimitsMultiplier { get; init; } = 10_000;

    public string Environment { get; init; } = "Development";

    /// <summary>True for a house with a port of its own: what the server decides before the application is asked is decided there as well.</summary>
    public bool IsOnTheStreet { get; init; }

    /// <summary>Everything the house writes down, for those who look for what must not stand there.</summary>
    public Diary? Diary { get; init; }

    /// <summary>Settings beside those that every house here has.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>A copy of another house's data, to go on with instead of beginning anew.</summary>
    public string? RestoredFrom { get; init; }

    /// <summary>False for a school in which nobody has an account yet.</summary>
    public bool IsPeopled { get; init; } = true;

    /// <summary>False for a house that does nothing unless it is asked: no calendar is followed, nothing is written down each minute.</summary>
    public bool RunsErrands { get; init; } = true;

    public Statements Statements { get; } = new();

    public Actor TestStudent => Named("Test Student");

    public Actor TestTeacher => Named("Test Teacher");

    public Actor TestTutor => Named("Test Tutor");

    public Actor TestParent => Named("Test Parent");

    public Actor Admin => Named("Admin");

    public Actor Administrator => Named("Администратор");

    public Actor Ivan => Named("Иван Петров");

    public Actor Anna => Named("Анна Иванова");

    public Actor Dmitry => Named("Дмитрий Смирнов");

    public Actor Maria => Named("Мария Соколова");

    public Actor Elena => Named("Елена Иванова");

    /// <summary>Nobody of the cast: it has a place in conversations and is no person.</summary>
    public Actor Bot => The<BotAccount>().Actor;

    public IEnumerable<Actor> Cast => _people.Values;

    /// <summary>Test Student and Test Teacher, read along by Test Parent.</summary>
    public int Maths { get; private set; }

    /// <summary>Test Student and Test Tutor, read along by Test Parent.</summary>
    public int Tutoring { get; private set; }

    /// <summary>Anna and Ivan, read along by Elena.</summary>
    public int AnnasPhysics { get; private set; }

    /// <summary>Anna and Maria, read along by Elena.</summary>
    public int AnnasTutoring { get; private set; }

    /// <summary>Dmitry and Ivan, with nobody reading along but the office.</summary>
    public int DmitrysPhysics { get; private set; }

    public string DataDirectory => _directory.FullName;

    public string DatabaseFile => Path.Combine(_directory.FullName, "chat.db");

    /// <summary>The line on which programs come to it.</summary>
    public HttpClient Line => _line ??= new HttpClient(
        IsOnTheStreet ? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, Expect100ContinueTimeout = Patience.Limit, RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 } : Server.CreateHandler())
    {
        BaseAddress = ClientOptions.BaseAddress,
        Timeout = Patience.Limit,
    };

    public Feed Feed => The<Feed>();

    public CountedLane Lane => (CountedLane)The<WriteLane>();

    public MessageService Messages => The<MessageService>();

    public MessageReader Reader => The<MessageReader>();

    public RevisionService Revisions => The<RevisionService>();

    public ReactionService Reactions => The<ReactionService>();

    public ModerationService Moderation => The<ModerationService>();

    public ListingService Listing => The<ListingService>();

    public ConversationService Conversations => The<ConversationService>();

    public SchoolService Office => The<SchoolService>();

    public AccountService Accounts => The<AccountService>();

    public PageService Pages => The<PageService>();

    public ThreadService Threads => The<ThreadService>();

    public TokenService Tokens => The<TokenService>();

    public SessionService Sessions => The<SessionService>();

    public SignInService SignIns => The<SignInService>();

    public RegistrationService Registrations => The<RegistrationService>();

    public InvitationService Invitations => The<InvitationService>();

    public async Task<SchoolHouse> OpenAsync()
    {
        await InitializeAsync();
        return this;
    }

    public async ValueTask InitializeAsync()
    {
        if (IsOnTheStreet)
        {
            UseKestrel(0);
        }

        foreach (var file in RestoredFrom is null ? [] : new DirectoryInfo(RestoredFrom).GetFiles("*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_directory.FullName, Path.GetRelativePath(RestoredFrom!, file.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            file.CopyTo(copy);
        }

        StartServer();
        await using var db = OpenDb();
        await MeetEveryoneAsync();
        Maths = await IdOfAsync(db, "Test Student", "Test Teacher", "Mathematics");
        Tutoring = await IdOfAsync(db, "Test Student", "Test Tutor", "Mathematics");
        AnnasPhysics = await IdOfAsync(db, "Анна Иванова", "Иван Петров", "Physics");
        DmitrysPhysics = await IdOfAsync(db, "Дмитрий Смирнов", "Иван Петров", "Physics");
        AnnasTutoring = await IdOfAsync(db, "Анна Иванова", "Мария Соколова", null);
    }

    public override async ValueTask DisposeAsync()
    {
        _line?.Dispose();
        await base.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    public TService The<TService>()
        where TService : notnull => Services.GetRequiredService<TService>();

    /// <summary>What the house reads with: it cannot write.</summary>
    /// <summary>Folds the write-ahead log back into the file, from outside.</summary>
    /// <returns>SQLite's word on whether anybody stood in the way: 0 if nobody did.</returns>
    public async Task<long> FoldBackAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False");
        await connection.OpenAsync(Patience.Stop);
        await using var fold = connection.CreateCommand();
        fold.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        return (long)(await fold.ExecuteScalarAsync(Patience.Stop))!;
    }

    public ChatDbContext OpenDb() => The<IDbContextFactory<ChatDbContext>>().CreateDbContext();

    /// <summary>Somebody by their full name, as they were when last met.</summary>
    public Actor Named(string fullName) => _people[fullName];

    /// <summary>Reads everyone anew, in the roles they have now. Only those with an active account can act.</summary>
    public async Task MeetEveryoneAsync()
    {
        await using var db = OpenDb();
        _people = await db.Users.People().AsNoTracking()
            .Where(u => u.Status == AccountStatus.Active)
            .ToDictionaryAsync(u => u.FullName, u => new Actor(u.Id, u.Role, u.Capabilities), Patience.Stop);
    }

    /// <summary>Writes what no service has a word for.</summary>
    public Task WriteAsync(Action<ChatDbContext> write) => Lane.RunAsync(
        async db =>
        {
            write(db);
            return await db.SaveChangesAsync();
        },
        Patience.Stop);

    public async Task<Actor> AdmitAsync(string fullName, Role role, Capabilities capabilities = Capabilities.None)
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        var user = new AppUser
        {
            FullName = fullName,
            Role = role,
            Capabilities = capabilities,
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            UserName = email,
            NormalizedUserName = email.ToUpperInvariant(),
            SecurityStamp = email,
        };
        await WriteAsync(db => db.Users.Add(user));
        return _people[fullName] = new Actor(user.Id, role, capabilities);
    }

    /// <summary>So many parents whose names begin alike; every third has the same one.</summary>
    public Task AdmitManyAsync(int count, string name) => WriteAsync(db => db.Users.AddRange(Enumerable.Range(0, count).Select(i => new AppUser
    {
        FullName = $"{name} {i % 3}",
        Role = Role.Parent,
        Email = $"{i}@{name}.example",
        NormalizedEmail = $"{i}@{name}.example".ToUpperInvariant(),
        UserName = $"{i}@{name}.example",
        NormalizedUserName = $"{i}@{name}.example".ToUpperInvariant(),
        SecurityStamp = $"{i}",
    })));

    public async Task<Conversation> ConversationAsync(int id)
    {
        await using var db = OpenDb();
        return await db.Conversations.AsNoTracking().Include(c => c.Participants).SingleAsync(c => c.Id == id, Patience.Stop);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(Environment);
        builder.UseSetting("Data:Directory", _directory.FullName);
        builder.UseSetting("Demo:School", IsPeopled.ToString());
        builder.UseSetting("Registration:Mode", Registration.ToString());
        // One round: what is shown here is who gets in, not how long it takes to guess.
        builder.UseSetting("Passwords:Iterations", "1");
        builder.UseSetting("Limits:Multiplier", LimitsMultiplier.ToString(CultureInfo.InvariantCulture));
        // A clock whose hands are turned passes many a night.
        builder.UseSetting("Backups:DailyAt", "");
        foreach (var (name, value) in Settings)
        {
            builder.UseSetting(name, value);
        }

        builder.ConfigureLogging(logs =>
        {
            logs.ClearProviders().AddProvider(Statements).AddFilter<Statements>("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Information);
            if (Diary is not null)
            {
                logs.AddProvider(Diary);
            }
        });
        builder.ConfigureTestServices(services =>
        {
            // Nobody sits at a terminal here to be greeted.
            var unwanted = services.Where(s => s.ImplementationType == typeof(Welcome) || (!RunsErrands && typeof(BackgroundService).IsAssignableFrom(s.ImplementationType)));
            unwanted.ToList().ForEach(s => services.Remove(s));
            services.AddSingleton<WriteLane>(provider => new CountedLane(ActivatorUtilities.CreateInstance<SqliteWriteLane>(provider)));
            if (Clock is not null)
            {
                services.AddSingleton<TimeProvider>(Clock);
            }
        });
    }

    private static Task<int> IdOfAsync(ChatDbContext db, string student, string staff, string? subject) =>
        db.Conversations
            .Where(c => c.Student!.FullName == student && c.Participants.Any(p => p.User.FullName == staff) && (c.Subject == null ? null : c.Subject.NameEn) == subject)
            .Select(c => c.Id)
            .SingleOrDefaultAsync(Patience.Stop);
}
