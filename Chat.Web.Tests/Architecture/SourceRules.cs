using System.Text.RegularExpressions;

namespace Chat.Web.Tests.Architecture;

/// <summary>The rules of docs/architecture.md, read from the source. Each carries a crime, a file that breaks it, so that no rule can be dead.</summary>
public class SourceRules
{
    private const string Doors = @"(Endpoints|Socket)\.cs$|\.razor$";
    private const string RoleNames = @"\bRole\.(Student|Teacher|Tutor|Parent|Admin|Bot)\b";

    private static readonly Dictionary<string, Rule> Rules = new()
    {
        ["Doors never touch the database"] = new(
            Doors, @"DbContext|WriteLane|EntityFrameworkCore",
            new("/Conversations/ThreadPage.razor", "@inject IDbContextFactory<ChatDbContext> Database")),
        ["Doors never decide who may"] = new(
            Doors, @"IsInRole|Roles\s*=\s*""|RequireRole|" + RoleNames,
            new("/Conversations/MessageEndpoints.cs", "if (actor.Role == Role.Admin)")),
        ["Roles are named only where access is decided and where an account is made"] = new(
            @"^(?!/Access/|/Accounts/RegistrationService\.cs$|/Data/DemoSchool\.cs$)", RoleNames,
            new("/Conversations/ConversationService.cs", "Role.Parent => Standing.Guardian,")),
        ["Services know nothing of HTTP and nothing of Razor"] = new(
            @"Service\.cs$", @"HttpContext|IResult\b|\bResults\.|AspNetCore\.(Http|Mvc|Routing|Components|Authentication)|NavigationManager|IJSRuntime|ClaimsPrincipal",
            new("/Conversations/MessageService.cs", "public IResult Send(HttpContext http)")),
        ["Accounts know no room above them"] = new(
            "^/Accounts/", @"Chat\.Web\.(School|Conversations|Sockets|Search|Bot|Operations|Reports|Settings|Admin)\b|\b(School|Conversation|Message|Search|Health)Service\b",
            new("/Accounts/AccountService.cs", "using Chat.Web.School;")),
        ["The school knows no conversations"] = new(
            "^/School/", @"Chat\.Web\.(Conversations|Sockets|Search|Bot|Operations|Reports|Settings|Admin)\b|\b(Conversation|Message|Search)Service\b|ConversationKeeper",
            new("/School/SchoolService.cs", "public sealed class SchoolService(ConversationKeeper keeper)")),
        ["Conversations know nobody who searches them"] = new(
            "^/Conversations/", @"Chat\.Web\.(Sockets|Search|Bot|Reports|Settings|Admin)\b|\bSearch(Service|Index|Indexer|Signal|Term)\b",
            new("/Conversations/ConversationFeed.cs", "public sealed class ConversationFeed(SearchSignal signal)")),
        ["The bot knows nobody who keeps the house"] = new(
            "^/(Search|Bot)/", @"Chat\.Web\.(Reports|Operations|Settings|Admin)\b",
            new("/Bot/BotService.cs", "using Chat.Web.Admin;")),
        ["What every room stands on knows no room"] = new(
            "^/(Outcomes|Live|Audit|Limits)/", @"Chat\.Web\.(Accounts|School|Conversations|Sockets|Search|Bot|Operations|Reports|Settings|Admin|Shell)\b",
            new("/Live/Feed.cs", "using Chat.Web.Conversations;")),
        ["Access decides and serves nobody"] = new(
            "^/Access/", @"\w+Service\b(?!s)|\bFeed\b|WriteLane|SaveChanges|Chat\.Web\.(Shell|Audit|Live)\b",
            new("/Access/Reach.cs", "public static Task<bool> MayAsync(MessageService messages)")),
        ["Rooms do not know the shell that stands around them"] = new(
            @"^/(Access|Accounts|School|Conversations|Sockets|Search|Bot|Operations|Reports|Settings|Admin|Data|Audit|Live|Limits|Outcomes)/.*\.cs$", @"Chat\.Web\.Shell\b",
            new("/Conversations/MessageService.cs", "using Chat.Web.Shell;")),
        ["Only what runs on the lane saves"] = new(
            @"^(?!/Audit/AuditLog\.cs$|/Conversations/ConversationKeeper\.cs$)", @"\A(?![\s\S]*\bWriteLane\b)[\s\S]*(SaveChanges|ExecuteUpdate|ExecuteDelete|ExecuteSql)",
            new("/School/SubjectNames.cs", "await db.SaveChangesAsync(cancellation);")),
        ["Time comes from the clock that was given"] = new(
            "", @"DateTime(Offset)?\.(Utc)?Now|DateTime\.Today|TickCount|new Stopwatch|Stopwatch\.",
            new("/School/SchoolCalendar.cs", "var now = DateTimeOffset.UtcNow;")),
        ["There is one clock, and the shell brings it"] = new(
            @"^(?!/Shell/ShellSetup\.cs$)", @"TimeProvider\.System",
            new("/School/SchoolCalendar.cs", "var now = TimeProvider.System.GetUtcNow();")),
        ["Chance comes from where nobody can guess it"] = new(
            "", @"\bRandom\.Shared|\bnew Random\b",
            new("/Accounts/InvitationService.cs", "var code = Random.Shared.Next();")),
        ["A secret is drawn by the generator for secrets, and is no Guid"] = new(
            "(Invitation|Token|Secret)[^/]*$", @"Guid\.NewGuid|Guid\.CreateVersion7",
            new("/Accounts/InvitationService.cs", "var code = Guid.NewGuid().ToString();")),
        ["A folder is named after what happens in it"] = new(
            @"/(Common|Helpers|Utils|Utilities|Interfaces|DTOs|Dtos|Managers|Models|Services|Extensions)/", "",
            new("/Common/StringHelper.cs", ""), AreTheCrime: true),
        ["Nothing is folded away"] = new(
            "", @"^\s*#region",
            new("/Access/Rights.cs", "#region Rights")),
    };

    public static TheoryData<string> Names => [.. Rules.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Hold(string rule)
    {
        var broken = Sources.All.Where(Rules[rule].IsBrokenBy).Select(s => s.Path).ToList();

        Assert.True(broken.Count == 0, $"{rule}: {string.Join(", ", broken)}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Can_be_broken(string rule)
    {
        Assert.True(Rules[rule].AreTheCrime || Sources.All.Any(Rules[rule].LooksAt), $"{rule} looks at no file.");
        Assert.True(Rules[rule].IsBrokenBy(Rules[rule].Crime), $"{rule} does not see its own crime.");
    }

    /// <param name="AreTheCrime">True of a rule that forbids the very files it looks for.</param>
    private sealed record Rule(string Files, string Forbidden, Sources.Source Crime, bool AreTheCrime = false)
    {
        public bool LooksAt(Sources.Source source) => Regex.IsMatch(source.Path, Files);

        public bool IsBrokenBy(Sources.Source source) => LooksAt(source) && Regex.IsMatch(source.Text, Forbidden, RegexOptions.Multiline);
    }
}
