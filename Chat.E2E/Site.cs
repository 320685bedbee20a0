using Chat.Web.Conversations;
using Chat.Web.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Chat.E2E;

/// <summary>
/// The built application in a process of its own, on a free port of this machine and over a fresh data directory. It can
/// be killed, asked to stop, and started again in the same place.
/// </summary>
public sealed class Site : IAsyncLifetime
{
    private const int CannotOpen = 14;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("chat-e2e-");
    private readonly List<SiteRun> _runs = [];

    /// <summary>False for a school in which nobody has an account yet.</summary>
    public bool IsPeopled { get; init; } = true;

    /// <summary>As a school would run it: HTTPS, and cookies that insist on it.</summary>
    public bool IsInProduction { get; init; }

    /// <summary>One round: what is tried here is who gets in, not how long it takes to guess.</summary>
    public int PasswordIterations { get; init; } = 1;

    /// <summary>Enough for everything people do at once in a journey.</summary>
    public int LimitsMultiplier { get; init; } = 100;

    /// <summary>Settings beside those that every site has.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>What browsers come by, where they do not come straight.</summary>
    public Road? Road { get; init; }

    public Uri Address { get; private set; } = null!;

    /// <summary>Where it listens, past any road: for programs beside it.</summary>
    public Uri Direct { get; private set; } = null!;

    /// <summary>Where its data lies, for what an operator does beside it.</summary>
    public string DataDirectory => _directory.FullName;

    public string Said => string.Join('\n', _runs.Select(run => run.Said));

    public IReadOnlyList<string> Failures => [.. _runs.SelectMany(run => run.Failures)];

    /// <summary>How long the running process has kept processors busy.</summary>
    public TimeSpan Processor => Current.Processor;

    /// <inheritdoc cref="SiteRun.Memory"/>
    public long Memory => Current.Memory;

    private SiteRun Current => _runs[^1];

    public async ValueTask InitializeAsync()
    {
        Direct = await StartAsync(port: 0);
        Address = Road?.To(Direct) ?? Direct;
    }

    public Task StartAgainAsync() => StartAsync(Direct.Port);

    public Task KillAsync() => Current.KillAsync();

    public Task<int> TerminateAsync() => Current.TerminateAsync();

    /// <summary>A second process that was given this one's data directory by mistake.</summary>
    public SiteRun StartAnother() => new(ArgumentsOf(port: 0));

    /// <summary>One of the program's commands, given beside the running process or without one.</summary>
    public SiteRun Command(params string[] words) => new([.. words, "--lang=en", .. ArgumentsOf(port: 0)]);

    /// <summary>What is stored, read beside the running process and without a way to write.</summary>
    public ChatDbContext OpenDb()
    {
        var file = new SqliteConnectionStringBuilder { DataSource = Path.Combine(_directory.FullName, "chat.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        var db = new SqliteChatDbContext(new DbContextOptionsBuilder<SqliteChatDbContext>().UseSqlite(file.ToString()).Options);
        // Just while the other process folds its log back, the file cannot be opened for reading alone.
        for (var tries = 0; ; tries++)
        {
            try
            {
                db.Database.OpenConnection();
                return db;
            }
            catch (SqliteException notNow) when (notNow.SqliteErrorCode is CannotOpen && tries < 100)
            {
                Thread.Yield();
            }
        }
    }

    /// <summary>Puts something into what is stored while no process has it.</summary>
    public async Task WriteAsync(FormattableString statement)
    {
        var file = new SqliteConnectionStringBuilder { DataSource = Path.Combine(_directory.FullName, "chat.db"), Pooling = false };
        await using var db = new SqliteChatDbContext(new DbContextOptionsBuilder<SqliteChatDbContext>().UseSqlite(file.ToString()).Options);
        await db.Database.ExecuteSqlAsync(statement);
    }

    /// <summary>The number of the conversation that a student and somebody of the staff came to have by their lessons.</summary>
    public async Task<int> NumberOfAsync(DemoPerson student, DemoPerson staff)
    {
        await using var db = OpenDb();
        return await db.Conversations
            .Where(c => c.Student!.Email == student.Email && c.Participants.Any(p => p.User.Email == staff.Email) && c.Kind != ConversationKind.HomeSchool)
            .Select(c => c.Id)
            .OrderBy(id => id)
            .FirstAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Road is not null)
        {
            await Road.DisposeAsync();
        }

        foreach (var run in _runs)
        {
            await run.DisposeAsync();
        }

        _directory.Delete(recursive: true);
    }

    private Task<Uri> StartAsync(int port)
    {
        _runs.Add(new SiteRun(ArgumentsOf(port)));
        return Current.ListensAsync();
    }

    private IEnumerable<string> ArgumentsOf(int port)
    {
        yield return $"--environment={(IsInProduction ? "Production" : "Development")}";
        yield return $"--urls={(IsInProduction ? "https" : "http")}://127.0.0.1:{port}";
        yield return $"--Data:Directory={_directory.FullName}";
        yield return $"--Demo:School={IsPeopled}";
        yield return $"--Passwords:Iterations={PasswordIterations}";
        yield return $"--Limits:Multiplier={LimitsMultiplier}";
        yield return "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information";
        foreach (var (name, value) in Settings)
        {
            yield return $"--{name}={value}";
        }

        if (IsInProduction)
        {
            yield return $"--Kestrel:Certificates:Default:Path={SelfMadeCertificate.In(_directory)}";
        }
    }
}
