using System.Collections;
using System.Reflection;
using Chat.Web.Access;
using Chat.Web.Admin;
using Chat.Web.Audit;
using Chat.Web.Outcomes;
using Chat.Web.School;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Admin;

/// <summary>
/// Everything the administration can do, asked of its services by somebody whose office it is not: a forged event of an
/// open page ends at these. What there is to ask is found by looking, so that nothing new is forgotten.
/// </summary>
public sealed class OfficesTests : IAsyncLifetime
{
    /// <summary>What is for everybody about their own, or answers with nothing.</summary>
    private static readonly HashSet<string> ForEverybody =
        ["ReportService.FileAsync", "ReportService.ListOwnAsync", "ReportService.CountOpenAsync", "ImportService.FindPlan", "ImportService.PutAway"];

    /// <summary>They look into memory for whoever asks, before a page that was refused already: there is nothing to wait for, and nothing is written.</summary>
    private static readonly HashSet<string> Unwritten = ["JobService.List", "JobService.Find", "JobService.Failures", "JobService.TakeLinks", "BulkService.UndoAsync", "YearEndService.Look"];

    private readonly SchoolHouse _school = new() { RunsErrands = false, Clock = new HandClock() };

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public void There_is_much_to_ask_for()
    {
        Assert.True(Found().Count > 50, $"only {Found().Count}");
        Assert.Empty(ForEverybody.Concat(Unwritten).Except(Found().Select(NameOf)));
    }

    [Fact]
    public async Task Nobody_does_any_of_it_without_the_office_and_each_try_is_written_down()
    {
        var asked = 0;
        foreach (var doing in Found().Where(m => !ForEverybody.Contains(NameOf(m))))
        {
            // Trusted with whatever does not open it: what stands between them and the deed is the office itself.
            foreach (var (role, capabilities) in Strangers(doing))
            {
                var actor = await _school.AdmitAsync($"Stranger {++asked}", role, capabilities);
                var entries = await EntriesAsync(actor);

                var refusal = await AskAsync(doing, actor);

                Assert.True(refusal is { Kind: RefusalKind.Forbidden or RefusalKind.NotFound }, $"{role} {capabilities} was let into {NameOf(doing)}: {refusal?.Code ?? "granted"}");
                if (!Unwritten.Contains(NameOf(doing)))
                {
                    Assert.True(await EntriesAsync(actor) == entries + 1, $"{NameOf(doing)} by {role} left no trace");
                }
            }
        }

        await using var db = _school.OpenDb();
        Assert.Empty(await db.AuditEntries.Where(e => e.Action != Denials.Action).Select(e => e.Action).ToListAsync(Stop));
        Assert.True(asked > 150, $"only {asked} questions");
    }

    private static List<MethodInfo> Found() =>
    [
        .. typeof(PeopleService).Assembly.GetTypes()
            .Where(t => t.Name.EndsWith("Service", StringComparison.Ordinal) && t.Namespace is "Chat.Web.Admin" or "Chat.Web.Settings" or "Chat.Web.Operations" or "Chat.Web.Reports")
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(m => m.GetParameters() is [{ ParameterType: var first }, ..] && first == typeof(Actor))
            .OrderBy(NameOf, StringComparer.Ordinal),
    ];

    private static string NameOf(MethodInfo doing) => $"{doing.DeclaringType!.Name}.{doing.Name}";

    private static IEnumerable<(Role Role, Capabilities Capabilities)> Strangers(MethodInfo doing)
    {
        var service = doing.DeclaringType!.Name;
        var trusted = service is "OversightService" or "WhyService" || NameOf(doing) is "EdgeListService.FindPersonAsync" or "EdgeListService.FindPeopleAsync" ? Capabilities.Moderator | Capabilities.SupportAgent
            : service is "ReportService" ? Capabilities.SupportAgent
            : Capabilities.Moderator | Capabilities.SafeguardingLead | Capabilities.SupportAgent;
        return [(Role.Student, Capabilities.None), (Role.Parent, Capabilities.None), (Role.Teacher, trusted), (Role.Tutor, Capabilities.None)];
    }

    private async Task<Refusal?> AskAsync(MethodInfo doing, Actor actor)
    {
        var service = _school.Services.GetService(doing.DeclaringType!) ?? throw new InvalidOperationException($"{doing.DeclaringType} is no service of the house.");
        var answer = doing.Invoke(service, [actor, .. doing.GetParameters().Skip(1).Select(p => Something(p.ParameterType, p.Name!))]);
        if (answer is Task task)
        {
            await task.WaitAsync(Stop);
            answer = task.GetType().GetProperty("Result")!.GetValue(task);
        }

        return (Refusal?)answer!.GetType().GetProperty("Refusal")!.GetValue(answer);
    }

    /// <summary>Something of this type that could be meant: nothing here is to be refused because it makes no sense.</summary>
    private object? Something(Type type, string name) =>
        Nullable.GetUnderlyingType(type) is { } inner ? Something(inner, name)
        : type == typeof(int) ? name is "conversationId" ? _school.AnnasPhysics : 1
        : type == typeof(string) ? "1"
        : type == typeof(bool) ? true
        : type == typeof(Guid) ? Guid.NewGuid()
        : type == typeof(DateTimeOffset) ? _school.Clock!.Now
        : type == typeof(CancellationToken) ? Stop
        : type == typeof(Stream) || type == typeof(Action<long, long>) ? null
        : type.IsEnum ? Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)
        : type == typeof(EdgeChange) ? new EdgeDeed(EdgeKind.Enrollment, 1, EdgeAct.End)
        : typeof(IEnumerable).IsAssignableFrom(type) ? Array.CreateInstance(type.GetGenericArguments()[0], 0)
        : type.GetConstructors().MaxBy(c => c.GetParameters().Length)!.Invoke([.. type.GetConstructors().MaxBy(c => c.GetParameters().Length)!.GetParameters().Select(p => Something(p.ParameterType, p.Name!))]);

    private async Task<int> EntriesAsync(Actor actor)
    {
        await using var db = _school.OpenDb();
        return await db.AuditEntries.CountAsync(e => e.ActorId == actor.Id && e.Action == Denials.Action, Stop);
    }
}
